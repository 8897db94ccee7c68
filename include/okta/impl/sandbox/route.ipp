#ifndef OKTA_IMPL_SANDBOX_ROUTE_IPP
#define OKTA_IMPL_SANDBOX_ROUTE_IPP

#include <okta/codec/json_write.hpp>
#include <okta/sandbox/route.hpp>
#include <okta/sandbox/text.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

OKTA_DECL std::optional<target_parts> target_parts::parse(std::string_view target)
{
    target_parts parts;
    auto const question = target.find('?');
    auto path = target.substr(0, question);
    if (path.starts_with('/')) path.remove_prefix(1);
    bool good = for_each_part(path, '/', [&](std::string_view segment) {
        auto decoded = percent_decode(segment, false);
        if (decoded) parts.path.push_back(std::move(*decoded));
        return decoded.has_value();
    });
    if (good && question != target.npos)
        good = for_each_part(target.substr(question + 1), '&', [&](std::string_view pair) {
            auto const equals = pair.find('=');
            auto name = percent_decode(pair.substr(0, equals), true);
            auto value = percent_decode(equals == pair.npos ? "" : pair.substr(equals + 1), true);
            if (!name || !value) return false;
            if (!name->empty()) parts.query.emplace_back(std::move(*name), std::move(*value));
            return true;
        });
    if (!good) return std::nullopt;
    return parts;
}

OKTA_DECL std::string const* target_parts::find(std::string_view name) const
{
    auto const last = std::ranges::find(query.rbegin(), query.rend(), name,
                                        &std::pair<std::string, std::string>::first);
    return last == query.rend() ? nullptr : &last->second;
}

OKTA_DECL void route_table::add(okta::detail::action_info const& info, std::function<reply(call&, void const*)> run)
{
    auto const path = info.uri.substr(0, std::min(info.uri.find("{?"), info.uri.find("{&")));
    route r{&info, {}, std::string(to_string(info.method)) + ' ' + std::string(path), std::move(run)};
    for_each_part(path.substr(1), '/', [&](std::string_view segment) {
        r.segments.emplace_back(segment.starts_with('{') ? std::string_view() : segment);
        return true;
    });
    routes_.push_back(std::move(r));
}

OKTA_DECL bool route_table::has_bucket(std::string_view name) const
{
    return std::ranges::any_of(routes_, [&](route const& r) { return r.bucket == name; });
}

OKTA_DECL route_table::match route_table::find(okta::method method, std::vector<std::string> const& path) const
{
    auto const fits = [&](route const& r) {
        return std::ranges::equal(r.segments, path, [](std::string const& wanted, std::string const& given) {
            return wanted.empty() ? !given.empty() : wanted == given;
        });
    };
    match m;
    for (auto r = routes_.rbegin(); r != routes_.rend(); ++r) {
        if (r->segments.size() != path.size() || !fits(*r)) continue;
        m.path_known = true;
        if (r->info->method == method) return {&*r, true};
    }
    return m;
}

OKTA_DECL reply write_reply(okta::detail::type_info const* type, void const* value)
{
    reply out;
    if (type) okta::detail::json_writer(out.body).write(value, *type);
    return out;
}

} // namespace okta::sandbox::detail
#endif
