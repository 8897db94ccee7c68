#ifndef OKTA_IMPL_JSON_TEXT_OPEN_IPP
#define OKTA_IMPL_JSON_TEXT_OPEN_IPP

// What json_text_reader leaves open: members that nobody knows, values of any form, one of several structs.

#include <okta/codec/json_text.hpp>
#include <okta/codec/json_write.hpp>

#include <boost/json/monotonic_resource.hpp>

#include <algorithm>
#include <charconv>
#include <span>

namespace okta::detail {

OKTA_DECL bool json_text_reader::other_member(object_state& object, std::string_view name)
{
    auto const& index = *object.type.index;
    bool const tells = index.choices && name == index.sibling;
    boost::json::value* keep = nullptr;
    if (index.rest != no_member) {
        auto& rest = *static_cast<boost::json::object*>(object.type.members[index.rest].at(object.to));
        constexpr std::size_t first = 4, usual = 32; // one object that held very many must not make the others large
        auto const likely = object.habits.items == 0 ? first : std::min(object.habits.items, usual);
        if (object.strangers++ == 0) rest.reserve(likely);
        keep = &rest[{name.data(), name.size()}]; // a duplicate takes the first one's place, as in a DOM
    } else if (unknown_ == unknown_members::refuse) return false;
    if (!in_.colon()) return false;
    if (tells && std::exchange(object.sibling, in_.position())) return false;
    return keep ? json(*keep) : in_.skip();
}

OKTA_DECL bool json_text_reader::json(boost::json::value& to)
{
    switch (in_.peek()) {
    case '"': {
        std::string_view s;
        if (!in_.string(s)) return false;
        to.emplace_string().assign(s.data(), s.size());
        return true;
    }
    case 't': to = true; return in_.literal("true");
    case 'f': to = false; return in_.literal("false");
    case 'n': to = nullptr; return null();
    case '{':
        if (small_object(to.emplace_object())) return true;
        [[fallthrough]];
    case '[': return json_by_parser(to);
    default: break;
    }
    json_scanner::number n{};
    if (!in_.take_number(n)) return false;
    if (std::int64_t i = 0; n.integral && std::from_chars(n.begin, n.end, i).ec == std::errc{}) return to = i, true;
    in_.move_to(n.begin); // so that a number in an open attribute is what it is in a DOM, to the last bit
    return json_by_parser(to);
}

OKTA_DECL bool json_text_reader::json(boost::json::object& to)
{
    if (in_.peek() != '{') return false;
    if (small_object(to)) return true;
    boost::json::value v;
    if (!json_by_parser(v)) return false;
    to = std::move(v.get_object());
    return true;
}

/// The quick way for small open objects, most of whose members are plain strings; what `to` held is replaced. False:
/// `to` is unspecified, and the parser is to read from the same place.
OKTA_DECL bool json_text_reader::small_object(boost::json::object& to)
{
    auto const* const start = in_.position();
    auto const depth = in_.depth();
    to.clear();
    if (in_.enter('{') && (in_.leave('}') || members_of_small_object(to))) return true;
    in_.move_to(start);
    in_.set_depth(depth);
    return false;
}

OKTA_HOT bool take_plain(json_scanner& in, std::string_view& text) noexcept
{
    auto const* at = in.position();
    if (at == in.end() || !plain_string(at, in.end(), text)) return false;
    in.move_to(at);
    return true;
}

/// Finds all members before it stores the first, so that there is room for just as many. A nested value is the
/// parser's: so nothing is looked at more than twice, and nothing recurses.
OKTA_DECL bool json_text_reader::members_of_small_object(boost::json::object& to)
{
    constexpr std::size_t most = 16;
    struct entry
    {
        std::string_view name;
        std::string_view text; // of a plain string; of another value data() is null
        char const* value;
    };
    std::array<entry, most> entries;
    std::size_t size = 0;
    auto const inside = in_.depth();
    for (bool end = false; !end;) {
        if (size == most) return false;
        auto& e = entries[size++] = {};
        if (!take_plain(in_, e.name) || !in_.colon()) return false;
        e.value = in_.position();
        if (!take_plain(in_, e.text) && !in_.skip()) return false;
        if (!next_or_end('}', end)) return false;
    }
    auto const* const behind = in_.position();
    auto const outside = in_.depth();
    in_.set_depth(inside); // once more, for the values
    to.reserve(size);
    for (auto const& e : std::span(entries.data(), size)) {
        boost::json::string_view const name(e.name.data(), e.name.size());
        if (e.text.data()) {
            boost::json::string_view const text(e.text.data(), e.text.size());
            auto const [at, is_new] = to.emplace(name, text);
            if (!is_new) at->value() = text; // a duplicate takes the first one's place, as in a DOM
            continue;
        }
        auto& v = to[name];
        in_.move_to(e.value);
        bool const nested = in_.peek() == '{' || in_.peek() == '[';
        if (!(nested ? json_by_parser(v) : json(v))) return false;
    }
    in_.move_to(behind);
    in_.set_depth(outside);
    return true;
}

OKTA_DECL bool json_text_reader::json_by_parser(boost::json::value& to)
{
    if (parser_ && parser_depth_ == in_.depth()) parser_->reset();
    else {
        boost::json::parse_options options;
        options.max_depth = parser_depth_ = in_.depth();
        parser_.emplace(boost::json::storage_ptr{}, options, parser_stack_, sizeof parser_stack_);
    }
    boost::system::error_code ec;
    auto const taken = parser_->write_some(in_.position(), in_.left(), ec); // stops behind the value
    if (ec) return false;
    to = parser_->release();
    mend_zeros(to);
    in_.move_to(in_.position() + taken);
    return true;
}

/// An item of a page that did not fit, or that only the DOM path understands; `to` lacks it.
OKTA_DECL bool json_text_reader::item_by_dom(void* to, type_info const& type, std::size_t index, std::string_view raw)
{
    boost::json::monotonic_resource memory;
    boost::json::parse_options options;
    options.max_depth = in_.depth();
    boost::json::parser parser(&memory, options);
    boost::system::error_code ec;
    parser.write_some(raw.data(), raw.size() + in_.left(), ec); // with what follows, as in the whole text
    if (ec) return false;
    auto item = parser.release();
    mend_zeros(item);
    json_reader reader(unknown_, text_, kept_);
    auto const& ops = *type.array;
    if (reader.read(item, ops.append(to), *type.inner)) {
        if (ops.locate) ops.locate(to, raw);
        return true;
    }
    ops.drop_last(to); // the rest of the page is good all the same
    reader.fail_in(index);
    auto const at = static_cast<std::size_t>(raw.data() - text_.data());
    ops.set_aside(to, index, reader.message_of_item(raw, at), json_text_of(item));
    return true;
}

OKTA_DECL bool json_text_reader::sibling_choice(object_state& object, member_info const& m)
{
    for (std::size_t i = 0; i < object.waits; ++i) // of its two names the later one wins: no matter for this reader
        if (object.waiting[i].member->declared == m.declared) return false;
    if (object.type.index->sibling.empty() || object.sibling) return choice(m.at(object.to), *m.type, object.sibling);
    if (object.waits == std::size(object.waiting)) return false;
    object.waiting[object.waits++] = {&m, in_.position()};
    return in_.skip();
}

/// `sibling` is the value that tells the alternatives apart; null: there is none. The first that fits wins. Here and in
/// the two functions below false means that the text is given up.
OKTA_DECL bool json_text_reader::choice(void* to, type_info const& type, char const* sibling)
{
    auto const alternatives = type.choice->alternatives;
    auto const* const here = in_.position();
    auto const depth = in_.depth();
    auto chosen = alternatives.size();
    if (sibling) {
        in_.move_to(sibling);
        if (!choose_by_sibling(alternatives, chosen)) return false;
        in_.move_to(here);
    }
    auto const by_member = [](alternative const& a) { return !a.member.empty(); };
    if (in_.peek() == '{' && std::ranges::any_of(alternatives, by_member)) {
        if (!choose_by_member(alternatives, chosen)) return false;
        in_.move_to(here);
    }
    in_.set_depth(depth);
    if (chosen == alternatives.size()) chosen = 0;
    return alternatives[chosen].type->read(*this, type.choice->emplace(to, chosen));
}

/// Takes a value; `chosen` becomes the first alternative that it chooses: by being its text, or an array that holds it.
OKTA_DECL bool json_text_reader::choose_by_sibling(std::span<alternative const> all, std::size_t& chosen)
{
    if (in_.peek() == '"') {
        std::string_view s;
        if (!in_.string(s)) return false;
        for (std::size_t i = 0; i < chosen; ++i)
            if (!all[i].sibling.empty() && all[i].value == s) chosen = i;
        return true;
    }
    if (in_.peek() != '[') return in_.skip();
    if (!in_.enter('[')) return false;
    for (bool end = in_.leave(']'); !end;)
        if (!choose_by_sibling(all, chosen) || !next_or_end(']', end)) return false;
    return true;
}

/// Takes an object; `chosen` becomes the first alternative that one of its members chooses.
OKTA_DECL bool json_text_reader::choose_by_member(std::span<alternative const> all, std::size_t& chosen)
{
    if (!in_.enter('{')) return false;
    for (bool end = in_.leave('}'); !end;) {
        std::string_view name;
        if (!in_.string(name)) return false;
        for (std::size_t i = 0; i < chosen; ++i)
            if (!all[i].member.empty() && all[i].member == name) chosen = i;
        if (!in_.colon() || !in_.skip() || !next_or_end('}', end)) return false;
    }
    return true;
}

} // namespace okta::detail
#endif
