#ifndef OKTA_LOG_POLLER_HPP
#define OKTA_LOG_POLLER_HPP

#include <okta/client.hpp>
#include <okta/hook/log_position.hpp>
#include <okta/transport/associations.hpp>

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>

namespace okta {
namespace detail {

/// A stop by either of two who may request it.
class either_stop
{
public:
    either_stop(std::stop_token const& a, std::stop_token const& b)
        : by_a_(a, request{&both_}), by_b_(b, request{&both_})
    {
    }

    [[nodiscard]] std::stop_token token() const noexcept { return both_.get_token(); }

private:
    struct request
    {
        std::stop_source* of;
        void operator()() const noexcept { of->request_stop(); }
    };

    std::stop_source both_ = {};
    std::stop_callback<request> by_a_, by_b_;
};

/// A loop that polls: its client ends calls and waits when a stop is requested.
template <class Client>
class polling_loop
{
public:
    polling_loop(Client const& org, log_poll_options const& options, std::stop_token const& stop)
        : stop_(stop, client_access::settings(org)->stop),
          org_(org.with({.stop = stop_.token()})),
          options_(options),
          pace_(options.interval, options.max_backoff)
    {
    }

    [[nodiscard]] Client& org() noexcept { return org_; }
    [[nodiscard]] bool stopped() const noexcept { return stop_.token().stop_requested(); }
    [[nodiscard]] std::stop_token token() const noexcept { return stop_.token(); }

    void rest(std::chrono::milliseconds time) const { (void)client_access::settings(org_)->sleep(time); }
    void good() noexcept { pace_.good(); }

    /// Rests after a failure. False: it is to end with it.
    bool survives(error const& e)
    {
        if (!may_pass(e)) return false;
        if (options_.on_failure) options_.on_failure(e.message());
        rest(pace_.failed());
        return true;
    }

private:
    either_stop stop_;
    Client org_;
    log_poll_options const& options_;
    pace pace_;
};

} // namespace detail

/// Reads the System Log as it grows, by a polling query: every event, in the order in which Okta kept them.
///
///     okta::log_poller log{org, {.types = on.event_types, .checkpoint = stored}};
///     auto const why = log.run([&](okta::page<okta::log_event> const& page, std::string const& checkpoint) {
///         for (auto const& e : page) handle(e);
///         store(checkpoint);
///     }, stop);
///
/// Store the checkpoint when the page is dealt with: a later run goes on behind it, and an event is given at least
/// once. A checkpoint that Okta has lost (it answers 400, 404 or 410 to its own link) is no error: the poller begins
/// again, `overlap` before the newest event that it has seen, and leaves out what this object has given before; after a
/// start from a checkpoint the overlap is given again. The same happens to a checkpoint made with other event types:
/// of types that are new, events come from there on.
///
/// Calls are retried, and held back at rate limits, as any call of the client; `.limits` and priority are the client's.
/// Needs the scope `okta.logs.read`.
///
/// \par Thread safety: none; one call at a time.
/// \par Lifetimes: the client is copied; the object may be moved or go while an asynchronous poll runs.
template <class Transport, class Authoriser>
class basic_log_poller
{
public:
    using client_type = basic_client<Transport, Authoriser>;
    using page_type = page<log_event>;

    /// \throws std::invalid_argument that names an option out of its bounds, or a checkpoint that is none
    explicit basic_log_poller(client_type org, log_poll_options options = {})
        : state_(std::make_shared<state>(std::move(org), detail::log_position(std::move(options))))
    {
    }

    /// Fetches one page and blocks until it is there. It may be empty, and have bad items, which are not known by their
    /// uuid. After an error the same page is asked for again by the next poll.
    result<page_type> poll_once() { return poll(state_->org); }

    /// The same on Asio. Completion signature: `void(okta::result<okta::page<okta::log_event>>)`; any completion token.
    /// Cancelled as a call is.
    template <boost::asio::completion_token_for<void(result<page_type>)> Token = boost::asio::deferred_t>
    auto async_poll_once(Token&& token = {})
    {
        return boost::asio::async_initiate<Token, void(result<page_type>)>(
            [](auto handler, std::shared_ptr<state> s) { ask(std::move(s), std::move(handler)); }, token, state_);
    }

