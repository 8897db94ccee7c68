#ifndef OKTA_TEST_UNIT_EXCHANGE_PLAYED_CALL_HPP
#define OKTA_TEST_UNIT_EXCHANGE_PLAYED_CALL_HPP

#include <okta/exchange/exchange.hpp>

#include <boost/system/errc.hpp>

#include <memory>
#include <string>
#include <utility>

// A call played through by hand: `send`, `wait 31000`, `done` are what it wants next.

namespace okta::test {

using namespace std::chrono_literals;
using detail::exchange;

inline constexpr auto org_origin = "https://o.okta.com";
inline constexpr detail::call_traits reading{"get_user", "GET /api/v1/users/{id}", true, true};
inline constexpr detail::call_traits replacing{"replace_user", "PUT /api/v1/users/{id}", true, false};
inline constexpr detail::call_traits creating{"create_user", "POST /api/v1/users", false, false};

inline http_response answer(int status, std::initializer_list<std::pair<char const*, char const*>> fields = {})
{
    http_response a{.status = status, .body = "b"};
    for (auto const& [name, value] : fields) a.fields.add(name, value);
    return a;
}

inline error of_kind(error_kind k)
{
    error e;
    e.kind = k;
    return e;
}

class played_call
{
public:
    explicit played_call(detail::exchange_policy p = {}, detail::call_traits traits = reading,
                         http_request request = {})
        : policy(std::move(p))
    {
        if (request.origin.empty()) request.origin = org_origin;
        if (request.target.empty()) request.target = "/x";
        machine = std::make_unique<exchange>(detail::prepared_call{std::move(request), traits}, org_origin, policy, 1);
    }

    std::string start() { return told(exchange::started{now}); }
    std::string authorise(std::optional<error> failure = {}) { return told(exchange::authorised{failure, now}); }
    std::string respond(http_response a, bool refused = false)
    {
        return told(exchange::answered{std::move(a), refused, now});
    }
    std::string fail(bool nothing_sent, bool lasting = false, error_kind kind = error_kind::transport)
    {
        return told(exchange::failed{of_kind(kind), nothing_sent, lasting, {}, now});
    }
    std::string cancel() { return told(exchange::cancelled{of_kind(error_kind::cancelled), now}); }

    /// The wait that was asked for, to its end.
    std::string wait()
    {
        now += waiting;
        return told(exchange::waited{now});
    }

    /// Up to `send`, whatever comes before.
    std::string until_sent()
    {
        auto next = start();
        return next == "authorise" ? authorise() : next;
    }

    /// After the wait up to the next `send`.
    std::string again()
    {
        auto next = wait();
        if (next == "authorise") next = authorise();
        if (next == "send") sent = machine->outgoing(false);
        return next;
    }

    detail::exchange_policy policy;
    std::unique_ptr<exchange> machine;
    exchange::time_point now = {};
    std::chrono::milliseconds waiting{0}; ///< of the last `wait`
    http_request sent = {};               ///< by `again`

private:
    template <class Event>
    std::string told(Event e)
    {
        auto const step = machine->resume(std::move(e));
        if (auto const* const w = std::get_if<exchange::wait>(&step)) return waiting = w->time, "wait";
        if (std::holds_alternative<exchange::authorise>(step)) return "authorise";
        return std::holds_alternative<exchange::send>(step) ? "send" : "done";
    }
};

} // namespace okta::test
#endif
