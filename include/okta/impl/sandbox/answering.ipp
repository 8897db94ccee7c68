#ifndef OKTA_IMPL_SANDBOX_ANSWERING_IPP
#define OKTA_IMPL_SANDBOX_ANSWERING_IPP

#include <okta/codec/http_date.hpp>
#include <okta/codec/json_write.hpp>
#include <okta/codec/uri.hpp>
#include <okta/sandbox/org.hpp>
#include <okta/sandbox/text.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

OKTA_DECL std::optional<error> keep_fields(std::string const& fields, std::string& body);

/// One request on its way through the org: route, rate limit, credentials, media types, parameters, behaviour.
class answering
{
public:
    answering(org_state& o, http_request const& r, wire_facts const& w)
        : org_(o), http_(r), wire_(w), now_(o.options.clock())
    {
        request_id_ = org_.random_text(22);
        out_.fields.add("Date", to_http_date(std::chrono::floor<std::chrono::seconds>(now_)));
        out_.fields.add("X-Okta-Request-Id", request_id_);
        out_.fields.add("Cache-Control", "no-cache, no-store");
    }

    http_response run()
    {
        auto const target = target_parts::parse(http_.target);
        if (!target) return unrouted(refuse_invalid({"target: A percent-escape is malformed"}));
        auto const [found, path_known] = org_.routes.find(http_.method, target->path);
        if (!path_known) return unrouted(refuse(404, "E0000008", "The requested path was not found"));
        if (!found || !wire_.method.empty()) return wrong_method();
        route_ = found;
        if (count(found->bucket)) return one_too_many();
        auto const& info = *found->info;
        auto admitted = org_.grants.admit(http_, now_, info.scopes, info.bearer_only);
        if (!admitted.challenge.empty()) out_.fields.add("WWW-Authenticate", admitted.challenge);
        if (admitted.refused) return refused(std::move(*admitted.refused));
        if (auto wrong = check_message()) return refused(std::move(*wrong));
        return behave(*target, *admitted.caller);
    }

    /// For an endpoint with rules of its own for credentials: nothing, or the refusal of a call too many.
    std::optional<http_response> admit_uncredentialed(std::string_view bucket)
    {
        if (count(bucket)) return one_too_many();
        return std::nullopt;
    }

    /// The endpoint's answer with the headers that every answer has.
    http_response finish(http_response from)
    {
        for (std::size_t i = 0; i < from.fields.size(); ++i) out_.fields.set(from.fields[i].name, from.fields[i].value);
        out_.status = from.status;
        out_.body = std::move(from.body);
        return std::move(out_);
    }

    [[nodiscard]] timestamp now() const noexcept { return now_; }

    http_response wrong_method()
    {
        return unrouted(refuse(405, "E0000022", "The endpoint does not support the provided HTTP method"));
    }

private:
    http_response one_too_many()
    {
        return refused(refuse(429, "E0000047", "API call exceeded rate limit due to too many requests."));
    }

    /// All that has no action shares a bucket: its name may not come from the caller.
    http_response unrouted(error e)
    {
        if (count("unrouted")) return one_too_many();
        return refused(std::move(e));
    }

    /// Counts the call and tells what is left; true: it is one too many.
    bool count(std::string_view bucket)
    {
        if (!wire_.counted) return false;
        auto const [told, too_many] = org_.limiter.count(bucket, now_);
        out_.fields.add("X-Rate-Limit-Limit", std::to_string(told.limit));
        out_.fields.add("X-Rate-Limit-Remaining", std::to_string(told.remaining));
        out_.fields.add("X-Rate-Limit-Reset", std::to_string(told.reset.time_since_epoch().count()));
        return too_many;
    }

    /// The media type without its parameters and the blanks around it (RFC 9110 section 8.3.1).
    static std::string_view essence(std::string_view media_type)
    {
        media_type = media_type.substr(0, media_type.find(';'));
        media_type.remove_prefix(std::min(media_type.find_first_not_of(" \t"), media_type.size()));
        return media_type.substr(0, media_type.find_last_not_of(" \t") + 1);
    }
    static bool is_json(std::string_view media_type)
    {
        return okta::equal_ignoring_case(essence(media_type), "application/json");
    }

