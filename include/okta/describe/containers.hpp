#ifndef OKTA_DESCRIBE_CONTAINERS_HPP
#define OKTA_DESCRIBE_CONTAINERS_HPP

#include <boost/json/object.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace okta {

/// A member of this type keeps what no other member of its struct names, and gives it back when written: custom profile
/// attributes, links and embedded resources that this version does not know.
struct custom_attributes : boost::json::object
{
    using boost::json::object::object;
    custom_attributes() = default;
    custom_attributes(boost::json::object o) : boost::json::object(std::move(o)) {}
};

/// A part of an answer that is left unread: its JSON. What it views is owned by who was borrowed from (okta::borrow).
struct raw_json
{
    std::string_view text = {}; ///< a valid JSON value as it came, perhaps `null`; empty when the member was absent

    [[nodiscard]] bool empty() const noexcept { return text.empty(); }
    friend bool operator==(raw_json const&, raw_json const&) = default;
};

/// HAL's "one or several": an object where there is one, an array where there may be more; kept as it came. One is no
/// list of its own in memory. A struct may not hold a one_or_many of itself.
///
///     one_or_many<link> self{link{.href = "…"}};
///     one_or_many<link> logo{std::vector{small, large}};
template <class T>
struct one_or_many
{
    using value_type = T;

    std::variant<std::vector<T>, T> value = {};

    [[nodiscard]] bool is_one() const noexcept { return value.index() == 1; } ///< an object

    /// All of them, whether it is one or an array; valid as long as `value` is not changed.
    [[nodiscard]] std::span<T const> items() const noexcept
    {
        if (auto const* const one = std::get_if<1>(&value)) return {one, 1};
        auto const* const several = std::get_if<0>(&value);
        return several ? std::span<T const>(*several) : std::span<T const>();
    }
    [[nodiscard]] std::span<T> items() noexcept
    {
        auto const all = std::as_const(*this).items();
        return {const_cast<T*>(all.data()), all.size()}; // of an object that is not const
    }
    [[nodiscard]] std::size_t size() const noexcept { return items().size(); }
    [[nodiscard]] bool empty() const noexcept { return items().empty(); }
    [[nodiscard]] T const& operator[](std::size_t i) const { return items()[i]; }
    [[nodiscard]] T const& front() const { return items().front(); }
    [[nodiscard]] auto begin() const noexcept { return items().begin(); }
    [[nodiscard]] auto end() const noexcept { return items().end(); }
    friend bool operator==(one_or_many const&, one_or_many const&) = default;
};

/// An array item that did not fit its type. The good items are delivered all the same.
struct bad_item
{
    std::size_t index; ///< in the array as it came
    std::string error; ///< `[17].profile.email: expected string, found number (byte 40213)`
    std::string raw;   ///< the item's own JSON; a number beyond a double's range is null
    friend bool operator==(bad_item const&, bad_item const&) = default;
};

/// One page of a list.
template <class T>
struct page
{
    using value_type = T;

    std::vector<T> items = {};
    std::vector<bad_item> bad_items = {};
    std::string next = {}; ///< path and query of the next page; empty on the last one

    [[nodiscard]] bool empty() const noexcept { return items.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return items.size(); }
    [[nodiscard]] T const& operator[](std::size_t i) const { return items[i]; }
    [[nodiscard]] auto begin() const noexcept { return items.begin(); }
    [[nodiscard]] auto end() const noexcept { return items.end(); }
    [[nodiscard]] auto begin() noexcept { return items.begin(); }
    [[nodiscard]] auto end() noexcept { return items.end(); }
    friend bool operator==(page const&, page const&) = default;
};

/// An alternative of one_of says `static constexpr okta::when_sibling chosen_by{"objectClass", "okta:user_group"};`: it
/// is meant when the object around it has that member with that value (or an array that holds it).
struct when_sibling
{
    std::string_view sibling, value;
};

/// Or `static constexpr okta::when_member chosen_by{"hash"};`: it is meant when the object itself has that member.
struct when_member
{
    std::string_view member;
};

/// One of several described structs, told apart by what the alternatives say in `chosen_by`; the first is the default.
template <class First, class... Others>
struct one_of
{
    std::variant<First, Others...> value = {};

    one_of() = default;

    template <class U>
        requires std::constructible_from<std::variant<First, Others...>, U&&> &&
                 (!std::same_as<std::remove_cvref_t<U>, one_of>)
    one_of(U&& alternative) : value(std::forward<U>(alternative))
    {
    }

    /// The alternative T, or null when it is another one.
    template <class T> [[nodiscard]] T const* get_if() const noexcept { return std::get_if<T>(&value); }
    template <class T> [[nodiscard]] T* get_if() noexcept { return std::get_if<T>(&value); }

    friend bool operator==(one_of const&, one_of const&) = default;
};

namespace detail {

/// A page that remembers where its items stand.
template <class T>
struct located_page : page<T>
{
    std::vector<std::string_view> json = {}; // of every item
};

template <class T> std::vector<T>& items_of(std::vector<T>& v) { return v; }
template <class T> std::vector<T> const& items_of(std::vector<T> const& v) { return v; }
template <class T> std::vector<T>& items_of(one_or_many<T>& some) { return *std::get_if<0>(&some.value); }
template <class T> std::vector<T> const& items_of(one_or_many<T> const& some) { return *std::get_if<0>(&some.value); }
template <class C> auto& items_of(C& c) { return c.items; }

} // namespace detail
} // namespace okta
#endif
