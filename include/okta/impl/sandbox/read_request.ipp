#ifndef OKTA_IMPL_SANDBOX_READ_REQUEST_IPP
#define OKTA_IMPL_SANDBOX_READ_REQUEST_IPP

#include <okta/action/uri_template.hpp>
#include <okta/codec/json_read.hpp>
#include <okta/sandbox/refusals.hpp>
#include <okta/sandbox/route.hpp>
#include <okta/sandbox/text.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>

namespace okta::sandbox::detail {

using okta::detail::json_reader;
using okta::detail::kind;
using okta::detail::parameter_info;
using okta::detail::type_info;

OKTA_DECL type_info const& beneath_optional(type_info const& type)
{
    return type.what == kind::optional ? beneath_optional(*type.inner) : type;
}

/// A path, query or header parameter's text as the JSON value that its member is read from; null: it is none.
OKTA_DECL boost::json::value parameter_value(std::string_view text, type_info const& type)
{
    switch (beneath_optional(type).what) {
    case kind::boolean:
        if (text == "true" || text == "false") return text == "true";
        return nullptr;
    case kind::integer: {
        std::int64_t n = 0;
        auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
        if (ec != std::errc{} || end != text.data() + text.size()) return nullptr;
        return n;
    }
    case kind::array: return boost::json::array{boost::json::string_view(text.data(), text.size())};
    default: return boost::json::value(boost::json::string_view(text.data(), text.size()));
    }
}

/// What the attribute names that must be given lack: `login: The field cannot be left blank`.
OKTA_DECL void require(std::string_view name, boost::json::value const* given, type_info const& type, bool required,
                       std::vector<std::string>& causes)
{
    bool const blank = !given || given->is_null();
    if (type.what == kind::structure && (required || !blank)) {
        auto const before = causes.size();
        auto const* const object = given ? given->if_object() : nullptr;
        for (auto const& m : type.members)
            require(m.wire, object ? object->if_contains(m.wire) : nullptr, *m.type,
                    m.presence == okta::detail::presence::required, causes);
        if (causes.size() != before) return;
    }
    if (required && blank) causes.push_back(std::string(name) + ": The field cannot be left blank");
}

/// Reads the members of a request that its body holds.
class body_reader
{
public:
    body_reader(okta::detail::action_info const& info, void* request) : info_(info), request_(request) {}

    std::optional<error> read(std::string_view text)
    {
        bool const wanted = std::ranges::any_of(info_.parameters, in_body);
        if (!wanted) return std::nullopt;
        if (text.empty()) return all({});
        boost::json::monotonic_resource memory;
        boost::json::parse_options options;
        options.max_depth = 30; // lists, and what is kept of them, nest deeper by two
        boost::system::error_code ec;
        auto const body = boost::json::parse({text.data(), text.size()}, ec, &memory, options);
        if (ec) return malformed(ec.message());
        if (!body.is_object()) return malformed("it is not an object");
        return all(body.get_object());
    }

private:
    static bool in_body(parameter_info const& p) { return p.where == position::body && !p.member->alias; }

    static error malformed(std::string why)
    {
        auto e = refuse(400, "E0000003", "The request body was not well-formed.");
        e.causes.push_back(std::move(why));
        return e;
    }

    std::optional<error> all(boost::json::object const& body)
    {
        std::vector<std::string> causes;
        for (auto const& p : info_.parameters)
            if (in_body(p)) require(p.wire, body.if_contains(p.wire), *p.member->type, p.required(), causes);
        if (!causes.empty()) { return refuse_invalid(std::move(causes)); }
        for (auto const& p : info_.parameters) {
            auto const* const value = in_body(p) ? body.if_contains(p.wire) : nullptr;
            bool const optional = p.member->type->what == kind::optional;
            if (!value || (value->is_null() && !optional)) continue;
            json_reader reader;
            if (!reader.read(*value, p.member->at(request_), *p.member->type)) {
                reader.fail_in(p.wire);
                return malformed(reader.message());
            }
        }
        return std::nullopt;
    }

    okta::detail::action_info const& info_;
    void* request_;
};

/// Reads one parameter that travels outside the body.
OKTA_DECL std::optional<error> read_parameter(parameter_info const& p, std::string_view text, void* request)
{
    auto const value = parameter_value(text, *p.member->type);
    json_reader reader;
    if (!value.is_null() && reader.read(value, p.member->at(request), *p.member->type)) return std::nullopt;
    auto const name = std::string(p.wire);
    return refuse_invalid({name + ": '" + printable(text, 100) + "' is not of the type " +
                           std::string(beneath_optional(*p.member->type).name)});
}

OKTA_DECL std::optional<error> read_request(http_request const& http, target_parts const& target, route const& r,
                                            void* request)
{
    std::optional<error> wrong;
    std::size_t segment = 0;
    okta::detail::for_each_placeholder(r.info->uri, [&](std::string_view name, bool is_query) {
        auto const* const p = r.info->find(name);
        if (!p || wrong) return;
        if (is_query) {
            if (auto const* const text = target.find(name)) wrong = read_parameter(*p, *text, request);
            return;
        }
        while (!r.segments[segment].empty()) ++segment;
        wrong = read_parameter(*p, target.path[segment++], request);
    });
    for (auto const& p : r.info->parameters) {
        if (wrong) return wrong;
        auto const text = p.where == position::header ? http.fields.find(p.wire) : std::nullopt;
        if (text) wrong = read_parameter(p, *text, request);
    }
    return wrong ? wrong : body_reader(*r.info, request).read(http.body);
}

} // namespace okta::sandbox::detail
#endif
