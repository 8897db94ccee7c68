#ifndef OKTA_DESCRIBE_MEMBERS_HPP
#define OKTA_DESCRIBE_MEMBERS_HPP

#include <okta/describe/names.hpp>
#include <okta/describe/presence.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <new>
#include <type_traits>

namespace okta::detail {

template <class T>
concept described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

/// The public members of T, those of described bases included.
template <class T>
using members_of = boost::mp11::mp_rename<
    boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>,
    boost::mp11::mp_list>;

template <class Class, class T>
T member_type_of(T Class::*);

/// The type of the member that D describes.
template <class D>
using type_of_member = decltype(member_type_of(D::pointer));

template <class T>
consteval bool has_required_members();

/// Whether T can only be made with its required members given.
template <class T>
inline constexpr bool needs_members = [] {
    if constexpr (is_required<T>) return true;
    else if constexpr (described<T>) return has_required_members<T>();
    else return false;
}();

template <class T>
consteval bool has_required_members()
{
    return []<class... D>(boost::mp11::mp_list<D...>) {
        return (needs_members<type_of_member<D>> || ...);
    }(members_of<T>{});
}

template <class T>
T blank_member()
{
    if constexpr (is_required<T>) return T(filled_later{});
    else return blank<T>();
}

#ifdef __clang__ // a base's members are given without braces of their own
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wmissing-braces"
#endif

#if defined(__GNUC__) && !defined(__clang__)
inline constexpr bool fills_with_zeros = true; // all of a T{} before it is made: slower than to read most structs
#else
inline constexpr bool fills_with_zeros = false;
#endif

/// Whether every part of a T has an initialiser of its own, so that `T t;` is none the worse than `T{}`: that is what
/// the language asks of a constant. (Of an anonymous union g++ does not ask it; nor has one a form in JSON.)
template <class T>
concept initialises_itself = std::is_aggregate_v<T> && requires(void* place) { ::new (place) T const; };

template <class T>
T made_by_itself()
{
    T made; // in a function of its own: else g++ 12 moves it out
    return made;
}

/// An object of T whose required members are filled later. Exact types: g++ finds a converting placeholder ambiguous.
/// (std::default_initializable would not tell: a default member initialiser is only looked at when it is used.)
template <class T>
T blank()
{
    if constexpr (!needs_members<T>) {
        static_assert(requires { T{}; }, "it is made empty, then filled: give it a default constructor");
        if constexpr (fills_with_zeros && initialises_itself<T>) return made_by_itself<T>();
        else return T{};
    } else
        return []<class... D>(boost::mp11::mp_list<D...>) {
            return T{blank_member<type_of_member<D>>()...};
        }(members_of<T>{});
}

#ifdef __clang__
#pragma clang diagnostic pop
#endif

/// What a T is emplaced from to be blank: it converts in place (elision), where `blank<T>()` would be moved. For an
/// aggregate only: another's constructor might take it.
template <class T>
struct blank_in_place
{
    operator T() const { return blank<T>(); }
};

template <class T>
inline constexpr bool made_in_place = std::is_aggregate_v<T> || needs_members<T>;

} // namespace okta::detail
#endif
