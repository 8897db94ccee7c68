#ifndef OKTA_IMPL_ANSWER_IPP
#define OKTA_IMPL_ANSWER_IPP

#include <okta/codec/decode.hpp>
#include <okta/codec/http_date.hpp>
#include <okta/codec/link_header.hpp>
#include <okta/codec/uri.hpp>
#include <okta/impl/link_header.ipp>

#include <boost/json/parse.hpp>

#include <charconv>

namespace okta::detail {

OKTA_DECL bool unexpected(error& e, std::string summary)
{
    e.kind = error_kind::unexpected_answer;
    e.summary = std::move(summary);
    return false;
}

OKTA_DECL std::optional<std::int64_t> parse_number(std::string_view text)
{
    std::int64_t n = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return n;
}

/// The smallest of a header's values: proxies may repeat rate-limit lines.
OKTA_DECL std::optional<std::int64_t> smallest(http_fields const& fields, std::string_view name)
{
    std::optional<std::int64_t> least;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const field = fields[i];
        if (!equal_ignoring_case(field.name, name)) continue;
        if (auto const n = parse_number(field.value); n && (!least || *n < *least)) least = n;
    }
    return least;
}

OKTA_DECL response_facts facts_of(http_response const& answer)
{
    response_facts facts;
    facts.status = answer.status;
    facts.request_id = answer.fields.find("X-Okta-Request-Id").value_or("");
    facts.etag = answer.fields.find("ETag").value_or("");
    auto const limit = smallest(answer.fields, "X-Rate-Limit-Limit");
    auto const remaining = smallest(answer.fields, "X-Rate-Limit-Remaining");
    auto const reset = smallest(answer.fields, "X-Rate-Limit-Reset");
    if (limit && remaining && reset)
        facts.rate_limit = rate_limit{*limit, *remaining, std::chrono::sys_seconds{std::chrono::seconds{*reset}}};
    if (auto const date = answer.fields.find("Date")) facts.date = parse_http_date(*date);
    return facts;
}

/// The member of that name if it is a string: an error body is taken for what it gives, whatever else is odd in it.
OKTA_DECL std::string text_member(boost::json::object const& object, std::string_view name)
{
    auto const* const value = object.if_contains(name);
    auto const* const text = value ? value->if_string() : nullptr;
    return text ? std::string(text->data(), text->size()) : std::string();
}

OKTA_DECL void read_okta_error(boost::json::object const& body, error& e)
{
    e.code = text_member(body, "errorCode");
    e.summary = text_member(body, "errorSummary");
    e.error_id = text_member(body, "errorId");
    auto const* const causes = body.if_contains("errorCauses");
    if (!causes || !causes->is_array()) return;
    for (auto const& cause : causes->get_array())
        if (auto const* const object = cause.if_object()) e.causes.push_back(text_member(*object, "errorSummary"));
}

/// True when the body is one of Okta's errors, or OAuth's.
OKTA_DECL bool read_error_body(std::string_view text, error& e)
{
    constexpr std::size_t readable = 1024 * 1024;
    boost::json::value body;
    boost::system::error_code ec;
    if (text.size() <= readable) body = boost::json::parse(text, ec);
    if (auto const* const object = ec ? nullptr : body.if_object()) {
        read_okta_error(*object, e);
        if (!e.code.empty()) return true;
        e.code = text_member(*object, "error"); // RFC 6749 section 5.2
        e.summary = text_member(*object, "error_description");
        if (!e.code.empty()) e.kind = error_kind::oauth;
    }
    return !e.code.empty();
}

/// The value of `name="…"` or `name=…` in a WWW-Authenticate header (RFC 9110 section 11.2, RFC 6750 section 3). What
/// looks like it within quotes is another parameter's text.
OKTA_DECL std::string challenge_parameter(std::string_view challenge, std::string_view name)
{
    while (!challenge.empty()) {
        auto const word = challenge.substr(0, challenge.find_first_of("=\", \t"));
        challenge.remove_prefix(word.size());
        skip_blanks(challenge);
        if (challenge.starts_with(',')) challenge.remove_prefix(1);
        else if (challenge.starts_with('"')) take_parameter_value(challenge);
        else if (challenge.starts_with('=')) {
            challenge.remove_prefix(1);
            skip_blanks(challenge);
            auto value = take_parameter_value(challenge);
            if (equal_ignoring_case(word, name)) return value;
        }
    }
    return {};
}

OKTA_DECL std::string error_code_of(http_response const& answer)
{
    error e;
    read_error_body(answer.body, e);
    for (auto const challenge : answer.fields.all("WWW-Authenticate"))
        if (e.code.empty()) e.code = challenge_parameter(challenge, "error");
    return e.code;
}

OKTA_DECL bool check_answer(http_response&& answer, action_info const& info, response_facts const& facts, error& e)
{
    if (answer.status >= 200 && answer.status < 300) return true;
    e.kind = error_kind::service;
    e.status = answer.status;
    e.request_id = facts.request_id;
    if (!read_error_body(answer.body, e) && !info.form) keep_body(std::move(answer.body), e);
    for (auto const challenge : answer.fields.all("WWW-Authenticate")) {
        if (!e.code.empty()) break; // OAuth's resource errors have no body, only this
        e.code = challenge_parameter(challenge, "error");
        e.summary = challenge_parameter(challenge, "error_description");
    }
    if (e.code.empty() && answer.status < 400) e.kind = error_kind::unexpected_answer;
    if (e.summary.empty()) e.summary.append(info.id).append(" was answered ").append(std::to_string(answer.status));
    return false;
}

OKTA_DECL bool read_next_link(http_fields const& fields, std::string_view origin, std::string& next, error& e)
{
    auto const link = okta::find_link(fields, "next");
    if (!link) return true;
    auto const own = parse_url(origin);
    if (!own) return unexpected(e, "the org's origin is not a URL");
    auto const url = link->starts_with("//")  ? parse_url(own->scheme + ':' + *link) // names a host
                     : link->starts_with('/') ? parse_url(own->origin() + *link)
                                              : parse_url(*link);
    if (!url) return unexpected(e, "the next link is not a URL");
    if (url->origin() != own->origin())
        return unexpected(e, "the next link leads to another origin: " + url->origin() + " instead of " +
                                 std::string(origin));
    if (url->target.starts_with("//")) // a cursor that somebody stored could not be told from another host's
        return unexpected(e, "the next link's path begins with two slashes");
    next = url->target;
    return true;
}

OKTA_DECL bool open_answer(http_response& answer, action_info const& info, std::string_view origin,
                           response_facts const& facts, std::string* next, error& e)
{
    if (!check_answer(std::move(answer), info, facts, e)) return false;
    e.status = answer.status;
    e.request_id = facts.request_id;
    return !next || read_next_link(answer.fields, origin, *next, e);
}

OKTA_DECL void keep_body(std::string&& body, error& e)
{
    constexpr std::size_t kept = 4096;
    e.raw_body = std::move(body);
    if (e.raw_body.size() > kept) e.raw_body.resize(kept);
}

OKTA_DECL bool decode_answer(http_response&& answer, action_info const& info, std::string_view origin,
                             response_facts const& facts, void* to, std::string* next, error& e,
                             decode_limits const& limits)
{
    if (!open_answer(answer, info, origin, facts, next, e)) return false;
    if (!to || decode_text(answer.body, to, *info.result, e, limits)) return true;
    if (!info.form) keep_body(std::move(answer.body), e); // a form's answer holds tokens
    return false;
}

} // namespace okta::detail
#endif
