#ifndef OKTA_ACTION_TYPE_NAME_HPP
#define OKTA_ACTION_TYPE_NAME_HPP

#include <array>
#include <string_view>

namespace okta::detail {

template <class T>
constexpr std::string_view pretty_function()
{
    return __PRETTY_FUNCTION__; // std::source_location is not in clang 14
}

/// The unqualified name of T without template arguments; `basic_create_user<P>` is `create_user` with another profile.
template <class T>
constexpr std::string_view type_name()
{
    std::string_view name = pretty_function<T>(); // `… [with T = okta::list_users; …]`, `… [T = okta::list_users]`
    name.remove_prefix(name.find("T = ") + 4);
    name = name.substr(0, name.find_first_of("<;]"));
    if (auto const colon = name.rfind(':'); colon != name.npos) name.remove_prefix(colon + 1);
    if (name.starts_with("basic_")) name.remove_prefix(6);
    return name;
}

/// `list_users` → `List Users`
template <std::size_t N>
constexpr std::array<char, N> title_case(std::string_view name)
{
    std::array<char, N> out{};
    for (std::size_t i = 0; i < N; ++i) {
        bool const first = i == 0 || name[i - 1] == '_';
        char const c = name[i];
        out[i] = c == '_' ? ' ' : first && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return out;
}

template <class T>
inline constexpr auto title_of = title_case<type_name<T>().size()>(type_name<T>());

} // namespace okta::detail
#endif
