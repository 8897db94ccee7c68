#ifndef OKTA_IMPL_JSON_TEXT_IPP
#define OKTA_IMPL_JSON_TEXT_IPP

#include <okta/codec/json_number.hpp>
#include <okta/codec/json_text.hpp>
#include <okta/model/timestamp.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <memory>

namespace okta::detail {

struct json_text_reader::object_state
{
    object_state(void* to_, type_info const& type_, json_habits& habits_) : to(to_), type(type_), habits(habits_) {}

    void* to;
    type_info const& type;
    json_habits& habits;
    std::size_t strangers = 0; // members that nobody knows
    std::uint64_t seen[member_index::most / 64] = {};
    char const* sibling = nullptr; // the value that tells choices apart
    std::size_t waits = 0;
    std::array<waiting_choice, 4> waiting;

    [[nodiscard]] bool has(std::size_t i) const { return (seen[i / 64] >> (i % 64) & 1) != 0; }
    /// False: it is there already.
    OKTA_HOT bool add(std::size_t i)
    {
        auto& word = seen[i / 64];
        if ((word >> (i % 64) & 1) != 0) return false;
        word |= std::uint64_t{1} << (i % 64);
        return true;
    }
};

/// Into a string that is mostly empty: to make one anew is cheaper than to let one grow.
OKTA_HOT void put_string(std::string& to, std::string_view text)
{
    if (text.size() <= to.capacity()) {
        to.assign(text);
        return;
    }
    std::destroy_at(&to);
    try {
        std::construct_at(&to, text);
    } catch (...) {
        std::construct_at(&to);
        throw;
    }
}

OKTA_HOT bool put_time(timestamp& to, std::string_view text)
{
    if (read_usual_form(text, to)) return true;
    auto const other = parse_timestamp(text);
    if (other) to = *other;
    return other.has_value();
}

/// A text into a member of one of the usual shapes.
OKTA_HOT bool put_text(void* to, shape s, std::string_view text)
{
    switch (s) {
    case shape::string: put_string(*static_cast<std::string*>(to), text); return true;
    case shape::optional_string: static_cast<std::optional<std::string>*>(to)->emplace(text); return true;
    case shape::view: *static_cast<std::string_view*>(to) = text; return true;
    case shape::optional_view: *static_cast<std::optional<std::string_view>*>(to) = text; return true;
    case shape::time: return put_time(*static_cast<timestamp*>(to), text);
    case shape::optional_time: return put_time(static_cast<std::optional<timestamp>*>(to)->emplace(), text);
    case shape::other:
    case shape::choosing: break;
    }
    return false;
}

OKTA_DECL bool json_text_reader::read(std::string_view text, void* to, type_info const& type)
{
    text_ = text;
    in_.restart(text, max_depth_);
    habits_.make_room();
    in_.space();
    if (!type.read(*this, to)) return false;
    in_.space();
    return in_.left() == 0;
}

OKTA_DECL bool json_text_reader::boolean(bool& to)
{
    to = in_.peek() == 't';
    return in_.literal(to ? "true" : "false");
}

OKTA_DECL bool json_text_reader::number(double& to)
{
    json_scanner::number n{};
    if (!in_.take_number(n)) return false;
    if (std::int64_t i = 0; n.integral && std::from_chars(n.begin, n.end, i).ec == std::errc{})
        return to = static_cast<double>(i), true; // -0 is the integer
    return read_short_decimal(n.begin, n.end, to) || std::from_chars(n.begin, n.end, to).ec == std::errc{};
}

OKTA_DECL bool json_text_reader::integer(std::int64_t& to)
{
    json_scanner::number n{};
    if (!in_.take_number(n) || !n.integral) return false; // 1e3 is one too, but the DOM path knows better which are
    return std::from_chars(n.begin, n.end, to).ec == std::errc{};
}

OKTA_DECL bool json_text_reader::borrowed(std::string_view& text)
{
    if (!in_.string(text)) return false;
    if (!in_.is_unescaped(text)) return true;
    if (kept_) text = kept_->keep(text);
    return kept_ != nullptr;
}

OKTA_DECL bool json_text_reader::raw(std::string_view& text)
{
    auto const* const start = in_.position();
    if (!in_.skip()) return false;
    text = {start, static_cast<std::size_t>(in_.position() - start)};
    return true;
}

OKTA_DECL bool json_text_reader::structure(void* to, type_info const& type)
{
    if (!type.index->fits || !in_.enter('{')) return false;
    auto* const habits = habits_.find(to, type);
    if (!habits) return false;
    object_state object(to, type, *habits);
    if (in_.peek() != '}' && !members(object)) return false;
    if (object.waits != 0 && !waiting_choices(object)) return false;
    return in_.leave('}') && (!type.index->required || all_there(object));
}

/// Now all siblings have come.
OKTA_DECL bool json_text_reader::waiting_choices(object_state& object)
{
    auto const here = in_.position();
    for (auto i = object.waits; i-- > 0;) {
        auto const& w = object.waiting[i];
        in_.move_to(w.at);
        if (!choice(w.member->at(object.to), *w.member->type, object.sibling)) return false;
    }
    in_.move_to(here);
    return true;
}

OKTA_HOT bool starts_with_null(char const* at, char const* end) noexcept
{
    return end - at >= 4 && std::memcmp(at, "null", 4) == 0;
}

/// A name written as most are: no escapes in it, a colon just behind. Gives that colon, and which member the name is
/// (no_member: none); null: it is written otherwise. There is ample text.
OKTA_HOT char const* plain_name(char const* at, char const* end, field const* fields,
                                std::span<std::uint8_t const> slots, std::uint8_t& found) noexcept
{
    if (*at != '"') return nullptr;
    auto const* const stop = find_special(at + 1, end);
    if (end - stop < 2 || *stop != '"' || stop[1] != ':') return nullptr;
    for (auto slot = name_hash({at + 1, stop});; ++slot) {
        found = slots[slot & (slots.size() - 1)];
        if (found == no_member || starts_with_key(at, end, fields[found], true)) return stop + 1;
    }
}

/// All members up to the closing bracket. The place is kept in a local variable where members are as most are: their
/// order learned, their value a plain string, no space anywhere.
OKTA_DECL bool json_text_reader::members(object_state& object)
{
    auto const& habits = object.habits;
    auto const* const fields = habits.fields;
    auto const* const end = in_.end();
    auto const* at = in_.position();
    auto const enough = object.type.index->longest_key + key_padding + plain_reach;
    auto const* const ample_until = in_.left() > enough ? end - enough : at; // nothing before it looks for the end
    auto const* next = habits.next;
    std::size_t behind = 0; // which member came last, plus one; 0: none
    for (;;) {
        bool ample = at < ample_until;
        field const* f = nullptr; // of a member that the struct has
        if (auto const i = next[behind]; i != no_member && starts_with_key(at, end, fields[i], ample)) {
            f = &fields[i];
            at += f->key_size;
        } else {
            std::uint8_t found;
            auto const* const colon = ample ? plain_name(at, end, fields, object.type.index->slots, found) : nullptr;
            if (colon && found != no_member) {
                object.habits.learn(behind, found, object.type.members.size());
                at = colon + 1;
            } else {
                in_.move_to(colon ? colon : at);
                if (!(colon ? other_member(object, {at + 1, colon - 1}) : find_member(object, behind, found)))
                    return false;
                at = in_.position();
                if (at == end) return false;
                ample = at < ample_until; // there may have been much space, or a name in escapes
            }
            next = habits.next;
            if (found != no_member) f = &fields[found];
        }
        if (f) {
            if (!object.add(f->number)) return false; // of duplicates the last wins, as if the first had never been
            behind = f->number + 1u;
            auto* const to = static_cast<char*>(object.to) + f->offset;
            std::string_view text;
            if (f->shape < shape::other && plain_string(at, end, text, ample)) {
                if (!put_text(to, f->shape, text)) return false;
            } else if (f->null_is_absent && starts_with_null(at, end)) at += 4;
            else {
                in_.move_to(at);
                in_.space();
                bool const is_usual = f->shape != shape::choosing && !at_null();
                if (is_usual ? !f->read(*this, to) : !member(object, f->number)) return false;
                at = in_.position();
            }
        }
        if (at == end || *at != ',') {
            in_.move_to(at);
            in_.space();
            if (!in_.take(',')) break;
            at = in_.position();
        } else ++at;
    }
    object.habits.items = object.strangers;
    return true; // and the bracket must be next
}

OKTA_HOT bool take_key(json_scanner& in, field const* fields, std::uint8_t which) noexcept
{
    if (which == no_member || !starts_with_key(in.position(), in.end(), fields[which])) return false;
    in.move_to(in.position() + fields[which].key_size);
    return true;
}

OKTA_HOT bool is_named(field const& f, std::string_view name) noexcept
{
    return f.key_size == name.size() + 3 && same_bytes(f.key + 1, name.data(), name.size());
}

/// The name of a member that did not come where it came last, and the colon; of a stranger the value as well, then
/// `found` is no_member.
OKTA_DECL bool json_text_reader::find_member(object_state& object, std::size_t behind, std::uint8_t& found)
{
    auto& habits = object.habits;
    auto const* const start = in_.position();
    in_.space();
    found = habits.next[behind];
    if (start == in_.position() || !take_key(in_, habits.fields, found)) {
        auto const* const key = in_.position();
        std::string_view name;
        if (!in_.string(name)) return false;
        auto const slots = object.type.index->slots;
        for (auto slot = name_hash(name);; ++slot) {
            found = slots[slot & (slots.size() - 1)];
            if (found == no_member) return other_member(object, name);
            auto const& f = habits.fields[found];
            if (starts_with_key(key, in_.end(), f) || is_named(f, name)) break;
        }
        if (!in_.colon()) return false; // from where the name ended: sooner known than how long the key is
    }
    habits.learn(behind, found, object.type.members.size());
    return true;
}

/// A member whose value may be null or one of several.
OKTA_DECL bool json_text_reader::member(object_state& object, std::uint8_t which)
{
    auto const& m = object.type.members[which];
    bool const is_null = at_null();
    if (which == object.type.index->sibling_member) object.sibling = in_.position();
    if (is_null && m.presence == presence::required) return false;
    if (is_null && m.presence == presence::plain && !keeps_null(*m.type)) return null(); // null is absent
    return m.type->what == kind::choice ? sibling_choice(object, m) : m.type->read(*this, m.at(object.to));
}

OKTA_DECL bool json_text_reader::all_there(object_state const& object) const
{
    auto const members = object.type.members;
    auto const there = [&](member_info const& wanted) { // under any of its names
        for (std::size_t i = 0; i < members.size(); ++i)
            if (members[i].name == wanted.name && object.has(i)) return true;
        return false;
    };
    return std::ranges::all_of(members, [&](auto const& m) { return m.presence != presence::required || there(m); });
}

} // namespace okta::detail
#endif
