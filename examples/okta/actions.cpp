#include "actions.hpp"

#include "listing.hpp"
#include "request.hpp"

#include <okta/actions/catalogue.hpp>

#include <iostream>

namespace cli {
namespace {

using okta::detail::kind;
using okta::detail::parameter_info;
using okta::detail::type_info;

type_info const& plain(type_info const& type) { return type.what == kind::optional ? plain(*type.inner) : type; }

/// The name that JSON Schema has for it.
std::string_view schema_type(type_info const& type)
{
    switch (plain(type).what) {
    case kind::boolean: return "boolean";
    case kind::integer: return "integer";
    case kind::number: return "number";
    case kind::text: return "string";
    case kind::array: return "array";
    default: return "object";
    }
}

std::span<std::string_view const> values_of(type_info const& type)
{
    auto const* const text = plain(type).text;
    return text ? text->values : std::span<std::string_view const>();
}

std::string parameter_json(parameter_info const& p)
{
    auto const values = values_of(*p.member->type);
    return '{' + member("name", quoted(p.wire)) + ',' + member("position", quoted(to_string(p.where))) + ',' +
           member("type", quoted(schema_type(*p.member->type))) + ',' +
           member("required", p.required() ? "true" : "false") + ',' + member("doc", quoted(p.doc)) +
           (values.empty() ? "" : ',' + member("values", list(values, quoted))) + '}';
}

std::string action_json(action_info const* info)
{
    return '{' + member("id", quoted(info->id)) + ',' + member("title", quoted(info->title)) + ',' +
           member("summary", quoted(info->summary)) + ',' + member("method", quoted(to_string(info->method))) + ',' +
           member("template", quoted(info->uri)) + ',' + member("parameters", list(info->parameters, parameter_json)) +
           ',' + member("scopes", list(info->scopes, quoted)) + ',' +
           member("bearer_only", info->bearer_only ? "true" : "false") + ',' +
           member("paginated", info->paginated ? "true" : "false") + ',' +
           member("status", std::to_string(info->success_status)) + '}';
}

void print_parameters(action_info const& info)
{
    std::cout << info.title << " (" << info.id << "): " << info.summary << '\n'
              << to_string(info.method) << ' ' << info.uri << "\nscope:";
    for (auto const scope : info.scopes) std::cout << ' ' << scope;
    std::cout << (info.bearer_only ? "; an access token only\n\n" : "\n\n");
    std::size_t width = 0;
    for (auto const& p : info.parameters) width = std::max(width, p.wire.size());
    for (auto const& p : info.parameters) {
        std::cout << padded(p.wire, width) << padded(to_string(p.where), 6) << padded(schema_type(*p.member->type), 7)
                  << (p.required() ? "required. " : "") << p.doc;
        if (auto const values = values_of(*p.member->type); !values.empty())
            std::cout << " One of " << list(values, quoted);
        std::cout << '\n';
    }
}

} // namespace

int print_actions(arguments const& a)
{
    auto const all = okta::detail::catalogue_table();
    std::vector<action_info const*> chosen(all.begin(), all.end());
    if (!a.action.empty()) chosen = {&find_action(a.action)};
    if (a.as_json) std::cout << indented(list(chosen, action_json)) << '\n';
    else if (!a.action.empty()) print_parameters(*chosen.front());
    else {
        std::size_t width = 0;
        for (auto const* const info : chosen) width = std::max(width, info->id.size());
        for (auto const* const info : chosen) std::cout << padded(info->id, width) << info->summary << '\n';
    }
    return success;
}

} // namespace cli
