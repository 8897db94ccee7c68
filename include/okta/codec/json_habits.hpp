#ifndef OKTA_CODEC_JSON_HABITS_HPP
#define OKTA_CODEC_JSON_HABITS_HPP

// What json_text_reader learns about types while it reads: documents repeat themselves.

#include <okta/codec/json_bytes.hpp>
#include <okta/describe/member_index.hpp>
#include <okta/describe/type_info.hpp>
#include <okta/impl/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace okta::detail {

/// Of one type.
struct json_habits
{
    using order = std::uint8_t[member_index::most + 1]; // which member comes behind the one [i - 1]; [0]: which first

    field const* fields;      // of a structure
    std::uint8_t const* next; // an order: the declared one, and `latest` as soon as a member came elsewhere
    std::size_t items;        // how many an array or a map had, or how many members nobody knows
    order latest;             // what came there

    void learn(std::size_t behind, std::uint8_t found, std::size_t members) noexcept;
};

/// Of the types that a reader met, by their address.
class habit_table
{
public:
    habit_table() = default;
    habit_table(habit_table const&) = delete; // json_habits::next may point into it
    habit_table& operator=(habit_table const&) = delete;

    /// `to` is an object of that type. Null: there are too many types.
    OKTA_HOT json_habits* find(void const* to, type_info const& type)
    {
        auto const at = (reinterpret_cast<std::uintptr_t>(&type) * 0x9E3779B97F4A7C15u >> 40) % types_.size();
        return types_[at] == &type ? &habits_[at] : find_or_add(to, type, at);
    }

    /// Forgets all when there may be too little room for another document's types.
    void make_room() noexcept
    {
        if (size_ <= types_.size() / 2) return;
        types_ = {};
        size_ = 0;
    }

private:
    json_habits* find_or_add(void const* to, type_info const& type, std::size_t at);

    std::array<type_info const*, 64> types_ = {};
    std::array<json_habits, 64> habits_; // made when their type is first met
    std::size_t size_ = 0;
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/json_habits.ipp>
#endif
#endif
