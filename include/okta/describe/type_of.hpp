#ifndef OKTA_DESCRIBE_TYPE_OF_HPP
#define OKTA_DESCRIBE_TYPE_OF_HPP

#include <okta/describe/containers.hpp>
#include <okta/describe/members.hpp>
#include <okta/describe/text_form.hpp>
#include <okta/describe/type_info.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <limits>
#include <map>
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
template <class T> inline constexpr bool is_map = false;
template <class T> inline constexpr bool is_map<std::map<std::string, T, std::less<>>> = true;
template <class T> inline constexpr bool is_choice = false;
template <class... T> inline constexpr bool is_choice<one_of<T...>> = true;

/// The types that a described struct may have as members.
template <class T>
concept representable = std::same_as<T, bool> || integral_number<T> || std::same_as<T, double> || textual<T> ||
                        std::same_as<T, boost::json::value> || std::derived_from<T, boost::json::object> ||
                        is_optional<T> || is_nullable<T> || is_array<T> || is_map<T> || is_choice<T> || described<T>;

template <class T>
consteval type_info describe_type();

template <class T>
inline constexpr type_info type_table = describe_type<T>();

// Lambdas would each be a type of their own per instantiation; static members of one struct per type compile faster.

template <class T>
struct integer_access
{
    static bool store(void* to, std::int64_t n)
    {
        if (!std::in_range<T>(n)) return false;
        *static_cast<T*>(to) = static_cast<T>(n);
        return true;
    }
    static std::int64_t load(void const* p) { return static_cast<std::int64_t>(*static_cast<T const*>(p)); }
    static constexpr integer_ops ops{store, load};
};

template <class T>
struct text_access
{
    using form = text_form<T>;
    static bool read(void* to, std::string_view text) { return form::read(*static_cast<T*>(to), text); }
    static void write(void const* p, std::string& out) { form::write(*static_cast<T const*>(p), out); }
    static bool is_unset(void const* p)
    {
        if constexpr (requires(T const& t) { form::is_unset(t); }) return form::is_unset(*static_cast<T const*>(p));
        else return false;
    }
    static constexpr std::span<std::string_view const> values()
    {
        if constexpr (requires { form::values; }) return form::values;
        else return {};
    }
    static constexpr bool secret()
    {
        if constexpr (requires { form::secret; }) return form::secret;
        else return false;
    }
    static constexpr text_ops ops{read, write, is_unset, form::expected, values(), secret()};
};

template <class T>
struct optional_access
{
    using value = std::remove_cvref_t<decltype(*std::declval<T&>())>;
    static void* engage(void* p) { return &static_cast<T*>(p)->emplace(blank<value>()); }
    static void const* get(void const* p)
    {
        auto const& o = *static_cast<T const*>(p);
        return o.has_value() ? &*o : nullptr;
    }
    static void set_null(void* p)
    {
        if constexpr (is_nullable<T>) *static_cast<T*>(p) = null;
    }
    static bool is_null(void const* p)
    {
        if constexpr (is_nullable<T>) return static_cast<T const*>(p)->is_null();
        else return false;
    }
    static constexpr optional_ops ops{engage, get, is_nullable<T> ? set_null : nullptr, is_null};
};

template <class T>
struct array_access
{
    using value = typename T::value_type;
    static auto& items(void* p) { return items_of(*static_cast<T*>(p)); }
    static auto const& items(void const* p) { return items_of(*static_cast<T const*>(p)); }
    static void reserve(void* p, std::size_t n) { items(p).reserve(n); }
    static void* append(void* p) { return &items(p).emplace_back(blank<value>()); }
    static void drop_last(void* p) { items(p).pop_back(); }
    static std::size_t size(void const* p) { return items(p).size(); }
    static void const* item(void const* p, std::size_t i) { return &items(p)[i]; }
    static bool is_single(void const* p)
    {
        if constexpr (requires(T t) { t.single; }) return static_cast<T const*>(p)->single;
        else return false;
    }
    static void set_single(void* p)
    {
        if constexpr (requires(T t) { t.single; }) static_cast<T*>(p)->single = true;
    }
    static void set_aside(void* p, std::size_t index, std::string error, std::string raw)
    {
        if constexpr (requires(T t) { t.bad_items; })
            static_cast<T*>(p)->bad_items.push_back({index, std::move(error), std::move(raw)});
    }
    static constexpr bool singles = requires(T t) { t.single; };
    static constexpr bool pages = requires(T t) { t.bad_items; };
    static constexpr array_ops ops{
        reserve, append, drop_last, size, item, is_single, singles ? set_single : nullptr, pages ? set_aside : nullptr};
};

template <class T>
struct map_access
{
    static void* insert(void* p, std::string_view key) { return &(*static_cast<T*>(p))[std::string(key)]; }
    static std::size_t size(void const* p) { return static_cast<T const*>(p)->size(); }
    static void visit(void const* p, void* context, void (*f)(void*, std::string_view, void const*))
    {
        for (auto const& [key, value] : *static_cast<T const*>(p)) f(context, key, &value);
    }
    static constexpr map_ops ops{insert, size, visit};
};

