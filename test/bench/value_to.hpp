#ifndef OKTA_TEST_BENCH_VALUE_TO_HPP
#define OKTA_TEST_BENCH_VALUE_TO_HPP

// The way that Boost.JSON 1.81 offers: parse into a DOM, then convert it. The built-in conversion of described structs
// wants exactly the struct's members, which Okta's answers never are, so here is the one that a user would write.

#include <okta/describe/containers.hpp>
#include <okta/describe/members.hpp>
#include <okta/describe/open_enum.hpp>
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

struct converter // so that every overload knows the others
{
    template <class T>
    static void convert(boost::json::value const& from, std::optional<T>& to)
    {
        if (!from.is_null()) convert(from, to.emplace());
    }

    template <class T>
    static void convert(boost::json::value const& from, std::vector<T>& to)
    {
        auto const& items = from.as_array();
        to.reserve(items.size());
        for (auto const& item : items) convert(item, to.emplace_back());
    }

    template <class T>
    static void convert(boost::json::value const& from, page<T>& to)
    {
        convert(from, to.items);
    }

    template <class T>
    static void convert(boost::json::value const& from, one_or_many<T>& to)
    {
        to.single = from.is_object();
        if (to.single) convert(from, to.items.emplace_back());
        else convert(from, to.items);
    }

    template <class T>
    static void convert(boost::json::value const& from, std::map<std::string, T, std::less<>>& to)
    {
        for (auto const& [key, value] : from.as_object()) convert(value, to[key]);
    }

    template <class... T>
    static void convert(boost::json::value const& from, one_of<T...>& to)
    {
        convert(from, std::get<0>(to.value)); // the payloads hold the first alternative only
    }

    template <class Owner>
    static void convert_members(boost::json::object const& from, Owner& to)
    {
        boost::mp11::mp_for_each<detail::members_of<Owner>>([&]<class D>(D) {
            auto& member = to.*D::pointer;
            constexpr auto wire = detail::wire_name<Owner, D>();
            if constexpr (std::same_as<decltype(to.*D::pointer), custom_attributes&>) {
                for (auto const& [key, value] : from) {
                    bool known = false;
                    boost::mp11::mp_for_each<detail::members_of<Owner>>([&]<class Other>(Other) {
                        known = known || std::string_view(key) == detail::wire_name<Owner, Other>();
                    });
                    if (!known) member.emplace(key, value);
                }
            } else if (auto const* const value = from.if_contains({wire.data(), wire.size()});
                       value && !value->is_null())
                convert(*value, member);
        });
    }

    template <class T>
    static void convert(boost::json::value const& from, T& to)
    {
        if constexpr (detail::textual<T>) {
            auto const& text = from.as_string();
            if (!text_form<T>::read(to, {text.data(), text.size()}))
                throw std::invalid_argument("another form of text");
        } else if constexpr (std::same_as<T, boost::json::object>) to = from.as_object();
        else if constexpr (detail::described<T>) convert_members(from.as_object(), to);
        else to = boost::json::value_to<T>(from);
    }
};

/// \throws std::exception when it does not fit.
template <class T>
T by_value_to(std::string_view json)
{
    T to{};
    converter::convert(boost::json::parse({json.data(), json.size()}), to);
    return to;
}

} // namespace okta::bench
#endif
