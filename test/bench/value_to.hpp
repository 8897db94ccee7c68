#ifndef OKTA_TEST_BENCH_VALUE_TO_HPP
#define OKTA_TEST_BENCH_VALUE_TO_HPP

// The way that Boost.JSON 1.81 offers: parse into a DOM, then convert it. The built-in conversion of described structs
// wants exactly the struct's members, which Okta's answers never are, so here is the one that a user would write.

#include <okta/describe/containers.hpp>
#include <okta/describe/members.hpp>
#include <okta/describe/open_enum.hpp>
#include <okta/describe/small_map.hpp>
#include <okta/describe/text_form.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <boost/mp11/algorithm.hpp>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace okta::bench {

/// Boost.JSON's DOM, as `converter` takes one.
struct boost_dom
{
    using value = boost::json::value;
    static bool is_null(value const& v) { return v.is_null(); }
    static bool is_object(value const& v) { return v.is_object(); }
    static std::string_view text(value const& v)
    {
        auto const& s = v.as_string();
        return {s.data(), s.size()};
    }
    static boost::json::array const& items(value const& v) { return v.as_array(); }
    template <class F>
    static void for_each_member(value const& v, F const& f)
    {
        for (auto const& [key, member] : v.as_object()) f(std::string_view(key.data(), key.size()), member);
    }
    static value const* find(value const& v, std::string_view name)
    {
        return v.as_object().if_contains({name.data(), name.size()});
    }
    template <class T>
    static T scalar(value const& v)
    {
        return boost::json::value_to<T>(v);
    }
    static value const& open(value const& v) { return v; }
};

/// A value of a DOM into the member of a model.
template <class Dom>
struct converter // so that every overload knows the others
{
    using value = typename Dom::value;

    template <class T>
    static void convert(value const& from, std::optional<T>& to)
    {
        if (!Dom::is_null(from)) convert(from, to.emplace());
    }

    template <class T>
    static void convert(value const& from, std::vector<T>& to)
    {
        auto const& items = Dom::items(from);
        to.reserve(items.size());
        for (auto const& item : items) convert(item, to.emplace_back());
    }

    template <class T>
    static void convert(value const& from, page<T>& to)
    {
        convert(from, to.items);
    }

    template <class T>
    static void convert(value const& from, one_or_many<T>& to)
    {
        if (Dom::is_object(from)) convert(from, to.value.template emplace<1>());
        else convert(from, std::get<0>(to.value));
    }

    template <class T>
    static void convert(value const& from, small_map<T>& to)
    {
        Dom::for_each_member(from, [&](std::string_view key, value const& v) { convert(v, to[key]); });
    }

    template <class T>
    static void convert(value const& from, std::map<std::string, T, std::less<>>& to)
    {
        Dom::for_each_member(from, [&](std::string_view key, value const& v) { convert(v, to[std::string(key)]); });
    }

    template <class... T>
    static void convert(value const& from, one_of<T...>& to)
    {
        convert(from, std::get<0>(to.value)); // the payloads hold the first alternative only
    }

    template <class Owner>
    static void convert_members(value const& from, Owner& to)
    {
        boost::mp11::mp_for_each<detail::members_of<Owner>>([&]<class D>(D) {
            auto& member = to.*D::pointer;
            if constexpr (std::same_as<decltype(to.*D::pointer), custom_attributes&>) {
                Dom::for_each_member(from, [&](std::string_view key, value const& v) {
                    if (!is_named<Owner>(key)) member.emplace({key.data(), key.size()}, Dom::open(v));
                });
            } else if (auto const* const v = Dom::find(from, detail::wire_name<Owner, D>()); v && !Dom::is_null(*v))
                convert(*v, member);
        });
    }

    template <class Owner>
    static bool is_named(std::string_view key)
    {
        bool named = false;
        boost::mp11::mp_for_each<detail::members_of<Owner>>(
            [&]<class D>(D) { named = named || key == detail::wire_name<Owner, D>(); });
        return named;
    }

    template <class T>
    static void convert(value const& from, T& to)
    {
        if constexpr (detail::textual<T>) {
            if (!text_form<T>::read(to, Dom::text(from))) throw std::invalid_argument("another form of text");
        } else if constexpr (std::same_as<T, boost::json::object>) to = Dom::open(from).as_object();
        else if constexpr (detail::described<T>) convert_members(from, to);
        else to = Dom::template scalar<T>(from);
    }
};

/// \throws std::exception when it does not fit.
template <class T>
T by_value_to(std::string_view json)
{
    T to{};
    converter<boost_dom>::convert(boost::json::parse({json.data(), json.size()}), to);
    return to;
}

} // namespace okta::bench
#endif
