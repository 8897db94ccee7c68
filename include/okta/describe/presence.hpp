#ifndef OKTA_DESCRIBE_PRESENCE_HPP
#define OKTA_DESCRIBE_PRESENCE_HPP

// Whether a member must, may or may not be there is said by its type:
//   required<T>        must be given; leaving it out of an initialiser does not compile
//   std::optional<T>   left out when empty
//   nullable<T>        left out, null, or a value: a partial update needs all three
//   T                  an answer's member that is always there; an empty string, id or enum means "absent"

#include <concepts>
#include <initializer_list>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace okta {

/// Tag for decoders that fill a required member later.
struct filled_later
{
};

namespace detail {

template <class T>
struct boxed // what required<T> derives from when T is no class
{
    T value;
    constexpr boxed(T v = {}) : value(v) {}
    constexpr operator T const&() const noexcept { return value; }
    constexpr operator T&() noexcept { return value; }
};

template <class T>
T blank(); // describe/members.hpp

template <class T>
using base_of = std::conditional_t<std::is_class_v<T> && !std::is_final_v<T>, T, boxed<T>>;

template <class T> struct list_item
{
    struct type; // nobody has one
};
template <class Item, class Allocator> struct list_item<std::vector<Item, Allocator>>
{
    using type = Item;
};

} // namespace detail

/// A member that must be given. It is a `T` in every other respect.
template <class T>
struct required : detail::base_of<T>
{
    using base = detail::base_of<T>;

    required() = delete; // a required member was left out
    explicit required(filled_later) : base(detail::blank<T>()) {}

    template <class U>
        requires std::constructible_from<T, U&&> && (!std::same_as<std::remove_cvref_t<U>, required>) &&
                 (!std::same_as<std::remove_cvref_t<U>, filled_later>)
    required(U&& given) : base(std::forward<U>(given))
    {
    }

    /// Of a list: `.items = {"a", "b"}`, from which the constructor above can deduce nothing.
    required(std::initializer_list<typename detail::list_item<T>::type> items)
        requires std::constructible_from<T, std::initializer_list<typename detail::list_item<T>::type>>
        : base(items)
    {
    }

    required(required const&) = default;
    required(required&&) = default;
    required& operator=(required const&) = default;
    required& operator=(required&&) = default;
    ~required() = default;

    template <class U>
        requires std::assignable_from<base&, U&&> && (!std::same_as<std::remove_cvref_t<U>, required>)
    required& operator=(U&& given)
    {
        static_cast<base&>(*this) = std::forward<U>(given);
        return *this;
    }
};

// Described structs compare by a template that does not see through the derivation. Compared with anything else a
// required member is a T.
template <class T>
bool operator==(required<T> const& a, required<T> const& b)
{
    return static_cast<T const&>(a) == static_cast<T const&>(b);
}

/// The null of `nullable`: `.manager = okta::null` clears the attribute.
struct null_t
{
    friend constexpr bool operator==(null_t, null_t) { return true; }
};
inline constexpr null_t null{};

/// Absent, null or a value. In a partial update of Okta absent leaves the attribute as it is and null clears it; a
/// client that mixes them up wipes profiles.
template <class T>
class nullable
{
public:
    nullable() = default;
    nullable(null_t) noexcept : null_(true) {}

    template <class U = T>
        requires std::constructible_from<T, U&&> && (!std::same_as<std::remove_cvref_t<U>, nullable>) &&
                 (!std::same_as<std::remove_cvref_t<U>, null_t>)
    nullable(U&& value) : value_(std::forward<U>(value))
    {
    }

    [[nodiscard]] bool is_absent() const noexcept { return !null_ && !value_; }
    [[nodiscard]] bool is_null() const noexcept { return null_; }
    [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    /// \pre `has_value()`
    [[nodiscard]] T const& operator*() const noexcept { return *value_; }
    [[nodiscard]] T& operator*() noexcept { return *value_; }
    [[nodiscard]] T const* operator->() const noexcept { return &*value_; }
    [[nodiscard]] T* operator->() noexcept { return &*value_; }

    template <class... Args>
    T& emplace(Args&&... args)
    {
        null_ = false;
        return value_.emplace(std::forward<Args>(args)...);
    }

    friend bool operator==(nullable const&, nullable const&) = default;

private:
    std::optional<T> value_ = {};
    bool null_ = false;
};

namespace detail {

template <class T> struct unwrap_required
{
    using type = T;
};
template <class T> struct unwrap_required<required<T>>
{
    using type = T;
};

/// The value of a member, required or not.
template <class T> T const& unwrapped(T const& member) { return member; }
template <class T> T const& unwrapped(required<T> const& member) { return member; }

template <class T> inline constexpr bool is_required = false;
template <class T> inline constexpr bool is_required<required<T>> = true;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;
template <class T> inline constexpr bool is_nullable = false;
template <class T> inline constexpr bool is_nullable<nullable<T>> = true;

} // namespace detail
} // namespace okta
#endif
