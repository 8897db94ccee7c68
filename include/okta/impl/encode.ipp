#ifndef OKTA_IMPL_ENCODE_IPP
#define OKTA_IMPL_ENCODE_IPP

#include <okta/action/uri_template.hpp>
#include <okta/codec/encode.hpp>
#include <okta/codec/form.hpp>
#include <okta/codec/uri.hpp>

namespace okta::detail {

OKTA_DECL error invalid_request(action_info const& info, parameter_info const& p, std::string_view why)
{
    error e;
    e.kind = error_kind::invalid_request;
    e.summary.append(info.id).append(": ").append(p.member->name);
    if (p.wire != p.member->name) e.summary.append(" (").append(p.wire).append(")");
    e.summary.append(" ").append(why);
    return e;
}

OKTA_DECL std::optional<std::string_view> parameter_text(void const* at, type_info const& type, secrets s,
                                                         parameter_scratch& scratch)
{
    if (type.what == kind::optional) {
        auto const* const value = type.option->get(at);
        if (!value) return std::nullopt;
        return parameter_text(value, *type.inner, s, scratch);
    }
    if (type.what == kind::text && type.text->secret && s == secrets::redact) return "***";
    if (type.what == kind::text && type.text->view) return type.text->view(at, scratch.buffer);
    scratch.text.clear();
    if (type.what == kind::text) type.text->write(at, scratch.text);
    else json_writer(scratch.text, s).write(at, type); // true, 17, 1.5
    return scratch.text;
}

class request_encoder
{
public:
    request_encoder(void const* request, action_info const& info, secrets s)
        : request_(request), info_(info), secrets_(s)
    {
    }

    result<http_request> run()
    {
        http_.method = info_.method;
        http_.anonymous = info_.anonymous;
        http_.fields.reserve(8, 512);
        http_.fields.add("Accept", "application/json");
        if (target() && headers() && (info_.form ? form() : body())) return std::move(http_);
        return std::move(error_);
    }

private:
    bool refuse(parameter_info const& p, std::string_view why)
    {
        error_ = invalid_request(info_, p, why);
        return false;
    }

    void const* at(parameter_info const& p) const { return p.member->at(const_cast<void*>(request_)); }

    bool target()
    {
        auto rest = info_.uri;
        bool question = false;
        bool good = true;
        for (auto open = rest.find('{'); open != rest.npos && good; open = rest.find('{')) {
            auto const close = rest.find('}', open);
            http_.target += rest.substr(0, open);
            question = question || http_.target.find('?') != std::string::npos;
            for_each_placeholder(rest.substr(open, close - open + 1), [&](std::string_view name, bool is_query) {
                if (auto const* const p = info_.find(name); p && good) good = is_query ? query(*p, question) : path(*p);
            });
            rest.remove_prefix(close + 1);
        }
        http_.target += rest;
        return good;
    }

    bool path(parameter_info const& p)
    {
        auto const text = parameter_text(at(p), *p.member->type, secrets_, scratch_).value_or("");
        if (text.empty()) return refuse(p, "is empty: the call would address another resource");
        if (text == "." || text == "..")
            return refuse(p, text == "." ? "is '.', which URLs resolve away" : "is '..', which URLs resolve away");
        percent_encode(text, http_.target);
        return true;
    }

    bool query(parameter_info const& p, bool& question)
    {
        if (p.member->presence == presence::plain && !is_present(request_, *p.member)) return true;
        auto const* type = p.member->type;
        auto const* value = at(p);
        if (type->what == kind::optional) {
            value = type->option->get(value);
            type = type->inner;
        }
        if (!value) return true;
        if (p.wire == "limit" && type->what == kind::integer && type->integers->load(value) < 1)
            return refuse(p, "is below 1");
        auto const many = type->what == kind::array;
        for (std::size_t i = 0, n = many ? type->array->size(value) : 1; i < n; ++i) {
            auto const* const one = many ? type->array->item(value, i) : value;
            auto const text = parameter_text(one, many ? *type->inner : *type, secrets_, scratch_);
            http_.target += std::exchange(question, true) ? '&' : '?';
            percent_encode(p.wire, http_.target);
            http_.target += '=';
            percent_encode(text.value_or(""), http_.target);
        }
        return true;
    }

    bool headers()
    {
        for (auto const& p : info_.parameters) {
            if (p.where != position::header) continue;
            auto const given = parameter_text(at(p), *p.member->type, secrets_, scratch_);
            if (!given) continue;
            auto const text = *given;
            if (text.empty()) return refuse(p, "is empty: leave it out, or give a value");
            for (char const c : text)
                if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return refuse(p, "holds a control character");
            http_.fields.set(p.wire, text);
        }
        // Okta asks for the media type on every request, with a body or not.
        auto const type = info_.form ? "application/x-www-form-urlencoded" : "application/json";
        if (!http_.fields.find("Content-Type")) http_.fields.add("Content-Type", type);
        return true;
    }

    bool form()
    {
        for (auto const& p : info_.parameters)
            if (p.where == position::body) encode_form_member(request_, *p.member, secrets_, scratch_, http_.body);
        return true;
    }

    bool body()
    {
        if (!has_body(info_.method)) return true;
        bool any = false;
        json_writer writer(http_.body, secrets_);
        auto const start = writer.position();
        for (auto const& p : info_.parameters) {
            if (p.where != position::body || p.member->alias) continue;
            any = true;
            if (p.member->rest) writer.rest(*static_cast<boost::json::object const*>(at(p)), *info_.request);
            else writer.member(request_, *p.member);
            if (!writer.clash().empty())
                return refuse(p, "has the custom attribute '" + writer.clash() + "', which is a declared member");
        }
        if (any) writer.close(start, '{', '}');
        writer.flush();
        return true;
    }

    void const* request_;
    action_info const& info_;
    secrets secrets_;
    http_request http_ = {};
    parameter_scratch scratch_ = {};
    error error_ = {};
};

OKTA_DECL result<http_request> encode(void const* request, action_info const& info, secrets s)
{
    return request_encoder(request, info, s).run();
}

} // namespace okta::detail
#endif
