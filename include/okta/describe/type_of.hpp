#ifndef OKTA_DESCRIBE_TYPE_OF_HPP
#define OKTA_DESCRIBE_TYPE_OF_HPP

#include <okta/describe/access.hpp>
#include <okta/describe/compiled_table.hpp>
#include <okta/describe/structure_access.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace okta::detail {

/// The integers that a signed 64-bit one holds; no bool and no characters.
template <class T>
concept integral_number = std::integral<T> && (std::is_signed_v<T> || sizeof(T) < sizeof(std::int64_t)) &&
                          !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
                          !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

template <class T> inline constexpr bool is_array = false;
template <class T> inline constexpr bool is_array<std::vector<T>> =
    !std::same_as<T, bool>; // whose items have no address
template <class T> inline constexpr bool is_array<one_or_many<T>> = true;
template <class T> inline constexpr bool is_array<page<T>> = true;
template <class T> inline constexpr bool is_array<located_page<T>> = true;
template <class T> inline constexpr bool is_map = false;
template <class T> inline constexpr bool is_map<std::map<std::string, T, std::less<>>> = true;
template <class T> inline constexpr bool is_map<small_map<T>> = true;
template <class T> inline constexpr bool is_choice = false;
template <class... T> inline constexpr bool is_choice<one_of<T...>> = true;

/// The types that a described struct may have as members.
template <class T>
concept representable = std::same_as<T, bool> || integral_number<T> || std::same_as<T, double> || textual<T> ||
                        std::same_as<T, boost::json::value> || std::derived_from<T, boost::json::object> ||
                        std::same_as<T, raw_json> || is_optional<T> || is_nullable<T> || is_array<T> || is_map<T> ||
                        is_choice<T> || described<T>;

/// Of which shape a T is. A text that holds a string says so: see text_form::is_string.
template <class T>
consteval shape shape_of()
{
    using time = std::chrono::sys_time<std::chrono::milliseconds>;
    if constexpr (requires { requires text_form<T>::is_string; }) {
        static_assert(sizeof(T) == sizeof(std::string) && std::is_standard_layout_v<T>, "it is a string and no more");
        return shape::string;
    } else if constexpr (std::same_as<T, std::optional<std::string>>) return shape::optional_string;
    else if constexpr (std::same_as<T, std::string_view>) return shape::view;
    else if constexpr (std::same_as<T, std::optional<std::string_view>>) return shape::optional_view;
    else if constexpr (std::same_as<T, time>) return shape::time;
    else if constexpr (std::same_as<T, std::optional<time>>) return shape::optional_time;
    else return shape::other;
}

template <class T>
consteval type_info describe_kind()
{
    static_assert(representable<T>,
                  "this type has no form in JSON: describe it with BOOST_DESCRIBE_STRUCT, or specialise "
                  "okta::text_form for it");
    if constexpr (std::same_as<T, bool>) return {.what = kind::boolean, .name = "boolean"};
    else if constexpr (integral_number<T>)
        return {.what = kind::integer, .name = "integer", .integers = &integer_access<T>::ops};
    else if constexpr (std::same_as<T, double>) return {.what = kind::number, .name = "number"};
    else if constexpr (textual<T>)
        return {
            .what = kind::text, .name = text_form<T>::expected, .text = &text_access<T>::ops, .shape = shape_of<T>()};
    else if constexpr (std::same_as<T, boost::json::value>) return {.what = kind::json, .name = "value"};
    else if constexpr (std::derived_from<T, boost::json::object>) return {.what = kind::object, .name = "object"};
    else if constexpr (std::same_as<T, raw_json>) return {.what = kind::raw, .name = "value"};
    else if constexpr (is_optional<T> || is_nullable<T>) {
        using value = typename optional_access<T>::value;
        return {.what = kind::optional,
                .name = type_table<value>.name,
                .inner = &type_table<value>,
                .option = &optional_access<T>::ops,
                .shape = shape_of<T>()};
    } else if constexpr (is_array<T>)
        return {.what = kind::array,
                .name = "array",
                .inner = &type_table<typename T::value_type>,
                .array = &array_access<T>::ops,
                .reset = array_access<T>::reset};
    else if constexpr (is_map<T>)
        return {.what = kind::map,
                .name = "object",
                .inner = &type_table<typename T::mapped_type>,
                .map = &map_access<T>::ops,
                .reset = map_access<T>::reset};
    else if constexpr (is_choice<T>) return {.what = kind::choice, .name = "object", .choice = &choice_access<T>::ops};
    else
        return {.what = kind::structure,
                .name = "object",
                .members = structure_access<T>::members,
                .index = &structure_access<T>::index,
                .fields = structure_access<T>::fields,
                .reset = structure_access<T>::reset};
}

template <class T>
consteval type_info describe_type()
{
    auto table = describe_kind<T>();
    table.read = read_object<T>;
    table.write = write_object<T>;
    return table;
}

template <class T>
type_info const& compiled_table<T>::get() // not inline: see there
{
    return type_table<T>;
}

template <class T, class... Around>
consteval bool holds_views();

template <class List, class... Around>
struct any_holds_views;

template <template <class...> class List, class... T, class... Around>
struct any_holds_views<List<T...>, Around...>
{
    static constexpr bool value = (holds_views<typename unwrap_required<T>::type, Around...>() || ...);
};

template <class D> using described_member_type = type_of_member<D>;

/// Whether a T may hold views into the JSON that it was read from. Asked of the type, not of its table: a struct may
/// hold a vector of itself (`Around` are the structs that this one is in), and then its table is not there yet.
template <class T, class... Around>
consteval bool holds_views()
{
    if constexpr (textual<T>) return keeps_view<T>;
    else if constexpr (std::same_as<T, raw_json>) return true;
    else if constexpr (is_optional<T> || is_nullable<T>)
        return holds_views<typename optional_access<T>::value, Around...>();
    else if constexpr (is_array<T>) return holds_views<typename T::value_type, Around...>();
    else if constexpr (is_map<T>) return holds_views<typename T::mapped_type, Around...>();
    else if constexpr (is_choice<T>) return any_holds_views<decltype(T::value), Around...>::value;
    else if constexpr (described<T> && !(std::same_as<T, Around> || ...))
        return any_holds_views<boost::mp11::mp_transform<described_member_type, members_of<T>>, T, Around...>::value;
    else return false;
}

/// What is given without the text that it was read from must not hold views into it.
template <class T>
consteval bool owns_its_texts()
{
    static_assert(!holds_views<T>(),
                  "this type views the JSON it is read from (std::string_view, okta::raw_json) and would dangle: use "
                  "okta::borrow<T>, or pages.borrowed<T>() for a list");
    return true;
}

} // namespace okta::detail
#endif
