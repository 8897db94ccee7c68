#ifndef OKTA_TEST_BENCH_PEERS_HPP
#define OKTA_TEST_BENCH_PEERS_HPP

// The DOMs of other libraries, as bench::converter takes one. Attributes that no member names become Boost.JSON's
// values, since that is what the models keep.

#include "value_to.hpp"

#include <nlohmann/json.hpp>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace okta::bench {

struct nlohmann_dom
{
    using value = nlohmann::json;
    static bool is_null(value const& v) { return v.is_null(); }
    static bool is_object(value const& v) { return v.is_object(); }
    static std::string_view text(value const& v) { return v.get_ref<std::string const&>(); }
    static value::array_t const& items(value const& v) { return v.get_ref<value::array_t const&>(); }
    template <class F>
    static void for_each_member(value const& v, F const& f)
    {
        for (auto const& [key, member] : v.get_ref<value::object_t const&>()) f(std::string_view(key), member);
    }
    static value const* find(value const& v, std::string_view name)
    {
        auto const& members = v.get_ref<value::object_t const&>();
        auto const at = members.find(name);
        return at == members.end() ? nullptr : &at->second;
    }
    template <class T>
    static T scalar(value const& v)
    {
        return v.get<T>();
    }
    static boost::json::value open(value const& v)
    {
        switch (v.type()) {
        case value::value_t::boolean: return v.get<bool>();
        case value::value_t::string: return boost::json::value(boost::json::string(text(v)));
        case value::value_t::number_integer: return v.get<std::int64_t>();
        case value::value_t::number_unsigned: {
            auto const n = v.get<std::uint64_t>();
            return n <= INT64_MAX ? boost::json::value(static_cast<std::int64_t>(n)) : boost::json::value(n);
        }
        case value::value_t::number_float: return v.get<double>();
        case value::value_t::array: {
            boost::json::array items;
            for (auto const& item : v) items.push_back(open(item));
            return items;
        }
        case value::value_t::object: {
            boost::json::object members;
            for_each_member(
                v, [&](std::string_view k, value const& m) { members.emplace({k.data(), k.size()}, open(m)); });
            return members;
        }
        default: return nullptr;
        }
    }
};

struct rapidjson_dom
{
    using value = rapidjson::Value;

    /// Its arrays have a size of another name.
    struct array
    {
        value const& v;
        [[nodiscard]] std::size_t size() const { return v.Size(); }
        [[nodiscard]] value const* begin() const { return v.Begin(); }
        [[nodiscard]] value const* end() const { return v.End(); }
    };

    static value const& need(value const& v, bool holds) // it asserts, instead of throwing
    {
        if (!holds) throw std::invalid_argument("another type of value");
        return v;
    }
    static std::string_view view(value const& v) { return {v.GetString(), v.GetStringLength()}; }

    static bool is_null(value const& v) { return v.IsNull(); }
    static bool is_object(value const& v) { return v.IsObject(); }
    static std::string_view text(value const& v) { return view(need(v, v.IsString())); }
    static array items(value const& v) { return {need(v, v.IsArray())}; }
    template <class F>
    static void for_each_member(value const& v, F const& f)
    {
        for (auto const& m : need(v, v.IsObject()).GetObject()) f(view(m.name), m.value);
    }
    static value const* find(value const& v, std::string_view name)
    {
        auto const at = need(v, v.IsObject())
                            .FindMember(value(
                                rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size()))));
        return at == v.MemberEnd() ? nullptr : &at->value;
    }
    template <class T>
    static T scalar(value const& v)
    {
        if constexpr (std::same_as<T, bool>) return need(v, v.IsBool()).GetBool();
        else if constexpr (std::same_as<T, double>) return need(v, v.IsNumber()).GetDouble();
        else if constexpr (sizeof(T) == 8) return need(v, v.IsInt64()).GetInt64();
        else return static_cast<T>(need(v, v.IsInt()).GetInt());
    }
    static boost::json::value open(value const& v)
    {
        switch (v.GetType()) {
        case rapidjson::kFalseType: return false;
        case rapidjson::kTrueType: return true;
        case rapidjson::kStringType: return boost::json::value(boost::json::string(view(v)));
        case rapidjson::kNumberType:
            if (v.IsInt64()) return v.GetInt64();
            return v.IsUint64() ? boost::json::value(v.GetUint64()) : boost::json::value(v.GetDouble());
        case rapidjson::kArrayType: {
            boost::json::array items;
            for (auto const& item : v.GetArray()) items.push_back(open(item));
            return items;
        }
        case rapidjson::kObjectType: {
            boost::json::object members;
            for_each_member(
                v, [&](std::string_view k, value const& m) { members.emplace({k.data(), k.size()}, open(m)); });
            return members;
        }
        default: return nullptr;
        }
    }
};

template <class T>
T by_nlohmann(std::string_view json)
{
    T to{};
    converter<nlohmann_dom>::convert(nlohmann::json::parse(json), to);
    return to;
}

template <class T>
T by_rapidjson(std::string_view json)
{
    rapidjson::Document dom;
    dom.Parse(json.data(), json.size());
    if (dom.HasParseError()) throw std::invalid_argument("no JSON");
    T to{};
    converter<rapidjson_dom>::convert(dom, to);
    return to;
}

} // namespace okta::bench
#endif
