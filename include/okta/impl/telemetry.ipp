#ifndef OKTA_IMPL_TELEMETRY_IPP
#define OKTA_IMPL_TELEMETRY_IPP

#include <okta/codec/uri.hpp>
#include <okta/exchange/telemetry.hpp>

#include <algorithm>
#include <string>

namespace okta {
namespace detail {

using telemetry_attributes = std::vector<telemetry_attribute>;

/// Of metrics and spans alike: few different values, so that a metric has few time series.
OKTA_DECL telemetry_attributes common_attributes(attempt const& a, std::string_view host, std::string_view error_type)
{
    telemetry_attributes all{{"http.request.method", to_string(a.method)},
                             {"url.template", a.bucket.substr(std::min(a.bucket.find('/'), a.bucket.size()))},
                             {"server.address", host}};
    if (!a.action.empty()) all.push_back({"okta.action", a.action});
    if (a.status != 0) all.push_back({"http.response.status_code", std::int64_t{a.status}});
    if (!error_type.empty()) all.push_back({"error.type", error_type});
    return all;
}

OKTA_DECL std::string host_of(attempt const& a)
{
    auto const begin = a.url.find("://");
    if (begin == a.url.npos) return {};
    auto const rest = a.url.substr(begin + 3);
    return std::string(rest.substr(0, rest.find_first_of(":/")));
}

/// The status, or the kind of error: `error.type` of OpenTelemetry.
OKTA_DECL std::string error_type_of(attempt const& a)
{
    if (a.failure) return std::string(to_string(a.failure->kind));
    return a.status >= 400 ? std::to_string(a.status) : std::string();
}

} // namespace detail

OKTA_DECL void span_observer::operator()(attempt const& a) const
{
    using clock = std::chrono::system_clock;
    auto const host = detail::host_of(a);
    auto const type = detail::error_type_of(a);
    telemetry_span span{a.bucket, {}, clock::now(), !type.empty(), detail::common_attributes(a, host, type)};
    span.start = span.end - std::chrono::duration_cast<clock::duration>(a.took);
    auto& all = span.attributes;
    all.push_back({"url.full", a.url});
    if (a.number > 1) all.push_back({"http.request.resend_count", std::int64_t{a.number} - 1});
    if (a.facts && !a.facts->request_id.empty()) all.push_back({"okta.request_id", a.facts->request_id});
    if (a.waited_for != wait_reason::none) all.push_back({"okta.waited_for", to_string(a.waited_for)});
    if (a.transfer.bytes_sent != 0) all.push_back({"okta.connection_reused", a.transfer.reused});
    export_(span);
}

OKTA_DECL void metric_observer::operator()(attempt const& a) const
{
    auto const host = detail::host_of(a);
    auto const type = detail::error_type_of(a);
    auto const seconds = [](std::chrono::nanoseconds t) { return std::chrono::duration<double>(t).count(); };
    telemetry_metric m{{}, {}, 0, detail::common_attributes(a, host, type)};
    auto const say = [&](std::string_view name, std::string_view unit, double value) {
        m.name = name;
        m.unit = unit;
        m.value = value;
        export_(m);
    };
    if (a.number > 0) say("http.client.request.duration", "s", seconds(a.took));
    if (a.transfer.bytes_sent > 0) {
        say("okta.client.sent", "By", static_cast<double>(a.transfer.bytes_sent));
        say("okta.client.received", "By", static_cast<double>(a.transfer.bytes_received));
    }
    if (a.facts && a.facts->rate_limit) {
        say("okta.rate_limit.limit", "{request}", static_cast<double>(a.facts->rate_limit->limit));
        say("okta.rate_limit.remaining", "{request}", static_cast<double>(a.facts->rate_limit->remaining));
    }
    if (!a.last) return;
    say("okta.client.call.duration", "s", seconds(a.ended - a.call_started));
    say("okta.client.call.waiting", "s", seconds(a.call_waited));
}

} // namespace okta
#endif
