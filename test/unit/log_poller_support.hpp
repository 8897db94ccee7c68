#ifndef OKTA_TEST_UNIT_LOG_POLLER_SUPPORT_HPP
#define OKTA_TEST_UNIT_LOG_POLLER_SUPPORT_HPP

#include "fakes.hpp"

#include <okta/actions/groups.hpp>
#include <okta/log_poller.hpp>
#include <okta/sandbox/org.hpp>

#include <string>
#include <string_view>
#include <vector>

// A System Log from a script, and one of an org in memory.

namespace okta::test {

inline constexpr auto logs_url = "https://o.okta.com/api/v1/logs?after=";

/// A log event's JSON, published that many seconds after 2026-03-01T12:00:00Z, below a minute.
inline std::string log_json(std::string uuid, int second = 0, std::string type = "user.session.start")
{
    auto const s = std::to_string(second);
    return R"({"uuid":")" + uuid + R"(","eventType":")" + type + R"(","published":"2026-03-01T12:00:)" +
           (second < 10 ? "0" : "") + s + R"(.000Z"})";
}

/// A page of the log: events, and behind them the next link's cursor; empty: none.
inline http_response log_page(std::vector<std::string> const& events, std::string const& after)
{
    std::string body = "[";
    for (auto const& e : events) body.append(body.size() > 1 ? "," : "").append(e);
    auto a = answer(200, body + ']', {{"Date", "Sun, 01 Mar 2026 12:30:00 GMT"}});
    if (!after.empty())
        a.fields.add("Link", std::string("<").append(logs_url).append(after).append(R"(>; rel="next")"));
    return a;
}

inline http_response lost_cursor()
{
    return answer(400, R"({"errorCode":"E0000001","errorSummary":"Api validation failed: after"})",
                  {{"Date", "Sun, 01 Mar 2026 12:30:00 GMT"}});
}

inline std::vector<std::string> targets_of(script const& s)
{
    std::vector<std::string> all;
    for (auto const& r : s.seen()) all.push_back(r.target);
    return all;
}

/// The uuids of a page, one after the other.
inline std::string uuids_of(result<page<log_event>> const& p)
{
    if (!p) return p.error().message();
    std::string all;
    for (auto const& e : *p) all.append(e.uuid.value_or("?"));
    return all;
}

/// An org in memory whose log grows by creating groups: `group.lifecycle.create`, one event each.
struct logging_org
{
    sandbox::stepping_clock clock{};
    sandbox::org org{{.clock = clock}};
    okta::client client{org.url(), api_token{org.token()}, org, {.clock = simulated_time().clock()}};
    int groups = 0;

    void make_events(int n)
    {
        for (int i = 0; i < n; ++i)
            (void)client.call(create_group{.profile = {.name = "g" + std::to_string(groups++)}}).value();
    }

    /// Of all that there are, by the log itself.
    std::vector<std::string> uuids()
    {
        std::vector<std::string> all;
        auto pages = client.pages(list_log_events{.until = org.now() + std::chrono::hours(1), .limit = 1'000});
        while (auto page = pages.next())
            for (auto const& e : *page) all.push_back(*e.uuid);
        return all;
    }
};

} // namespace okta::test
#endif
