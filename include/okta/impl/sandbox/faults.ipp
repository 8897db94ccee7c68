#ifndef OKTA_IMPL_SANDBOX_FAULTS_IPP
#define OKTA_IMPL_SANDBOX_FAULTS_IPP

#include <okta/sandbox/clock.hpp>
#include <okta/sandbox/faults.hpp>

#include <okta/impl/sandbox/fault_answers.ipp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace okta::sandbox {

OKTA_DECL std::string_view to_string(fault f) noexcept
{
    constexpr std::string_view names[] = {"latency",      "rate_limit",     "concurrency_limit",
                                          "server_error", "html_page",      "connection_reset",
                                          "lost_answer",  "truncated_body", "garbage"};
    auto const i = static_cast<std::size_t>(f);
    return i < std::size(names) ? names[i] : std::string_view("unknown");
}

OKTA_DECL request_predicate on(std::string_view method, std::string_view path)
{
    auto const known = [&](okta::method m) { return to_string(m) == method; };
    using enum okta::method;
    if (method != "*" && !known(get) && !known(post) && !known(put) && !known(del))
        throw std::invalid_argument("okta::sandbox::on: the method is " + std::string(method) +
                                    ", not GET, POST, PUT, DELETE or *");
    if (!path.starts_with('/'))
        throw std::invalid_argument("okta::sandbox::on: the path " + std::string(path) + " does not start with /");
    while (path.ends_with('/')) path.remove_suffix(1);
    return [m = std::string(method), p = std::string(path)](http_request const& r) {
        auto const target = std::string_view(r.target);
        if ((m != "*" && m != to_string(r.method)) || !target.starts_with(p)) return false;
        return target.size() == p.size() || target[p.size()] == '/' || target[p.size()] == '?';
    };
}

OKTA_DECL request_predicate nth(std::size_t n, request_predicate among)
{
    if (n == 0) throw std::invalid_argument("okta::sandbox::nth: requests are counted from 1");
    return [n, among = std::move(among), seen = std::size_t{0}](http_request const& r) mutable {
        return (!among || among(r)) && ++seen == n;
    };
}

OKTA_DECL request_predicate first(std::size_t n, request_predicate among)
{
    return [n, among = std::move(among), seen = std::size_t{0}](http_request const& r) mutable {
        return (!among || among(r)) && seen++ < n;
    };
}

namespace detail {

inline constexpr std::size_t fault_kinds = static_cast<std::size_t>(fault::garbage) + 1;

struct fault_injector::state
{
    struct held_rule
    {
        fault kind;
        fault_rule rule;
        seeded_random random;
        std::size_t times = 0;
    };

    explicit state(fault_options o) : options(std::move(o)), seeds(options.seed) {}