template <class T>
struct choice_access;

template <class... T>
struct choice_access<one_of<T...>>
{
    using choice = one_of<T...>;
    template <class A>
    static constexpr alternative entry()
    {
        alternative a{&type_table<A>, {}, {}, {}};
        if constexpr (requires { A::chosen_by.sibling; })
            a.sibling = A::chosen_by.sibling, a.value = A::chosen_by.value;
        if constexpr (requires { A::chosen_by.member; }) a.member = A::chosen_by.member;
        return a;
    }
    static constexpr alternative alternatives[] = {entry<T>()...};
    static void* emplace(void* p, std::size_t index)
    {
        using function = void* (*)(choice&);
        static constexpr function table[] = {[](choice& c) -> void* { return &c.value.template emplace<T>(); }...};
        return table[index](*static_cast<choice*>(p));
    }
    static std::size_t index(void const* p) { return static_cast<choice const*>(p)->value.index(); }
    static void const* get(void const* p)
    {
        return std::visit([](auto const& v) -> void const* { return &v; }, static_cast<choice const*>(p)->value);
    }
    static constexpr choice_ops ops{alternatives, emplace, index, get};
};

template <class Owner, class D>
struct member_access
{
    using type = typename unwrap_required<type_of_member<D>>::type;
    static void* at(void* p)
    {
        auto& member = static_cast<Owner*>(p)->*D::pointer;
        if constexpr (std::same_as<type, custom_attributes>) return static_cast<boost::json::object*>(&member);
        else if constexpr (!is_required<type_of_member<D>>) return &member;
        else if constexpr (std::derived_from<type_of_member<D>, type>) return static_cast<type*>(&member);
        else return &member.value;
    }
};

template <class Owner, class D>
constexpr member_info describe_member()
{
    using declared = type_of_member<D>;
    using type = typename unwrap_required<declared>::type;
    constexpr auto there = needs_members<declared>                          ? presence::required
                           : is_optional<declared> || is_nullable<declared> ? presence::optional
                                                                            : presence::plain;
    return {wire_name<Owner, D>(),
            D::name,
            &type_table<type>,
            &member_access<Owner, D>::at,
            there,
            false,
            std::same_as<declared, custom_attributes>};
}

template <class Owner>
constexpr std::size_t alias_count()
{
    std::size_t n = 0;
    if constexpr (has_renames<Owner>)
        for (auto i = std::begin(Owner::wire.entries); i != std::end(Owner::wire.entries); ++i)
            for (auto j = std::begin(Owner::wire.entries); j != i; ++j) n += j->member == i->member;
    return n;
}

template <class Owner>
constexpr auto describe_members_of()
{
    return []<class... D>(boost::mp11::mp_list<D...>) {
        constexpr auto declared = sizeof...(D);
        std::array<member_info, declared + alias_count<Owner>()> table{{describe_member<Owner, D>()...}};
        if constexpr (alias_count<Owner>() != 0) {
            auto next = table.begin() + declared;
            for (auto const& r : Owner::wire.entries)
                for (std::size_t i = 0; i < declared; ++i)
                    if (table[i].name == r.member && table[i].wire != r.wire) {
                        *next = table[i];
                        next->wire = r.wire;
                        next++->alias = true;
                    }
        }
        return table;
    }(members_of<Owner>{});
}

template <class T>
inline constexpr auto member_table = describe_members_of<T>();

template <class T>
consteval type_info describe_type()
{
    static_assert(representable<T>,
                  "this type has no form in JSON: describe it with BOOST_DESCRIBE_STRUCT, or specialise "
                  "okta::text_form for it");
    if constexpr (std::same_as<T, bool>) return {.what = kind::boolean, .name = "boolean"};
    else if constexpr (integral_number<T>)
        return {.what = kind::integer, .name = "integer", .integers = &integer_access<T>::ops};
    else if constexpr (std::same_as<T, double>) return {.what = kind::number, .name = "number"};
    else if constexpr (textual<T>)
        return {.what = kind::text, .name = text_form<T>::expected, .text = &text_access<T>::ops};
    else if constexpr (std::same_as<T, boost::json::value>) return {.what = kind::json, .name = "value"};
    else if constexpr (std::derived_from<T, boost::json::object>) return {.what = kind::object, .name = "object"};
    else if constexpr (is_optional<T> || is_nullable<T>) {
        using value = typename optional_access<T>::value;
        return {.what = kind::optional,
                .name = type_table<value>.name,
                .inner = &type_table<value>,
                .option = &optional_access<T>::ops};
    } else if constexpr (is_array<T>)
        return {.what = kind::array,
                .name = "array",
                .inner = &type_table<typename T::value_type>,
                .array = &array_access<T>::ops};
    else if constexpr (is_map<T>)
        return {.what = kind::map,
                .name = "object",
                .inner = &type_table<typename T::mapped_type>,
                .map = &map_access<T>::ops};
    else if constexpr (is_choice<T>) return {.what = kind::choice, .name = "object", .choice = &choice_access<T>::ops};
    else return {.what = kind::structure, .name = "object", .members = member_table<T>};
}

} // namespace okta::detail
#endif
