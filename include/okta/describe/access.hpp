#ifndef OKTA_DESCRIBE_ACCESS_HPP
#define OKTA_DESCRIBE_ACCESS_HPP

// What the tables of describe/type_info.hpp call to get at the objects of each type.

#include <okta/describe/containers.hpp>
#include <okta/describe/members.hpp>
#include <okta/describe/small_map.hpp>
#include <okta/describe/text_form.hpp>
#include <okta/describe/type_info.hpp>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace okta::detail {

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
    static std::string_view view(void const* p, text_buffer& buffer)
    {
        return form::view(*static_cast<T const*>(p), buffer);
    }
    static constexpr auto viewer() -> std::string_view (*)(void const*, text_buffer&)
    {
        if constexpr (requires(T const& t, text_buffer& b) { form::view(t, b); }) return view;
        else return nullptr;
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
    static constexpr text_ops ops{read, write, is_unset, viewer(), form::expected, values(), secret(), keeps_view<T>};
};

template <class T>
struct optional_access
{
    using value = std::remove_cvref_t<decltype(*std::declval<T&>())>;
    static void* engage(void* p)
    {
        if constexpr (made_in_place<value>) return &static_cast<T*>(p)->emplace(blank_in_place<value>{});
        else return &static_cast<T*>(p)->emplace();
    }
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
    static void reserve(void* p, std::size_t n)
    {
        items(p).reserve(n);
        if constexpr (located) static_cast<T*>(p)->json.reserve(n);
    }
    static void* append(void* p)
    {
        if constexpr (made_in_place<value>) return &items(p).emplace_back(blank_in_place<value>{});
        else return &items(p).emplace_back();
    }
    static void drop_last(void* p) { items(p).pop_back(); }
    static std::size_t size(void const* p) { return static_cast<T const*>(p)->size(); }
    static void const* item(void const* p, std::size_t i) { return &(*static_cast<T const*>(p))[i]; }
    static void* set_single(void* p)
    {
        if constexpr (!singles) return nullptr;
        else if constexpr (made_in_place<value>)
            return &static_cast<T*>(p)->value.template emplace<1>(blank_in_place<value>{});
        else return &static_cast<T*>(p)->value.template emplace<1>();
    }
    static void set_aside(void* p, std::size_t index, std::string error, std::string raw)
    {
        if constexpr (requires(T t) { t.bad_items; })
            static_cast<T*>(p)->bad_items.push_back({index, std::move(error), std::move(raw)});
    }
    static std::vector<bad_item> const* bad_items(void const* p)
    {
        if constexpr (requires(T t) { t.bad_items; }) return &static_cast<T const*>(p)->bad_items;
        else return nullptr;
    }
    static void locate(void* p, std::string_view json)
    {
        if constexpr (located) static_cast<T*>(p)->json.push_back(json);
    }
    static bool is_blank(T const& t)
    {
        if constexpr (singles)
            if (t.is_one()) return false;
        if constexpr (pages)
            if (!t.bad_items.empty()) return false;
        return items_of(t).empty();
    }
    static void reset(void* p)
    {
        if constexpr (singles) static_cast<T*>(p)->value.template emplace<0>();
        items(p).clear();
        if constexpr (located) static_cast<T*>(p)->json.clear();
        if constexpr (pages) static_cast<T*>(p)->bad_items.clear();
    }
    static constexpr bool singles = requires(T t) { t.is_one(); };
    static constexpr bool pages = requires(T t) { t.bad_items; };
    static constexpr bool located = requires(T t) { t.json; };
    static constexpr array_ops ops{reserve,
                                   append,
                                   drop_last,
                                   size,
                                   item,
                                   sizeof(value),
                                   singles ? set_single : nullptr,
                                   pages ? set_aside : nullptr,
                                   pages ? bad_items : nullptr,
                                   located ? locate : nullptr};
};

template <class T>
struct map_access
{
    using value = typename T::mapped_type;
    static constexpr bool compares_all = requires(T t) { t.reserve(1); };

    static void* insert(void* p, std::string_view key)
    {
        auto& map = *static_cast<T*>(p);
        if constexpr (compares_all) return map.contains(key) ? nullptr : append(p, key);
        else {
            auto const at = map.lower_bound(key);
            if (at != map.end() && at->first == key) return nullptr;
            auto const emplace = [&](auto&&... made) {
                return &map.emplace_hint(at, std::piecewise_construct, std::tuple(key), std::tuple(made...))->second;
            };
            if constexpr (made_in_place<value>) return emplace(blank_in_place<value>{});
            else return emplace();
        }
    }
    static void* append(void* p, std::string_view key)
    {
        if constexpr (!compares_all) return insert(p, key);
        else if constexpr (made_in_place<value>) return &static_cast<T*>(p)->append(key, blank_in_place<value>{});
        else return &static_cast<T*>(p)->append(key);
    }
    static bool contains(void const* p, std::string_view key) { return static_cast<T const*>(p)->contains(key); }
    static std::size_t size(void const* p) { return static_cast<T const*>(p)->size(); }
    static void reserve(void* p, std::size_t n)
    {
        if constexpr (compares_all) static_cast<T*>(p)->reserve(n);
    }
    static void reset(void* p) { static_cast<T*>(p)->clear(); }
    static constexpr map_ops ops{insert, append, contains, size, compares_all ? reserve : nullptr};
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
    template <class A>
    static void* emplace_one(choice& c)
    {
        if constexpr (made_in_place<A>) return &c.value.template emplace<A>(blank_in_place<A>{});
        else return &c.value.template emplace<A>();
    }
    static void* emplace(void* p, std::size_t index)
    {
        using function = void* (*)(choice&);
        static constexpr function table[] = {emplace_one<T>...};
        return table[index](*static_cast<choice*>(p));
    }
    static std::size_t index(void const* p) { return static_cast<choice const*>(p)->value.index(); }
    static void const* get(void const* p)
    {
        return std::visit([](auto const& v) -> void const* { return &v; }, static_cast<choice const*>(p)->value);
    }
    static constexpr choice_ops ops{alternatives, emplace, index, get};
};

} // namespace okta::detail
#endif
