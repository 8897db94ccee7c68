#ifndef OKTA_IMPL_JSON_READ_IPP
#define OKTA_IMPL_JSON_READ_IPP

#include <okta/codec/json_read.hpp>
#include <okta/codec/json_write.hpp>
#include <okta/describe/containers.hpp>

#include <algorithm>
#include <cmath>

namespace okta::detail {

OKTA_DECL std::string_view json_kind_name(boost::json::kind k) noexcept
{
    using boost::json::kind;
    switch (k) {
    case kind::null: return "null";
    case kind::bool_: return "boolean";
    case kind::string: return "string";
    case kind::array: return "array";
    case kind::object: return "object";
    default: return "number";
    }
}

/// Of a view read from a DOM that nobody keeps: the templates refuse that, tables cannot.
inline constexpr char const* views_need_text = "a view needs a text to be borrowed from";

OKTA_DECL bool json_reader::fail(std::string what)
{
    what_ = std::move(what);
    path_.clear();
    return false;
}

OKTA_DECL bool json_reader::fail_in(std::string_view name)
{
    path_.push_back({name.data(), name.size(), 0});
    return false;
}

OKTA_DECL bool json_reader::fail_in(std::size_t index)
{
    path_.push_back({nullptr, 0, index});
    return false;
}

OKTA_DECL bool json_reader::mismatch(boost::json::value const& found, std::string_view expected)
{
    return fail("expected " + std::string(expected) + ", found " + std::string(json_kind_name(found.kind())));
}

OKTA_DECL std::string json_reader::message_without_byte() const
{
    std::string text;
    for (auto step = path_.rbegin(); step != path_.rend(); ++step) {
        if (step->name == nullptr) text += '[' + std::to_string(step->index) + ']';
        else text.append(text.empty() ? "" : ".").append(step->name, step->size);
    }
    return text += (text.empty() ? "" : ": ") + what_;
}

/// Where the value at `path_` starts. The items of a list are located one from the other, not each from the start.
OKTA_DECL std::size_t json_reader::locate()
{
    if (path_.empty() || path_.back().name) return locate_json(source_, path_);
    auto const index = path_.back().index;
    if (item_at_ == source_.npos || index < item_) item_at_ = locate_json(source_, std::span(&path_.back(), 1));
    else item_at_ = skip_items(source_, item_at_, index - item_);
    item_ = index;
    if (item_at_ == source_.npos) return item_at_;
    auto const within = locate_json(source_.substr(item_at_), std::span(path_).first(path_.size() - 1));
    return within == source_.npos ? within : item_at_ + within;
}

OKTA_DECL std::string json_reader::message()
{
    auto text = message_without_byte();
    if (!source_.empty())
        if (auto const at = locate(); at != source_.npos) text += " (byte " + std::to_string(at) + ")";
    return text;
}

OKTA_DECL std::string json_reader::message_of_item(std::string_view item, std::size_t at) const
{
    auto const within = locate_json(item, std::span(path_).first(path_.size() - 1));
    auto text = message_without_byte();
    if (within != item.npos) text += " (byte " + std::to_string(at + within) + ")";
    return text;
}

OKTA_DECL void mend_zeros(boost::json::value& v)
{
    if (auto* const d = v.if_double(); d && std::isnan(*d)) *d = 0;
    else if (auto* const array = v.if_array())
        for (auto& item : *array) mend_zeros(item);
    else if (auto* const object = v.if_object())
        for (auto& member : *object) mend_zeros(member.value());
}

/// Boost.JSON 1.81 makes no number of `0e999`: zero times infinity.
OKTA_DECL double number_of(boost::json::value const& v)
{
    auto const d = v.to_number<double>();
    return std::isnan(d) ? 0 : d;
}

OKTA_DECL bool json_reader::read(boost::json::value const& from, void* to, type_info const& type)
{
    switch (type.what) {
    case kind::boolean:
        if (!from.is_bool()) return mismatch(from, "boolean");
        *static_cast<bool*>(to) = from.get_bool();
        return true;
    case kind::number:
        if (!from.is_number()) return mismatch(from, "number");
        *static_cast<double*>(to) = number_of(from);
        return true;
    case kind::integer: return read_integer(from, to, type);
    case kind::text: return read_text(from, to, type);
    case kind::json: *static_cast<boost::json::value*>(to) = from; return true;
    case kind::raw:
        if (!kept_) return fail(views_need_text);
        static_cast<raw_json*>(to)->text = kept_->keep(json_text_of(from));
        return true;
    case kind::object:
        if (!from.is_object()) return mismatch(from, "object");
        *static_cast<boost::json::object*>(to) = from.get_object();
        return true;
    case kind::optional: return read_optional(from, to, type);
    case kind::array: return read_array(from, to, type);
    case kind::map: return read_map(from, to, type);
    case kind::structure: return read_structure(from, to, type);
    case kind::choice: return read_choice(nullptr, from, to, type);
    }
    return fail("a kind of type that this reader does not know");
}

OKTA_DECL bool json_reader::read_integer(boost::json::value const& from, void* to, type_info const& type)
{
    constexpr double exact = 9007199254740992.0; // 2^53: every integer up to it is a double
    if (!from.is_number()) return mismatch(from, "integer");
    if (from.is_double()) { // JSON does not tell 1.0 and 1e3 from integers
        auto const d = number_of(from);
        if (d != std::trunc(d)) return fail("expected integer, found a fraction");
        if (std::fabs(d) > exact || !type.integers->store(to, static_cast<std::int64_t>(d)))
            return fail("the number is outside the range of its member");
        return true;
    }
    bool const fits = from.is_int64() && type.integers->store(to, from.get_int64());
    return fits || fail("the number is outside the range of its member");
}

OKTA_DECL bool json_reader::read_text(boost::json::value const& from, void* to, type_info const& type)
{
    if (!from.is_string()) return mismatch(from, type.text->expected);
    auto const& s = from.get_string();
    std::string_view text(s.data(), s.size());
    if (type.text->borrows) {
        if (!kept_) return fail(views_need_text);
        text = kept_->keep(text);
    }
    if (type.text->read(to, text)) return true;
    return fail("expected " + std::string(type.text->expected) + ", found another string");
}

OKTA_DECL bool json_reader::read_optional(boost::json::value const& from, void* to, type_info const& type)
{
    if (!from.is_null()) return read(from, type.option->engage(to), *type.inner);
    if (type.option->set_null) type.option->set_null(to);
    return true;
}

OKTA_DECL bool json_reader::read_array(boost::json::value const& from, void* to, type_info const& type)
{
    auto const& ops = *type.array;
    bool const single = ops.set_single && from.is_object();
    if (!single && !from.is_array()) return mismatch(from, "array");
    type.reset(to); // a default, or what came under another name
    if (single) return read(from, ops.set_single(to), *type.inner);
    auto const& items = from.get_array();
    ops.reserve(to, items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].is_null() && !keeps_null(*type.inner)) continue; // a hole; anything may be null in an answer
        if (read(items[i], ops.append(to), *type.inner)) {
            if (ops.locate) ops.locate(to, kept_ ? kept_->keep(json_text_of(items[i])) : "");
            continue;
        }
        fail_in(i);
        if (!ops.set_aside) return false;
        ops.drop_last(to); // the rest of the page is good all the same
        ops.set_aside(to, i, message(), json_text_of(items[i]));
    }
    return true;
}