    /// JSON only, and a length for whatever may have a body. (Okta: Core API reference.)
    std::optional<error> check_message() const
    {
        bool accepted = false;
        auto const ranges = http_.fields.all("Accept");
        for (auto const line : ranges)
            for_each_part(line, ',', [&](std::string_view range) {
                accepted = accepted || is_json(range) || essence(range) == "*/*" || essence(range) == "application/*";
                return !accepted;
            });
        if ((!ranges.empty() && !accepted) ||
            (!http_.body.empty() && !is_json(http_.fields.find("Content-Type").value_or(""))))
            return refuse(400, "E0000021",
                          "Bad request. Accept and/or Content-Type headers likely do not match supported values.");
        if (wire_.length_missing)
            return refuse(411, "E0000003", "A POST or PUT needs a Content-Length, 0 without a body");
        return std::nullopt;
    }

    http_response behave(target_parts const& target, grant const& caller)
    {
        auto const& info = *route_->info;
        auto const request = info.make_request();
        if (auto wrong = read_request(http_, target, *route_, request.get())) return refused(std::move(*wrong));
        call c(org_, http_, caller, now_, request_id_, wire_.peer_address);
        auto reply = route_->run(c, request.get());
        if (!reply.refused && !c.fields.empty()) reply.refused = keep_fields(c.fields, reply.body);
        if (reply.refused) return refused(std::move(*reply.refused));
        out_.status = info.success_status;
        if (info.result) out_.fields.add("Content-Type", "application/json");
        if (!reply.etag.empty()) out_.fields.add("ETag", reply.etag);
        if (info.paginated && !c.no_links) add_links(target, c.limit, reply.next);
        out_.body = std::move(reply.body);
        return std::move(out_);
    }

    /// Okta sends `self` and `next` as lines of their own; the next link repeats the other parameters.
    void add_links(target_parts const& target, std::optional<std::int64_t> limit, std::string const& next)
    {
        auto const link = [&](std::string_view relation, std::string const& after) {
            auto text = '<' + http_.origin + http_.target.substr(0, http_.target.find('?'));
            char separator = '?';
            auto const add = [&](std::string_view name, std::string_view value) {
                text += std::exchange(separator, '&');
                percent_encode(name, text);
                text += '=';
                percent_encode(value, text);
            };
            if (!after.empty()) add("after", after);
            for (auto const& [name, value] : target.query)
                if (name != "limit" && name != "after" && !(name == "since" && !after.empty())) add(name, value);
            if (limit) add("limit", std::to_string(*limit));
            out_.fields.add("Link", text.append(">; rel=\"").append(relation).append("\""));
        };
        auto const* const here = target.find("after");
        link("self", here ? *here : std::string());
        if (!next.empty()) link("next", next);
    }

    http_response refused(error e)
    {
        out_.status = e.status;
        if (e.code.empty()) return std::move(out_);                                        // all is in the header
        if (route_ && route_->info->bearer_only && (e.status == 401 || e.status == 403)) { // all is in the header
            if (!e.code.starts_with('E'))
                out_.fields.set("WWW-Authenticate",
                                "Bearer error=\"" + e.code + "\", error_description=\"" + e.summary + '"');
            return std::move(out_);
        }
        error_document d;
        d.error_code = e.code;
        d.error_summary = std::move(e.summary);
        d.error_id = "oae" + org_.random_text(22);
        if (!route_ || route_->bucket != "GET /api/v1/logs") { // whose errors have neither (Okta: System Log query)
            d.error_link = std::move(e.code);                  // the code once more
            auto& causes = d.error_causes.emplace();
            for (auto& cause : e.causes) causes.push_back({std::move(cause), {}});
        }
        out_.body = to_json(d);
        out_.fields.add("Content-Type", "application/json");
        return std::move(out_);
    }

    org_state& org_;
    http_request const& http_;
    wire_facts const& wire_;
    timestamp const now_;
    std::string request_id_ = {};
    route const* route_ = nullptr;
    http_response out_ = {};
};

} // namespace okta::sandbox::detail
#endif
