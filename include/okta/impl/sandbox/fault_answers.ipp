#ifndef OKTA_IMPL_SANDBOX_FAULT_ANSWERS_IPP
#define OKTA_IMPL_SANDBOX_FAULT_ANSWERS_IPP

#include <okta/codec/http_date.hpp>
#include <okta/sandbox/clock.hpp>
#include <okta/sandbox/faults.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <string>

// The answers that are made up for a fault, and what becomes of real ones.

namespace okta::sandbox::detail {

/// An id of the fault's own, as Okta's look: `reqfault0123456789abcdef`.
OKTA_DECL std::string fault_id(std::string_view prefix, std::uint64_t noise)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string id(prefix);
    for (int shift = 60; shift >= 0; shift -= 4) id += digits[(noise >> shift) & 15];
    return id;
}

/// Okta's catalogue has no code for the other statuses; its timeouts have that of 500, too.
OKTA_DECL std::string okta_error_body(int status, std::uint64_t noise)
{
    std::string_view code = "E0000009", summary = "Internal Server Error";
    if (status == 429) code = "E0000047", summary = "API call exceeded rate limit due to too many requests.";
    if (status == 501) code = "E0000060", summary = "Unsupported operation.";
    if (status == 503) code = "E0000010", summary = "Service is in read only mode";
    std::string body = R"({"errorCode":")";
    body.append(code).append(R"(","errorSummary":")").append(summary);
    body.append(R"(","errorLink":")").append(code).append(R"(","errorId":")").append(fault_id("oaefault", noise));
    return body.append(R"(","errorCauses":[]})");
}

OKTA_DECL std::string gateway_page(int status)
{
    auto title = std::to_string(status);
    if (status == 502) title += " Bad Gateway";
    if (status == 503) title += " Service Temporarily Unavailable";
    if (status == 504) title += " Gateway Time-out";
    return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title +
           "</h1></center>\r\n</body>\r\n</html>\r\n";
}

OKTA_DECL http_response made_up_answer(fault_plan const& plan, timestamp now)
{
    bool const window = plan.kind == fault::rate_limit, concurrency = plan.kind == fault::concurrency_limit;
    bool const html = plan.kind == fault::html_page;
    http_response r{.status = window || concurrency ? 429 : plan.status};
    r.fields.add("Date", to_http_date(std::chrono::floor<std::chrono::seconds>(now)));
    r.fields.add("Content-Type", html ? "text/html" : "application/json");
    if (!html) r.fields.add("X-Okta-Request-Id", fault_id("reqfault", plan.noise));
    if (window || concurrency) {
        auto const reset = std::chrono::floor<std::chrono::seconds>(now) + plan.reset_in;
        r.fields.add("X-Rate-Limit-Limit", std::to_string(window ? plan.limit : 0));
        r.fields.add("X-Rate-Limit-Remaining", "0");
        r.fields.add("X-Rate-Limit-Reset", std::to_string(reset.time_since_epoch().count()));
    }
    r.body = html ? gateway_page(r.status) : okta_error_body(r.status, plan.noise);
    return r;
}

OKTA_DECL std::string garbage_bytes(std::uint64_t noise)
{
    std::string bytes;
    seeded_random random(noise);
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(random() & 0xff);
    bytes[0] = '\xff'; // in no UTF-8, so in no JSON
    return bytes;
}

OKTA_DECL transport_result alter_answer(fault_plan const& plan, transport_result result)
{
    if (result.has_error()) return result;
    if (plan.kind == fault::lost_answer)
        return transport_error{boost::asio::error::connection_reset,
                               "injected fault: read the answer of " + plan.origin, sent::perhaps_all};
    if (plan.kind == fault::truncated_body) result->body.resize(result->body.size() / 2);
    if (plan.kind == fault::garbage) result->body = garbage_bytes(plan.noise);
    return result;
}

} // namespace okta::sandbox::detail
#endif
