#ifndef OKTA_TEST_CONFORMANCE_SCHEMA_HPP
#define OKTA_TEST_CONFORMANCE_SCHEMA_HPP

// Okta's schemas as the facts have them: what a schema names, and instances made from that.

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace conformance {

namespace json = boost::json;

/// A schema, or a field's description; null where the schemas say nothing.
using node = json::object const*;

inline json::value const* member(node n, std::string_view name) { return n ? n->if_contains(name) : nullptr; }

inline std::string_view text(node n, std::string_view name)
{
    auto const* const v = member(n, name);
    return v && v->is_string() ? std::string_view(v->get_string().data(), v->get_string().size()) : std::string_view{};
}

inline bool is(json::value const& v, std::string_view text)
{
    return v.is_string() && std::string_view(v.get_string().data(), v.get_string().size()) == text;
}

inline bool flag(node n, std::string_view name)
{
    auto const* const v = member(n, name);
    return v && v->is_bool() && v->get_bool();
}

inline node object(node n, std::string_view name)
{
    auto const* const v = member(n, name);
    return v ? v->if_object() : nullptr;
}

inline json::array const& list(node n, std::string_view name)
{
    static json::array const none;
    auto const* const v = member(n, name);
    return v && v->is_array() ? v->get_array() : none;
}

class schemas
{
public:
    explicit schemas(json::object s) : all_(std::move(s)) {}

    json::object& all() { return all_; }
    json::object const& all() const { return all_; }

    node find(std::string_view name) const { return object(&all_, name); }

    /// The schema that a field refers to, or the field itself.
    node resolve(node n) const
    {
        auto const ref = text(n, "ref");
        return ref.empty() ? n : find(ref);
    }

    /// Whether requests must leave it out: so marked itself, or by what it is made of.
    bool read_only(node n) const
    {
        if (!n) return false;
        if (flag(n, "readOnly") || flag(n, "readOnly_by_ref") || flag(resolve(n), "readOnly")) return true;
        for (auto const& part : list(resolve(n), "allOf"))
            if (!is(part, "inline") && read_only(find(view(part)))) return true;
        return false;
    }

    /// The names that an object's description has, with their own descriptions; of a union, those of every member.
    std::vector<std::pair<std::string_view, node>> children(node n) const
    {
        std::vector<std::pair<std::string_view, node>> out;
        n = resolve(n);
        if (!n) return out;
        for (auto const part : {"fields", "properties"})
            if (auto const* const fields = object(n, part))
                for (auto const& [key, value] : *fields) out.emplace_back(key, value.if_object());
        if (!object(n, "fields"))
            for (auto const& part : list(n, "allOf"))
                if (!is(part, "inline")) append(out, children(find(view(part))));
        if (!text(n, "union").empty())
            for (auto const& m : list(n, "members")) append(out, children(find(view(m))));
        return out;
    }

    node child(node n, std::string_view name) const
    {
        for (auto const& [key, value] : children(n))
            if (key == name) return value;
        return map_of(n);
    }

    /// What the values of a map are; null: it is not a map.
    node map_of(node n) const
    {
        n = resolve(n);
        if (auto const* const direct = object(n, "map_of")) return direct;
        return object(object(n, "additionalProperties"), "map_of");
    }

    node items(node n) const { return object(resolve(n), "items"); }

    json::array const& values(node n) const
    {
        n = resolve(n);
        return text(n, "kind") == "enum" ? list(n, "values") : list(n, "enum");
    }

    /// `string`, `integer`, `number`, `boolean`, `array` or `object`.
    std::string_view type(node n) const
    {
        n = resolve(n);
        auto const kind = text(n, "kind");
        if (kind == "object" || kind == "union") return "object";
        if (auto const t = text(n, "type"); !t.empty()) return t;
        return kind == "array" ? kind : "object";
    }

    static std::string_view view(json::value const& v) { return {v.get_string().data(), v.get_string().size()}; }

private:
    using named = std::vector<std::pair<std::string_view, node>>;
    static void append(named& to, named const& more) { to.insert(to.end(), more.begin(), more.end()); }

    json::object all_;
};

/// Makes instances. `variant` turns enumerations, unions and values over; a request has no read-only members.
class sampler
{
public:
    /// One instant, and how it is written back.
    static constexpr std::string_view with_offset = "2024-08-13T17:58:20.353+02:00";
    static constexpr std::string_view without_offset = "2024-08-13T15:58:20.353Z";

    sampler(schemas const& s, std::size_t variant, bool request) : schemas_(s), variant_(variant), request_(request) {}

    json::value operator()(node n, int depth = 0) const
    {
        n = schemas_.resolve(n);
        if (auto const* const constant = member(n, "const")) return *constant;
        if (auto const& values = schemas_.values(n); !values.empty()) return values[variant_ % values.size()];
        auto const type = schemas_.type(n);
        if (type == "string") return string(text(n, "format"));
        if (type == "integer") return json::value(integers[variant_ % std::size(integers)]);
        if (type == "number") return json::value(numbers[variant_ % std::size(numbers)]);
        if (type == "boolean") return variant_ % 2 == 0;
        if (type == "array") {
            auto const items = schemas_.items(n);
            return json::array{(*this)(items, depth + 1), next()(items, depth + 1)};
        }
        return sample_object(n, depth);
    }

private:
    static constexpr std::int64_t integers[] = {1, 0, 2147483647, 17};
    static constexpr double numbers[] = {1.5, -122.4194, 37, 0.1};

    sampler next() const { return {schemas_, variant_ + 1, request_}; }

    json::value string(std::string_view format) const
    {
        if (format == "date-time")
            return variant_ % 2 ? json::value(with_offset) : json::value("2013-06-24T16:39:18.017Z");
        if (format == "email") return "ada+1@example.com";
        if (format == "uri") return "https://example.okta.com/api/v1/eventHooks/who1";
        constexpr std::string_view texts[] = {"00u1ab2CD3", "a \"b\" \\ c / d\n\t\x01", "Åsa Ümlaut 名前", "null"};
        return json::value(texts[variant_ % std::size(texts)]);
    }

    json::value sample_object(node n, int depth) const
    {
        constexpr int deepest = 12;
        if (depth > deepest) return json::object{};
        if (auto const& members = list(n, "members"); !members.empty())
            return (*this)(schemas_.find(schemas::view(members[variant_ % members.size()])), depth + 1);
        json::object out;
        auto children = schemas_.children(n);
        if (n == schemas_.find("PasswordCredential")) children = {children[variant_ % children.size()]}; // never two
        for (auto const& [name, value] : children)
            if (!request_ || !schemas_.read_only(value)) out[name] = (*this)(value, depth + 1);
        if (auto const* const values = schemas_.map_of(n))
            out["some key"] = (*this)(values, depth + 1), out["another"] = next()(values, depth + 1);
        else if (children.empty())
            return json::parse(R"({"free": {"deep": [1, 2.5, null, "x"]}, "url": "/api", "none": null})");
        if (n == schemas_.find("Group")) // decides which profile it is
            out["objectClass"] = json::array{
                json::value(variant_ % 2 ? "okta:windows_security_principal" : "okta:user_group")};
        return out;
    }

    schemas const& schemas_;
    std::size_t variant_;
    bool request_;
};

} // namespace conformance
#endif
