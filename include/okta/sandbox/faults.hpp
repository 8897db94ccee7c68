#ifndef OKTA_SANDBOX_FAULTS_HPP
#define OKTA_SANDBOX_FAULTS_HPP

#include <okta/impl/config.hpp>
#include <okta/model/timestamp.hpp>
#include <okta/transport/any_transport.hpp>
#include <okta/transport/concepts.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace okta::sandbox {

/// What can go wrong with a request, as its sender sees it.
enum class fault {
    latency,           ///< nothing but the rule's `delay`
    rate_limit,        ///< 429 of a used-up window: `X-Rate-Limit-Remaining: 0`, a reset to wait for
    concurrency_limit, ///< 429 of too many requests at once: limit and remaining 0, the reset far and of no use
    server_error,      ///< 5xx with Okta's error body
    html_page,         ///< 5xx of a gateway before Okta: `text/html`
    connection_reset,  ///< a transport error before anything was sent
    lost_answer,       ///< the request is carried out, its answer is lost: how a repeated create makes two
    truncated_body,    ///< the answer's body ends after its first half; an empty one stays empty
    garbage            ///< 256 bytes that are not JSON instead of the answer's body
};

[[nodiscard]] std::string_view to_string(fault f) noexcept;

/// Says of a request whether a rule is for it.
using request_predicate = std::function<bool(http_request const&)>;

/// Requests of that method whose path is `path` or below it, by whole segments: `on("POST", "/api/v1/users")` takes in
/// `/api/v1/users?activate=true` and `/api/v1/users/00u1`, not for `/api/v1/usersets`. `*` is any method.
/// \throws std::invalid_argument for a method that is not GET, POST, PUT, DELETE or `*`, a path that is not from `/` on
[[nodiscard]] request_predicate on(std::string_view method, std::string_view path);

/// The nth request (from 1) of those that `among` holds for; without it, of all since the rule was injected.
[[nodiscard]] request_predicate nth(std::size_t n, request_predicate among = {});

/// The first n requests of those that `among` holds for.
[[nodiscard]] request_predicate first(std::size_t n, request_predicate among = {});

/// When a fault is injected, and what it looks like.
struct fault_rule
{
    request_predicate when = {};           ///< nothing: every request
    std::optional<std::size_t> times = {}; ///< at most so often; nothing: without end
    double probability = 1;                ///< for each request that `when` holds for; 0 to 1
    int status = 0;                        ///< 500 to 599; 0: 500 for server_error, 502 for html_page
    std::chrono::milliseconds delay{0};    ///< waited before all else, whatever the fault; at most 1 h
    std::int64_t limit = 600;              ///< rate_limit: the window's size, at least 1
    std::chrono::seconds reset_in{0};      ///< of both 429s, at most a day; 0: 30 s, and 114 s for concurrency_limit
};

struct fault_options
{
    std::uint64_t seed = 1; ///< the same seed and the same order of requests: the same faults

    /// The `Date` of the answers and the start of their windows; nothing: the system's clock. Called on any thread.
    std::function<timestamp()> clock = {};

    /// How a blocking send waits; nothing: it puts its thread to sleep. Called on the sender's thread.
    std::function<void(std::chrono::milliseconds)> sleep = {};
};

namespace detail {

/// What is to be done to one request. `kind` empty: nothing.
struct fault_plan
{
    std::optional<fault> kind = {};
    std::chrono::milliseconds delay{0};
    bool times_out = false; // within the delay
    int status = 0;
    std::int64_t limit = 0;
    std::chrono::seconds reset_in{0};
    std::uint64_t noise = 0;
    std::string origin = {}; // for messages
};

/// The rules and counters that the copies of a faulty transport share. Thread-safe.
class fault_injector
{
public:
    explicit fault_injector(fault_options options);
    fault_injector(fault_injector const&) = delete;
    fault_injector& operator=(fault_injector const&) = delete;
    ~fault_injector();

    void add(fault kind, fault_rule rule);
    void clear();
    [[nodiscard]] std::size_t count(std::optional<fault> kind) const;

    /// Takes the delay off the request's timeout.
    fault_plan choose(http_request& request);
    /// Nothing when the request is to be passed on.
    [[nodiscard]] std::optional<transport_result> answer_instead(fault_plan const& plan) const;
    [[nodiscard]] std::optional<transport_result> wait_and_answer(fault_plan const& plan) const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// What the plan makes of the inner transport's result.
transport_result alter_answer(fault_plan const& plan, transport_result result);

using pass_on = std::function<void(http_request, transport_handler)>;
void async_send_faulty(std::shared_ptr<fault_injector> faults, boost::asio::any_io_executor executor,
                       http_request request, transport_handler handler, pass_on inner);

} // namespace detail

/// Any transport, with faults on demand. It blocks, or is asynchronous, as the inner one does.
///
///     okta::sandbox::faulty transport{org, {.seed = 7}};
///     transport.inject(okta::sandbox::fault::lost_answer, {.when = okta::sandbox::on("POST", "/api/v1/users"),
///                                                          .times = 1});
///     okta::client client{org.url(), okta::api_token{org.token()}, transport};
///
/// Of several rules the first that applies wins. Every rule's predicate is asked once for each request, in the order of
/// the rules and one request at a time, so it may count; it must not throw and not use this transport.
///
/// The delay counts towards `http_request::timeout`: a request whose time is over during it fails with `timed_out` and
/// is not passed on. Asynchronously the delay can be cancelled; the request then fails with `operation_aborted` and
/// `sent::nothing`.
///
/// Thread safety: every function may be called from any thread at any time; the inner transport decides for its own.
/// Copies share transport, rules and counters. A moved-from object may only be assigned to or destroyed.
template <class Transport>
class faulty
{
    static_assert(okta::detail::check_transport<Transport>());

public:
    explicit faulty(Transport inner, fault_options options = {})
        : inner_(std::make_shared<Transport>(std::move(inner))),
          faults_(std::make_shared<detail::fault_injector>(std::move(options)))
    {
    }

    /// Adds a rule behind those there are.
    /// \throws std::invalid_argument that names the member that is out of its bounds; `latency` needs a delay
    void inject(fault kind, fault_rule rule = {}) { faults_->add(kind, std::move(rule)); }

    /// Removes all rules; the counters stay.
    void clear() { faults_->clear(); }

    /// How many faults were injected so far: of that kind, or of any. A fault counts from when it is chosen.
    [[nodiscard]] std::size_t injected(fault kind) const { return faults_->count(kind); }
    [[nodiscard]] std::size_t injected() const { return faults_->count(std::nullopt); }

    transport_result send(http_request request)
        requires blocking_transport<Transport>
    {
        auto const plan = faults_->choose(request);
        if (auto instead = faults_->wait_and_answer(plan)) return std::move(*instead);
        return detail::alter_answer(plan, inner_->send(std::move(request)));
    }

    [[nodiscard]] auto get_executor()
        requires async_transport<Transport>
    {
        return inner_->get_executor();
    }

    template <boost::asio::completion_token_for<void(transport_result)> Token>
        requires async_transport<Transport>
    auto async_send(http_request request, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(transport_result)>(
            [inner = inner_, faults = faults_](transport_handler handler, http_request r) {
                detail::async_send_faulty(faults, inner->get_executor(), std::move(r), std::move(handler),
                                          [inner](http_request passed, transport_handler h) {
                                              inner->async_send(std::move(passed), std::move(h));
                                          });
            },
            token, std::move(request));
    }

private:
    std::shared_ptr<Transport> inner_;
    std::shared_ptr<detail::fault_injector> faults_;
};

} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/faults.ipp>
#endif
#endif