    /// Where a later run goes on: behind the last page. A text of some hundred bytes, with nothing secret; empty before
    /// the first page. It is the page's next link, path and query, and behind a `#` what helps when Okta has lost it.
    [[nodiscard]] std::string const& checkpoint() const noexcept { return state_->position.checkpoint(); }

    /// Whether the last page was empty: let `interval` pass before the next poll. After any other one poll at once.
    [[nodiscard]] bool caught_up() const noexcept { return state_->position.caught_up(); }

    /// Polls until a stop is requested, of the client or by `stop`: `handler(page)` or `handler(page, checkpoint())` is
    /// called for each page that has something, and with the checkpoint for each one that moves it. Blocks. Failures
    /// that may pass (no answer, 429, 5xx, no System Log in the answer) are told to `on_failure` and waited for.
    /// \returns why it ended; nothing: it was stopped
    /// \throws what the handler throws: begin again then from the last checkpoint stored, by an object of its own
    template <class Handler>
    std::optional<error> run(Handler&& handler, std::stop_token stop)
    {
        constexpr bool with_checkpoint = std::is_invocable_v<Handler&, page_type const&, std::string const&>;
        detail::polling_loop<client_type> loop(state_->org, state_->position.options(), stop);
        while (!loop.stopped()) {
            auto const before = checkpoint();
            auto const page = poll(loop.org());
            if (!page) {
                if (!loop.stopped() && !loop.survives(page.error())) return page.error();
                continue;
            }
            loop.good();
            bool const has_something = !page->items.empty() || !page->bad_items.empty();
            if constexpr (with_checkpoint) {
                if (has_something || checkpoint() != before) handler(*page, checkpoint());
            } else if (has_something) handler(*page);
            if (caught_up()) loop.rest(state_->position.options().interval);
        }
        return std::nullopt;
    }

    [[nodiscard]] client_type const& org() const noexcept { return state_->org; }
    [[nodiscard]] log_poll_options const& options() const noexcept { return state_->position.options(); }

    /// `poll_once` through another client of the same org: one with other call options.
    result<page_type> poll(client_type& by)
    {
        for (;;) { // bounded by begin_again
            auto pages = state_->pages(by);
            auto came = pages.next();
            if (!state_->begins_again(came)) return state_->take(std::move(came));
        }
    }

private:
    using pages_type = basic_pages<list_log_events, Transport, Authoriser>;
    using next_type = typename pages_type::next_type;

    struct state
    {
        state(client_type o, detail::log_position p) : org(std::move(o)), position(std::move(p)) {}

        [[nodiscard]] pages_type pages(client_type& by) const
        {
            auto all = by.pages(position.request());
            if (!position.cursor().empty()) all.resume({position.cursor()});
            return all;
        }

        bool begins_again(next_type const& came)
        {
            return came.failed() && came.error().kind == error_kind::service && position.begin_again(came.facts());
        }

        result<page_type> take(next_type came)
        {
            if (came.failed()) return {came.error(), came.facts()};
            error e;
            if (!position.take(*came, came.facts(), e)) return {std::move(e), came.facts()};
            return {std::move(*came), came.facts()};
        }

        client_type org;
        detail::log_position position;
    };

    template <class Handler>
    static void ask(std::shared_ptr<state> s, Handler handler)
    {
        auto const like = detail::associations_of(handler, s->org.transport().get_executor());
        auto pages = std::make_shared<pages_type>(s->pages(s->org));
        auto& asked = *pages;
        auto then = [s = std::move(s), pages = std::move(pages), h = std::move(handler)](next_type came) mutable {
            pages.reset();
            if (s->begins_again(came)) return ask(std::move(s), std::move(h));
            auto r = s->take(std::move(came));
            s.reset(); // before the handler, which may end everything
            std::move(h)(std::move(r));
        };
        asked.async_next(like.bind(std::move(then)));
    }

    std::shared_ptr<state> state_;
};

/// The poller of okta::client.
using log_poller = basic_log_poller<any_transport, any_authoriser>;

} // namespace okta
#endif
