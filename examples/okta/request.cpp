#include "request.hpp"

#include "arguments.hpp"

#include <okta/actions/catalogue.hpp>
#include <okta/codec/json_read.hpp>

#include <boost/json/parser.hpp>

#include <fstream>
#include <iostream>

namespace cli {
namespace {

namespace json = boost::json;
using okta::detail::parameter_info;

constexpr std::size_t max_input = 16 * 1024 * 1024;

std::string read_all(std::istream& in, std::string const& name)
{
    std::string text;
    char block[64 * 1024];
    while (in.read(block, sizeof block) || in.gcount() > 0) {
        text.append(block, static_cast<std::size_t>(in.gcount()));
        if (text.size() > max_input) throw usage_error(name + " holds more than the 16 MiB allowed");
    }
    if (in.bad()) throw usage_error(name + " cannot be read");
    return text;
}

json::object parse(action_info const& info, std::string_view text)
{
    auto const wrong = [&](std::string const& why) { return usage_error(std::string(info.id) + ": " + why); };
    json::parse_options options;
    options.max_depth = 64;
    json::parser parser({}, options);
    boost::system::error_code ec;
    auto parsed = parser.write_some(text.data(), text.size(), ec);
    if (!ec && (parsed = std::min(text.find_first_not_of(" \t\r\n", parsed), text.size())) < text.size())
        ec = json::error::extra_data;
    if (ec) throw wrong("the argument is not JSON: " + ec.message() + " (byte " + std::to_string(parsed) + ")");
    auto value = parser.release();
    if (!value.is_object()) throw wrong("the argument is no JSON object; one without parameters is {}");
    return std::move(value.get_object());
}

/// One parameter from its value; null is "absent" where that may be.
bool read_parameter(okta::detail::json_reader& reader, json::value const& value, void* request, parameter_info const& p)
{
    using okta::detail::presence;
    auto const& m = *p.member;
    if (value.is_null() && m.presence == presence::required) return reader.fail("null, but the parameter is required");
    if (value.is_null() && m.presence == presence::plain) return true;
    return reader.read(value, m.at(request), *m.type);
}

void require_all(action_info const& info, json::object const& given)
{
    std::string missing;
    for (auto const& p : info.parameters)
        if (p.required() && !given.contains(p.wire))
            missing += (missing.empty() ? "" : ", ") + ('\'' + std::string(p.wire) + '\'');
    if (!missing.empty()) throw usage_error(std::string(info.id) + " requires " + missing);
}

} // namespace

std::string did_you_mean(std::string_view name, std::vector<std::string_view> const& names)
{
    auto const near = okta::detail::nearest_name(name, names);
    return near.empty() ? "" : "; did you mean '" + std::string(near) + "'?";
}

action_info const& find_action(std::string_view name)
{
    std::vector<std::string_view> names;
    for (auto const* const info : okta::detail::catalogue_table()) {
        if (info->id == name) return *info;
        names.push_back(info->id);
    }
    throw usage_error("there is no action '" + std::string(name) + "'" + did_you_mean(name, names) +
                      " `okta actions` lists them");
}

std::string read_input(std::string const& argument)
{
    if (argument == "-") return read_all(std::cin, "standard input");
    if (!argument.starts_with('@')) return argument;
    auto const name = argument.substr(1);
    std::ifstream file(name, std::ios::binary);
    if (!file) throw usage_error("the file '" + name + "' cannot be opened");
    return read_all(file, "the file '" + name + "'");
}

std::shared_ptr<void> read_request(action_info const& info, std::string_view text)
{
    auto const given = parse(info, text);
    auto request = info.make_request();
    okta::detail::json_reader reader(okta::detail::unknown_members::refuse, text);
    parameter_info const* rest = nullptr; // takes what no other names
    std::vector<std::string_view> names;
    for (auto const& p : info.parameters) {
        if (p.member->rest) rest = &p;
        else names.push_back(p.wire);
    }
    for (auto const& [key, value] : given) {
        auto const name = std::string_view(key.data(), key.size());
        auto const* const p = info.find(name);
        if (p && !p->member->rest) {
            if (read_parameter(reader, value, request.get(), *p)) continue;
            reader.fail_in(name);
            throw usage_error(std::string(info.id) + ": " + reader.message());
        }
        if (!rest)
            throw usage_error(std::string(info.id) + ": unknown member '" + std::string(name) + "'" +
                              did_you_mean(name, names));
        static_cast<json::object*>(rest->member->at(request.get()))->insert_or_assign(key, value);
    }
    require_all(info, given);
    return request;
}

} // namespace cli
