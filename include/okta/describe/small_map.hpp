#ifndef OKTA_DESCRIBE_SMALL_MAP_HPP
#define OKTA_DESCRIBE_SMALL_MAP_HPP

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace okta {
namespace detail {

template <class T>
struct map_access;

} // namespace detail

/// A map from names to a few values, kept in the order in which they came: what JSON objects like `_links` are. All of
/// it is one allocation, and a name is found by comparing one after the other, so that `std::map<std::string, T,
/// std::less<>>`, which is read and written as well, is better from some dozens on.
///
/// Iterators, pointers and references are a `std::vector`'s: what adds or removes an entry invalidates them. An entry's
/// name must not be changed through them into one that is there already. Strong exception guarantee where T moves
/// without throwing. Thread safety as the standard containers have it.
template <class T>
class small_map
{
public:
    using key_type = std::string;
    using mapped_type = T;
    using value_type = std::pair<std::string, T>;
    using size_type = std::size_t;
    using iterator = typename std::vector<value_type>::iterator;
    using const_iterator = typename std::vector<value_type>::const_iterator;

    small_map() = default;
    /// Of entries with one name the first is taken, as std::map does.
    small_map(std::initializer_list<value_type> entries)
    {
        reserve(entries.size());
        for (auto const& e : entries) emplace(e.first, e.second);
    }

    [[nodiscard]] iterator begin() noexcept { return entries_.begin(); }
    [[nodiscard]] iterator end() noexcept { return entries_.end(); }
    [[nodiscard]] const_iterator begin() const noexcept { return entries_.begin(); }
    [[nodiscard]] const_iterator end() const noexcept { return entries_.end(); }
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    void reserve(std::size_t entries) { entries_.reserve(entries); }
    void clear() noexcept { entries_.clear(); }

    [[nodiscard]] iterator find(std::string_view name) noexcept { return std::ranges::find(entries_, name, name_of); }
    [[nodiscard]] const_iterator find(std::string_view name) const noexcept
    {
        return std::ranges::find(entries_, name, name_of);
    }
    [[nodiscard]] bool contains(std::string_view name) const noexcept { return find(name) != end(); }

    /// Throws std::out_of_range when there is none of that name.
    [[nodiscard]] T& at(std::string_view name) { return const_cast<T&>(std::as_const(*this).at(name)); }
    [[nodiscard]] T const& at(std::string_view name) const
    {
        auto const found = find(name);
        if (found == end()) throw std::out_of_range("there is no entry named '" + std::string(name) + "'");
        return found->second;
    }

    /// The value of that name, made when there is none.
    T& operator[](std::string_view name) { return emplace(name).first->second; }

    /// Adds a value made from `args` behind all others, unless there is one of that name. \returns that entry, and
    /// whether it is new.
    template <class... Args>
    std::pair<iterator, bool> emplace(std::string_view name, Args&&... args)
    {
        if (auto const found = find(name); found != end()) return {found, false};
        append(name, std::forward<Args>(args)...);
        return {end() - 1, true};
    }

    /// \returns how many were removed: 0 or 1.
    std::size_t erase(std::string_view name)
    {
        auto const found = find(name);
        if (found == end()) return 0;
        entries_.erase(found);
        return 1;
    }

    /// The same names with the same values, in whatever order.
    friend bool operator==(small_map const& a, small_map const& b)
    {
        auto const alike = [&](value_type const& e) {
            auto const other = b.find(e.first);
            return other != b.end() && other->second == e.second;
        };
        return a.size() == b.size() && (a.entries_ == b.entries_ || std::ranges::all_of(a, alike));
    }

private:
    friend struct detail::map_access<small_map>; // for a name that is known to be new

    static constexpr auto name_of = [](value_type const& e) noexcept { return std::string_view(e.first); };

    template <class... Args>
    T& append(std::string_view name, Args&&... args)
    {
        return entries_
            .emplace_back(std::piecewise_construct, std::forward_as_tuple(name),
                          std::forward_as_tuple(std::forward<Args>(args)...))
            .second;
    }

    std::vector<value_type> entries_ = {};
};

} // namespace okta
#endif