    fault_options options;
    mutable std::mutex mutex = {};
    seeded_random seeds; // one for each rule, so that rules do not change one another's luck
    std::vector<held_rule> rules = {};
    std::array<std::size_t, fault_kinds> counts = {};
};

OKTA_DECL fault_injector::fault_injector(fault_options options) : state_(std::make_unique<state>(std::move(options)))
{
    auto& o = state_->options;
    if (!o.clock) o.clock = system_clock{};
    if (!o.sleep) o.sleep = [](std::chrono::milliseconds t) { std::this_thread::sleep_for(t); };
}

OKTA_DECL fault_injector::~fault_injector() = default;

OKTA_DECL void check_fault_rule(fault kind, fault_rule const& r)
{
    using namespace std::chrono_literals;
    auto const demand = [kind](bool good, std::string_view what) {
        if (good) return;
        std::string text = "okta::sandbox::faulty: ";
        throw std::invalid_argument(text.append(to_string(kind)).append(": ").append(what));
    };
    demand(static_cast<std::size_t>(kind) < fault_kinds, "no such fault");
    demand(r.probability >= 0 && r.probability <= 1, "the probability is not within 0 and 1");
    demand(r.delay >= 0ms && r.delay <= 1h, "the delay is not within 0 and 1 hour");
    demand(kind != fault::latency || r.delay > 0ms, "it needs a delay: {.delay = 200ms}");
    demand(r.limit >= 1, "the limit is below 1");
    demand(r.reset_in >= 0s && r.reset_in <= 24h, "reset_in is not within 0 and 24 hours");
    demand(r.status == 0 || (r.status >= 500 && r.status <= 599), "the status is not within 500 and 599");
    demand(r.status == 0 || kind == fault::server_error || kind == fault::html_page,
           "it has no status to choose: server_error and html_page have");
}

OKTA_DECL void fault_injector::add(fault kind, fault_rule rule)
{
    check_fault_rule(kind, rule);
    if (rule.status == 0) rule.status = kind == fault::html_page ? 502 : 500;
    if (rule.reset_in.count() == 0) rule.reset_in = std::chrono::seconds{kind == fault::concurrency_limit ? 114 : 30};
    std::lock_guard lock(state_->mutex);
    state_->rules.push_back({kind, std::move(rule), seeded_random(state_->seeds())});
}

OKTA_DECL void fault_injector::clear()
{
    std::vector<state::held_rule> gone; // destroyed without the lock, with what the predicates hold
    std::lock_guard lock(state_->mutex);
    gone.swap(state_->rules);
}

OKTA_DECL std::size_t fault_injector::count(std::optional<fault> kind) const
{
    std::lock_guard lock(state_->mutex);
    std::size_t sum = 0;
    for (std::size_t i = 0; i < fault_kinds; ++i)
        if (!kind || static_cast<std::size_t>(*kind) == i) sum += state_->counts[i];
    return sum;
}

OKTA_DECL fault_plan fault_injector::choose(http_request& request)
{
    constexpr double unit = 1.0 / 9007199254740992.0; // 2^-53: a double in [0, 1) from 53 random bits
    fault_plan plan;
    std::lock_guard lock(state_->mutex);
    // Rules behind the winner are asked and draw all the same: what they do next must not depend on the others.
    for (auto& held : state_->rules) {
        auto const& rule = held.rule;
        if (rule.when && !rule.when(request)) continue;
        auto const noise = held.random();
        bool const lucky = static_cast<double>(held.random() >> 11) * unit < rule.probability;
        if (!lucky || plan.kind || (rule.times && held.times >= *rule.times)) continue;
        ++held.times;
        ++state_->counts[static_cast<std::size_t>(held.kind)];
        plan = {held.kind, rule.delay, false, rule.status, rule.limit, rule.reset_in, noise, request.origin};
    }
    if (request.timeout.count() > 0 && plan.delay.count() > 0) {
        plan.times_out = plan.delay >= request.timeout;
        plan.delay = std::min(plan.delay, request.timeout);
        if (!plan.times_out) request.timeout -= plan.delay;
    }
    return plan;
}

OKTA_DECL std::optional<transport_result> fault_injector::answer_instead(fault_plan const& plan) const
{
    namespace asio_error = boost::asio::error;
    if (!plan.kind) return std::nullopt;
    if (plan.times_out)
        return transport_error{asio_error::timed_out, "injected delay: send a request to " + plan.origin,
                               sent::perhaps_all};
    switch (*plan.kind) {
    case fault::connection_reset:
        return transport_error{asio_error::connection_reset, "injected fault: send a request to " + plan.origin,
                               sent::nothing};
    case fault::rate_limit:
    case fault::concurrency_limit:
    case fault::server_error:
    case fault::html_page: return made_up_answer(plan, state_->options.clock());
    default: return std::nullopt;
    }
}

OKTA_DECL std::optional<transport_result> fault_injector::wait_and_answer(fault_plan const& plan) const
{
    if (plan.delay.count() > 0) state_->options.sleep(plan.delay);
    return answer_instead(plan);
}

/// One asynchronous request: the completion handler of its own wait and of the inner transport's call. It runs where
/// the caller's handler runs, and is cancelled as that is.
class faulty_call
{
public:
    using executor_type = boost::asio::any_completion_executor;
    using allocator_type = boost::asio::associated_allocator_t<transport_handler>;
    using cancellation_slot_type = boost::asio::cancellation_slot;

