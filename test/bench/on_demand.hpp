#ifndef OKTA_TEST_BENCH_ON_DEMAND_HPP
#define OKTA_TEST_BENCH_ON_DEMAND_HPP

// simdjson has no structs; this is how one reads them with its on-demand interface, in one pass and without a DOM.
// Members are found by the table that the library has of them. What follows the value is not looked at.

#include <okta/describe/small_map.hpp>
#include <okta/describe/type_of.hpp>

#include <boost/json/parse.hpp>
#include <boost/mp11/algorithm.hpp>

#include <simdjson.h>

#include <concepts>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace okta::bench {

struct on_demand // so that every overload knows the others
{
    using value = simdjson::ondemand::value;

    template <class T>
    static void convert(value from, std::optional<T>& to)
    {
        bool const null = from.is_null();
        if (!null) convert(from, to.emplace());
    }

    template <class T>
    static void convert(value from, std::vector<T>& to)
    {
        for (auto item : from.get_array()) convert(item.value(), to.emplace_back());
    }

    template <class T>
    static void convert(value from, page<T>& to)
    {
        convert(from, to.items);
    }

    template <class T>
    static void convert(value from, one_or_many<T>& to)
    {
        if (from.type() == simdjson::ondemand::json_type::object) convert(from, to.value.template emplace<1>());
        else convert(from, std::get<0>(to.value));
    }

    template <class T>
    static void convert(value from, small_map<T>& to)
    {
        for (auto field : from.get_object()) {
            std::string_view const key = field.unescaped_key();
            auto& item = to[key];
            convert(field.value(), item);
        }
    }

    template <class... T>
    static void convert(value from, one_of<T...>& to)
    {
        convert(from, std::get<0>(to.value)); // the payloads hold the first alternative only
    }

    template <class T>
    static void convert(value from, T& to)
    {
        if constexpr (detail::textual<T>) {
            if (!text_form<T>::read(to, from.get_string())) throw std::invalid_argument("another form of text");
        } else if constexpr (std::same_as<T, boost::json::object>) to = open(from).as_object();
        else if constexpr (std::same_as<T, bool>) to = from.get_bool();
        else if constexpr (std::same_as<T, double>) to = from.get_double();
        else if constexpr (detail::described<T>) convert_members(from, to);
        else to = static_cast<T>(from.get_int64().value());
    }

    template <class Owner>
    static void convert_members(value from, Owner& to)
    {
        using members = detail::members_of<Owner>;
        constexpr auto const& table = detail::member_table<Owner>;
        for (auto field : from.get_object()) {
            std::string_view const key = field.unescaped_key();
            auto const found = detail::structure_access<Owner>::index.find(key, table);
            if (found == detail::no_member) {
                keep(key, field.value(), to);
                continue;
            }
            boost::mp11::mp_with_index<boost::mp11::mp_size<members>::value>(table[found].declared, [&](auto i) {
                auto& member = to.*boost::mp11::mp_at<members, decltype(i)>::pointer;
                value inner = field.value();
                bool const null = inner.is_null();
                if constexpr (!std::same_as<decltype(member), custom_attributes&>)
                    if (!null) convert(inner, member);
            });
        }
    }

    template <class Owner>
    static void keep(std::string_view key, value from, Owner& to)
    {
        boost::mp11::mp_for_each<detail::members_of<Owner>>([&]<class D>(D) {
            auto& member = to.*D::pointer;
            if constexpr (std::same_as<decltype(to.*D::pointer), custom_attributes&>)
                member.emplace({key.data(), key.size()}, open(from));
        });
    }

    static boost::json::value open(value from)
    {
        std::string_view const text = simdjson::to_json_string(from);
        return boost::json::parse({text.data(), text.size()});
    }
};

/// `json` has simdjson::SIMDJSON_PADDING bytes of capacity behind it.
template <class T>
T by_on_demand(simdjson::ondemand::parser& parser, std::string const& json)
{
    auto document = parser.iterate(simdjson::padded_string_view(json.data(), json.size(), json.capacity()));
    T to{};
    on_demand::convert(document.get_value(), to);
    return to;
}

} // namespace okta::bench
#endif
