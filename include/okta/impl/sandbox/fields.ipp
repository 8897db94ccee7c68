#ifndef OKTA_IMPL_SANDBOX_FIELDS_IPP
#define OKTA_IMPL_SANDBOX_FIELDS_IPP

#include <okta/sandbox/org.hpp>
#include <okta/sandbox/text.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

/// The `fields` parameter: `id,status,profile:(firstName,city)`.
class projection
{
public:
    /// Nothing when it is malformed.
    static std::optional<projection> parse(std::string_view text)
    {
        projection p;
        while (!text.empty()) {
            auto const end = text.find_first_of(",:");
            auto name = std::string(text.substr(0, end));
            if (name.empty() || name.find_first_of("()") != name.npos) return std::nullopt;
            text.remove_prefix(end == text.npos ? text.size() : end);
            std::vector<std::string> inner;
            if (text.starts_with(':')) {
                auto const close = text.find(')');
                if (!text.starts_with(":(") || close == text.npos) return std::nullopt;
                for_each_part(text.substr(2, close - 2), ',', [&](std::string_view part) {
                    inner.emplace_back(part);
                    return true;
                });
                text.remove_prefix(close + 1);
                if (!text.empty() && !text.starts_with(',')) return std::nullopt;
            }
            if (text.starts_with(',')) text.remove_prefix(1);
            p.fields_.emplace_back(std::move(name), std::move(inner));
        }
        return p;
    }

    void apply(boost::json::value& list) const
    {
        for (auto& item : list.as_array()) {
            auto const& whole = item.as_object();
            boost::json::object kept;
            if (auto const* const id = whole.if_contains("id")) kept["id"] = *id; // always comes
            for (auto const& [name, inner] : fields_) {
                auto const* const value = whole.if_contains(name);
                if (value) kept[name] = inner.empty() ? *value : part_of(*value, inner);
            }
            item = std::move(kept);
        }
    }

private:
    static boost::json::value part_of(boost::json::value const& whole, std::vector<std::string> const& names)
    {
        boost::json::object kept;
        auto const* const object = whole.if_object();
        for (auto const& name : names)
            if (auto const* const value = object ? object->if_contains(name) : nullptr) kept[name] = *value;
        return kept;
    }

    std::vector<std::pair<std::string, std::vector<std::string>>> fields_ = {};
};

OKTA_DECL std::optional<error> keep_fields(std::string const& fields, std::string& body)
{
    auto const wanted = projection::parse(fields);
    if (!wanted)
        return refuse_invalid({"fields: '" + printable(fields, 100) + "' is not of the form id,profile:(login)"});
    boost::json::parse_options options;
    options.max_depth = 64;
    auto list = boost::json::parse(body, {}, options);
    wanted->apply(list);
    body = boost::json::serialize(list);
    return std::nullopt;
}

} // namespace okta::sandbox::detail
#endif