    faulty_call(std::shared_ptr<fault_injector> faults, boost::asio::any_io_executor executor, http_request request,
                transport_handler handler, pass_on inner)
        : faults_(std::move(faults)),
          inner_(std::move(inner)),
          handler_(std::move(handler)),
          executor_(std::move(executor)),
          own_(boost::asio::get_associated_executor(handler_, executor_)),
          request_(std::move(request))
    {
    }

    executor_type get_executor() const noexcept { return own_; }
    allocator_type get_allocator() const noexcept { return boost::asio::get_associated_allocator(handler_); }
    cancellation_slot_type get_cancellation_slot() const noexcept
    {
        return timer_ ? waiting_.slot() : handler_.get_cancellation_slot();
    }

    static void start(faulty_call self)
    {
        self.plan_ = self.faults_->choose(self.request_);
        if (self.plan_.delay.count() == 0) return std::move(self).proceed(false);
        self.waiting_ = {self.handler_.get_cancellation_slot(), boost::asio::enable_total_cancellation()};
        // The handler's executor may be another: the transport's must not run dry between the wait and the send.
        self.executor_ = boost::asio::prefer(self.executor_, boost::asio::execution::outstanding_work.tracked);
        self.timer_ = std::make_unique<boost::asio::steady_timer>(self.executor_, self.plan_.delay);
        auto& timer = *self.timer_;
        timer.async_wait(std::move(self));
    }

    void operator()(boost::system::error_code waited)
    {
        // A signal may have come too late for the timer and too early for the inner transport.
        if (waiting_.cancelled() != boost::asio::cancellation_type::none)
            waited = boost::asio::error::operation_aborted;
        timer_.reset();
        if (auto slot = get_cancellation_slot(); slot.is_connected()) slot.clear();
        if (!waited) return std::move(*this).proceed(true);
        result_ = transport_error{waited, "injected delay: send a request to " + plan_.origin, sent::nothing};
        (*this)();
    }

    void operator()(transport_result r)
    {
        result_ = alter_answer(plan_, std::move(r));
        (*this)();
    }

    void operator()() { std::move(handler_)(std::move(*result_)); }

private:
    /// `may_call`: whether the handler may be called here, which it may not within the initiating function.
    void proceed(bool may_call) &&
    {
        result_ = faults_->answer_instead(plan_);
        if (result_ && may_call) return (*this)();
        auto const executor = executor_;
        if (result_) return boost::asio::post(executor, std::move(*this));
        auto const inner = std::move(inner_);
        auto request = std::move(request_);
        inner(std::move(request), plan_.kind ? transport_handler(std::move(*this)) : std::move(handler_));
    }

    std::shared_ptr<fault_injector> faults_;
    pass_on inner_;
    transport_handler handler_;
    boost::asio::any_io_executor executor_;
    executor_type own_;
    http_request request_;
    fault_plan plan_ = {};
    std::unique_ptr<boost::asio::steady_timer> timer_ = {}; // while it runs
    boost::asio::cancellation_state waiting_ = {};
    std::optional<transport_result> result_ = {};
};

OKTA_DECL void async_send_faulty(std::shared_ptr<fault_injector> faults, boost::asio::any_io_executor executor,
                                 http_request request, transport_handler handler, pass_on inner)
{
    faulty_call::start(
        {std::move(faults), std::move(executor), std::move(request), std::move(handler), std::move(inner)});
}

} // namespace detail

} // namespace okta::sandbox
#endif
