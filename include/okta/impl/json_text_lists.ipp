#ifndef OKTA_IMPL_JSON_TEXT_LISTS_IPP
#define OKTA_IMPL_JSON_TEXT_LISTS_IPP

// How json_text_reader reads arrays and maps.

#include <okta/codec/json_text.hpp>

#include <algorithm>
#include <utility>

namespace okta::detail {

/// Behind a value: the comma and the space behind it, or the bracket.
OKTA_DECL bool json_text_reader::next_or_end(char bracket, bool& end)
{
    if (in_.peek() != ',') {
        in_.space();
        end = in_.leave(bracket);
        if (end) return true;
    }
    if (!in_.take(',')) return false;
    in_.space();
    return true;
}

OKTA_DECL bool json_text_reader::array(void* to, type_info const& type)
{
    auto const& ops = *type.array;
    if (!in_.enter('[')) return false;
    if (in_.leave(']')) return true;
    auto const* const first = in_.position();
    auto* const habits = habits_.find(to, type);
    if (!habits) return false;
    // Taken once: lists within lists would all have that room, of which only the last one's text is known to be there.
    if (auto const likely = std::exchange(habits->items, 0); likely > 1) make_room(to, type, likely);
    bool end = false;
    for (std::size_t i = 0; !end; ++i) {
        if (i == 1 && outermost(in_.depth())) // items are of about one size
            make_room(to, type, 2 + in_.left() / static_cast<std::size_t>(in_.position() - first) * 9 / 8);
        if (in_.peek() == 'n' && !keeps_null(*type.inner)) { // a hole
            if (!null()) return false;
        } else if (!item(to, type, i)) return false;
        if (!next_or_end(']', end)) return false;
    }
    habits->items = ops.size(to);
    return true;
}

/// Room for as many items as are likely, and never for much more than the text can hold.
OKTA_DECL void json_text_reader::make_room(void* to, type_info const& type, std::size_t items)
{
    constexpr std::size_t expansion = 8; // bytes in memory per byte of text
    type.array->reserve(to, std::min(items, in_.left() * expansion / type.array->item_size + 1));
}

OKTA_DECL bool json_text_reader::item(void* to, type_info const& type, std::size_t index)
{
    auto const& ops = *type.array;
    auto const* const start = in_.position();
    auto const depth = in_.depth();
    if (type.inner->read(*this, ops.append(to))) {
        if (ops.locate) ops.locate(to, {start, static_cast<std::size_t>(in_.position() - start)});
        return true;
    }
    if (!ops.set_aside || !outermost(depth)) return false; // only of the page that is the whole text
    in_.move_to(start);
    in_.set_depth(depth);
    if (!in_.skip()) return false;
    ops.drop_last(to);
    return item_by_dom(to, type, index, {start, static_cast<std::size_t>(in_.position() - start)});
}

OKTA_DECL bool json_text_reader::map(void* to, type_info const& type)
{
    constexpr std::size_t most_compared = 64; // with more, the DOM path knows sooner that no name comes twice
    auto const& ops = *type.map;
    if (!in_.enter('{')) return false;
    if (in_.leave('}')) return true;
    auto* const habits = ops.reserve ? habits_.find(to, type) : nullptr;
    if (habits)
        if (auto const likely = std::exchange(habits->items, 0); likely != 0) ops.reserve(to, likely);
    bool end = false;
    for (std::string_view name; !end;) {
        if (ops.reserve && ops.size(to) == most_compared) return false;
        if (!in_.string(name)) return false;
        if (!in_.colon()) return false;
        if (in_.peek() == 'n' && !keeps_null(*type.inner)) {
            if (ops.reserve) return false; // what else is named so, further on, has this place in a DOM
            if (!null() || ops.contains(to, name)) return false; // a duplicate
        } else {
            auto* const at = ops.insert(to, name);
            if (!at || !type.inner->read(*this, at)) return false;
        }
        if (!next_or_end('}', end)) return false;
    }
    if (habits) habits->items = ops.size(to);
    return true;
}

} // namespace okta::detail
#endif
