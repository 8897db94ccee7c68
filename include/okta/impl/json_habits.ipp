#ifndef OKTA_IMPL_JSON_HABITS_IPP
#define OKTA_IMPL_JSON_HABITS_IPP

#include <okta/codec/json_habits.hpp>

#include <cstring>

namespace okta::detail {

OKTA_DECL void json_habits::learn(std::size_t behind, std::uint8_t found, std::size_t members) noexcept
{
    if (next != latest) {
        std::memcpy(latest, next, members + 1);
        next = latest;
    }
    latest[behind] = found;
}

/// Of a type that has no place yet, or not its first choice of one.
OKTA_DECL json_habits* habit_table::find_or_add(void const* to, type_info const& type, std::size_t at)
{
    for (; types_[at] != nullptr; at = (at + 1) % types_.size())
        if (types_[at] == &type) return &habits_[at];
    if (size_ == types_.size() * 7 / 8) return nullptr;
    types_[at] = &type;
    ++size_;
    auto& fresh = habits_[at];
    fresh.items = 0;
    fresh.fields = type.fields ? type.fields(to) : nullptr;
    fresh.next = type.index ? type.index->order : nullptr;
    return &fresh;
}

} // namespace okta::detail
#endif
