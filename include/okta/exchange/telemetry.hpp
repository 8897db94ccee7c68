#ifndef OKTA_EXCHANGE_TELEMETRY_HPP
#define OKTA_EXCHANGE_TELEMETRY_HPP

#include <okta/exchange/observation.hpp>

#include <chrono>
#include <functional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// What an OpenTelemetry exporter needs, by OpenTelemetry's semantic conventions for HTTP clients, without depending on
// it: a program hands a function over that feeds its tracer or meter.

namespace okta {

/// `http.response.status_code` = 200. Views are valid while the function is called.
struct telemetry_attribute
{
    std::string_view key = {};
    std::variant<std::string_view, std::int64_t, bool> value = {};
};

/// One attempt as a span of kind CLIENT.
struct telemetry_span
{
    std::string_view name = {}; ///< `GET /api/v1/users/{id}`
    std::chrono::system_clock::time_point start = {}, end = {};
    bool failed = false; ///< status ERROR: no answer, or 400 and above
    std::vector<telemetry_attribute> attributes = {};
};

/// One measurement: a histogram's, or of a gauge.
struct telemetry_metric
{
    std::string_view name = {}; ///< `http.client.request.duration`
    std::string_view unit = {}; ///< `s`, `By`, `{request}`, as UCUM writes it
    double value = 0;
    std::vector<telemetry_attribute> attributes = {};
};

/// An observer that makes a span of every attempt.
class span_observer
{
public:
    explicit span_observer(std::function<void(telemetry_span const&)> to) : export_(std::move(to)) {}
    void operator()(attempt const& a) const;

private:
    std::function<void(telemetry_span const&)> export_;
};

/// An observer that measures: `http.client.request.duration`, `okta.client.sent` and `okta.client.received` (bytes of
/// HTTP, headers included) of every attempt; `okta.client.call.duration` and `okta.client.call.waiting` of every call;
/// `okta.rate_limit.limit` and `okta.rate_limit.remaining`.
class metric_observer
{
public:
    explicit metric_observer(std::function<void(telemetry_metric const&)> to) : export_(std::move(to)) {}
    void operator()(attempt const& a) const;

private:
    std::function<void(telemetry_metric const&)> export_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/telemetry.ipp>
#endif
#endif