OKTA_DECL bool json_reader::read_map(boost::json::value const& from, void* to, type_info const& type)
{
    if (!from.is_object()) return mismatch(from, "object");
    type.reset(to);
    if (type.map->reserve) type.map->reserve(to, from.get_object().size());
    for (auto const& [key, value] : from.get_object()) {
        if (value.is_null() && !keeps_null(*type.inner)) continue;
        auto const name = std::string_view(key.data(), key.size());
        if (!read(value, type.map->append(to, name), *type.inner)) return fail_in(name); // a DOM has no name twice
    }
    return true;
}

OKTA_DECL bool json_reader::read_structure(boost::json::value const& from, void* to, type_info const& type)
{
    if (!from.is_object()) return mismatch(from, "object");
    auto const& object = from.get_object();
    auto const* const rest = type.rest();
    std::size_t next = 0; // members mostly arrive in one order
    for (auto const& [key, value] : object) {
        auto const name = std::string_view(key.data(), key.size());
        member_info const* member = nullptr;
        for (std::size_t tried = 0; tried < type.members.size() && !member; ++tried, ++next) {
            if (next >= type.members.size()) next = 0;
            if (auto const& m = type.members[next]; m.wire == name && !m.rest) member = &m;
        }
        if (member) {
            if (!read_member(object, value, to, *member)) return fail_in(name);
        } else if (rest) static_cast<boost::json::object*>(rest->at(to))->insert_or_assign(key, value);
        else if (unknown_ == unknown_members::refuse) return refuse_unknown(name, type);
    }
    auto const there = [&](member_info const& wanted) { // under any of its names
        return std::ranges::any_of(type.members,
                                   [&](auto const& m) { return m.name == wanted.name && object.contains(m.wire); });
    };
    for (auto const& m : type.members)
        if (m.presence == presence::required && !there(m))
            return fail("the required member '" + std::string(m.wire) + "' is missing");
    return true;
}

OKTA_DECL bool json_reader::read_member(boost::json::object const& around, boost::json::value const& value, void* owner,
                                        member_info const& m)
{
    if (value.is_null() && m.presence == presence::required) return fail("null, but the member is required");
    if (value.is_null() && m.presence == presence::plain && !keeps_null(*m.type)) return true; // null is absent
    if (m.type->what == kind::choice) return read_choice(&around, value, m.at(owner), *m.type);
    return read(value, m.at(owner), *m.type);
}

OKTA_DECL bool holds_text(boost::json::value const* v, std::string_view text)
{
    if (!v) return false;
    if (auto const s = v->if_string()) return std::string_view(s->data(), s->size()) == text;
    if (auto const a = v->if_array())
        for (auto const& item : *a)
            if (holds_text(&item, text)) return true;
    return false;
}

OKTA_DECL bool json_reader::read_choice(boost::json::object const* around, boost::json::value const& from, void* to,
                                        type_info const& type)
{
    auto const alternatives = type.choice->alternatives;
    std::size_t chosen = 0;
    for (std::size_t i = alternatives.size(); i-- > 0;) { // the first that fits wins
        auto const& a = alternatives[i];
        bool const by_sibling = !a.sibling.empty() && around && holds_text(around->if_contains(a.sibling), a.value);
        bool const by_member = !a.member.empty() && from.is_object() && from.get_object().contains(a.member);
        if (by_sibling || by_member) chosen = i;
    }
    return read(from, type.choice->emplace(to, chosen), *alternatives[chosen].type);
}

OKTA_DECL bool json_reader::refuse_unknown(std::string_view name, type_info const& type)
{
    std::vector<std::string_view> names;
    for (auto const& m : type.members) names.push_back(m.wire);
    std::string what = "unknown member '" + std::string(name) + "'";
    if (auto const similar = nearest_name(name, names); !similar.empty())
        what += "; did you mean '" + std::string(similar) + "'?";
    return fail(std::move(what));
}

} // namespace okta::detail
#endif
