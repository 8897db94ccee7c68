#ifndef OKTA_TEST_FUZZ_DECODE_HPP
#define OKTA_TEST_FUZZ_DECODE_HPP

// What the harness in decode.cpp knows of the types that a program fuzzes. Each decode_<family>.cpp lists its own.

#include <okta/codec/json_access.hpp>

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace fuzz {

/// A C++ type without its type.
struct subject
{
    std::string_view name;
    okta::detail::type_info const* type;
    std::shared_ptr<void> (*make)();
    bool (*equal)(void const*, void const*);
    std::vector<okta::bad_item> const* (*bad_items)(void const*); // null: it is no page
};

template <class T>
std::shared_ptr<void> make()
{
    auto value = okta::detail::blank<T>();
    if constexpr (requires { value.bad_items; }) value.next = "/kept"; // a page's is set before the page is read
    return std::make_shared<T>(std::move(value));
}

template <class T>
bool equal(void const* a, void const* b)
{
    return *static_cast<T const*>(a) == *static_cast<T const*>(b);
}

template <class T>
std::vector<okta::bad_item> const* bad_items(void const* page)
{
    if constexpr (requires(T const& t) { t.bad_items; }) return &static_cast<T const*>(page)->bad_items;
    else return nullptr;
}

template <class T>
subject subject_of(std::string_view name)
{
    return {name, &okta::detail::type_table<T>, make<T>, equal<T>, bad_items<T>};
}

/// The types of this program. Every document is read as each of them.
std::span<subject const> subjects();

} // namespace fuzz
#endif
