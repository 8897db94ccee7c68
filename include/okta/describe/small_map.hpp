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

/// A map from names to a few values, kept in the order in which they came: what JSON objects like `_links` are. Its
/// entries are one allocation, and a name is found by comparing one after the other. Where there may be some dozens (of
/// more than 64 JSON is read at half the speed), or in a T of which it is itself a member, take `std::map<std::string,
/// T, std::less<>>`, which is read and written as well.
///
/// Iterators, pointers and references are a `std::vector`'s: what adds or removes an entry invalidates them. An entry's
/// name must not be changed through them into one that is there already. Adding, assigning and copying have the strong
/// exception guarantee where T moves without throwing. Thread safety as the standard containers have it.
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
    ~small_map() = default;
    small_map(small_map const&) = default;
    small_map(small_map&&) noexcept = default;
    small_map& operator=(small_map const& other) // std::vector's goes entry by entry, and may stop halfway
    {
        return *this = small_map(other);
    }
    small_map& operator=(small_map&&) noexcept = default;

    [[nodiscard]] iterator begin() noexcept { return entries_.begin(); }
    [[nodiscard]] iterator end() noexcept { return entries_.end(); }
    [[nodiscard]] const_iterator begin() const noexcept { return entries_.begin(); }
    [[nodiscard]] const_iterator end() const noexcept { return entries_.end(); }
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] std::size_t capacity() const noexcept { return entries_.capacity(); }
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

    /// The value of that name, made when there is none. Making one moves the others: not `m["b"] = m["a"]`, but
    /// `m.emplace("b", m.at("a"))`.
    T& operator[](std::string_view name) { return emplace(name).first->second; }

    /// Adds a value made from `args` behind all others, unless there is one of that name. They may be parts of this
    /// map. \returns that entry, and whether it is new.
    template <class... Args>
    std::pair<iterator, bool> emplace(std::string_view name, Args&&... args)
    {
        if (auto const found = find(name); found != end()) return {found, false};
        append(name, std::forward<Args>(args)...);
        return {end() - 1, true};
    }

    /// The same, but a value that is there is assigned to.
    template <class Value>
    std::pair<iterator, bool> insert_or_assign(std::string_view name, Value&& value)
    {
        auto const found = find(name);
        if (found == end()) return emplace(name, std::forward<Value>(value));
        found->second = std::forward<Value>(value);
        return {found, false};
    }

    /// \returns how many were removed: 0 or 1.
    std::size_t erase(std::string_view name)
    {
        auto const found = find(name);
        if (found == end()) return 0;
        entries_.erase(found);
        return 1;
    }

    /// The same names with the same values, in whatever order; from where the order differs each is looked up.
    friend bool operator==(small_map const& a, small_map const& b)
    {
        if (a.size() != b.size()) return false;
        auto const [rest, other] = std::ranges::mismatch(a.entries_, b.entries_);
        return std::all_of(rest, a.end(), [&, from = other](value_type const& e) {
            auto const found = std::ranges::find(from, b.end(), std::string_view(e.first), name_of);
            return found != b.end() && found->second == e.second;
        });
    }

private:
    friend struct detail::map_access<small_map>; // for a name that is known to be new

    static std::string_view name_of(value_type const& e) noexcept { return e.first; }

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
