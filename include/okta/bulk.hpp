#ifndef OKTA_BULK_HPP
#define OKTA_BULK_HPP

#include <okta/bulk/engine.hpp>
#include <okta/bulk/options.hpp>
#include <okta/client.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <map>
#include <ranges>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace okta {

namespace detail {

/// A mark by which a request to an org is known again, without its secrets.
[[nodiscard]] std::string fingerprint_of(http_request const& redacted);

/// What a request of a range gives: of an action its result, of a variant of actions a variant of their results.
template <class Request>
struct bulk_request
{
    using outcome = result<okta::result_of<Request>>;

    static std::size_t alternative(Request const&) noexcept { return 0; }
    template <class Visit>
    static auto visit(Request const& r, Visit v)
    {
        return v(r);
    }
    static outcome finish(std::size_t, exchange_outcome&& o, std::string const& origin, decode_limits const& limits)
    {
        return finish_as<okta::result_of<Request>>{&info_of<Request>()}(std::move(o), origin, limits);
    }
    static error const* failure(outcome const& o) noexcept { return o ? nullptr : &o.error(); }
    template <class... Granted>
    static consteval bool check_scopes()
    {
        return detail::check_scopes<Request, Granted...>();
    }
};

template <class... A>
struct bulk_request<std::variant<A...>>
{
    using outcome = std::variant<result<okta::result_of<A>>...>;

    static std::size_t alternative(std::variant<A...> const& r) noexcept { return r.index(); }
    template <class Visit>
    static auto visit(std::variant<A...> const& r, Visit v)
    {
        return std::visit(v, r);
    }
    static outcome finish(std::size_t at, exchange_outcome&& o, std::string const& origin, decode_limits const& limits)
    {
        return boost::mp11::mp_with_index<sizeof...(A)>(at, [&](auto i) {
            using action = boost::mp11::mp_at_c<boost::mp11::mp_list<A...>, i>;
            auto r = bulk_request<action>::finish(0, std::move(o), origin, limits);
            return outcome(std::in_place_index<i>, std::move(r));
        });
    }
    static error const* failure(outcome const& o) noexcept
    {
        return std::visit([](auto const& r) -> error const* { return r ? nullptr : &r.error(); }, o);
    }
    template <class... Granted>
    static consteval bool check_scopes()
    {
        return (detail::check_scopes<A, Granted...>() && ...);
    }
};

template <class Request>
inline constexpr bool is_bulk_request = action<Request>;
template <class... A>
inline constexpr bool is_bulk_request<std::variant<A...>> = (action<A> && ...);

template <class Request, bool IsAction>
struct check_bulk_request
{
    static_assert(IsAction, "for_each calls a range of actions, or of std::variants of them: the Request is neither");
};

template <class Request, class Client>
struct bulk_parts
{
    std::shared_ptr<client_settings const> settings;
    std::string origin;
    std::shared_ptr<bulk_engine> engine;
    bulk_options options;

    bulk_parts(Client const& client, bulk_options o);

    bulk_engine::job prepare(std::size_t index, Request const& request) const
    {
        return bulk_request<Request>::visit(request, [&]<class A>(A const& a) {
            auto const& info = info_of<A>();
            bulk_engine::job job{index, caller{info, origin, *settings, bearer}.prepare(&a)};
            if (options.journal.empty() || !job.call) return job;
            if (info.form) job.call = answers_tokens(info);
            if (auto redacted = encode(&a, info, secrets::redact)) {
                redacted->origin = origin;
                job.fingerprint = fingerprint_of(*redacted);
            }
            return job;
        });
    }

    bool bearer;
};

/// Why a form's answer is not kept on disk.
error answers_tokens(action_info const& info);

void check(bulk_options const& options);
std::unique_ptr<journal> open_journal(std::string const& path);

template <class Request, class Client>
bulk_parts<Request, Client>::bulk_parts(Client const& client, bulk_options o) : options(std::move(o))
{
    check(options);
    auto const core = client_access::core(client);
    settings = changed(*client_access::settings(client), {.priority = options.priority});
    origin = core->origin;
    bearer = core->auth.is_bearer();
    auto start = [core, s = settings](prepared_call call, bulk_engine::handler h) {
        start_run(core, s, std::move(call), std::move(h));
    };
    bulk_engine::settings how{options.parallel, options.order == bulk_order::as_given, options.settle_after,
                              [s = settings] { return s->now(); }};
    engine = std::make_shared<bulk_engine>(std::move(start), core->transport.get_executor(), std::move(how),
                                           open_journal(options.journal));
}

} // namespace detail

/// One request of a run, and what came of it.
template <class Request>
struct bulk_result
{
    std::size_t index; ///< in the range, from 0
    typename detail::bulk_request<Request>::outcome outcome;
    bool resumed; ///< it was not called now: it had happened in an earlier run
};

/// Calls of a whole range of requests, several at a time: what okta::for_each gives.
///
/// \par Thread safety: none, but `stop` may be called from any thread. The range is read where `next` is called.
/// \par Lifetimes: it keeps what its calls need. When it goes, those under way are cancelled. It must outlive its own
/// `async_next`, and may not be moved while one runs.
template <std::ranges::input_range Range, class Client>
class bulk_run
{
public:
    using request_type = std::ranges::range_value_t<Range>;
    using item_type = bulk_result<request_type>;

    bulk_run(Client const& org, Range requests, bulk_options options)
        : parts_(org, std::move(options)), requests_(std::make_unique<Range>(std::move(requests)))
    {
        (void)detail::check_bulk_request<request_type, detail::is_bulk_request<request_type>>{};
    }
    bulk_run(bulk_run&&) noexcept = default;
    ~bulk_run()
    {
        if (parts_.engine) parts_.engine->stop();
    }

    /// The next result; nothing after the last one. Blocks until it is there; the client's `stop` stops the run. On a
    /// thread that runs the transport's executor nothing is sent: each result is an error that says so.
    /// \throws what reading the range throws; the next call goes on with the same element
    std::optional<item_type> next()
    {
        bool const deadlocks = detail::runs_on_this_thread(parts_.engine->executor());
        std::stop_callback const asked(parts_.settings->stop, [this] { stop(); });
        for (;;) {
            feed(deadlocks);
            if (auto r = parts_.engine->take()) return finish(std::move(*r));
            if (parts_.engine->idle()) return std::nullopt;
            parts_.engine->wait();
        }
    }

    /// The same on Asio. Completion signature: `void(std::optional<item_type>)`. One at a time. Cancelled, of whatever
    /// type, it completes with nothing, and the next one takes what came meanwhile.
    template <boost::asio::completion_token_for<void(std::optional<item_type>)> Token = boost::asio::deferred_t>
    auto async_next(Token&& token = {})
    {
        return boost::asio::async_initiate<Token, void(std::optional<item_type>)>(
            [this](boost::asio::any_completion_handler<void(std::optional<item_type>)> h) {
                auto own = boost::asio::get_associated_executor(h, parts_.engine->executor());
                auto slot = boost::asio::get_associated_cancellation_slot(h);
                feed();
                if (slot.is_connected())
                    slot.assign([e = std::weak_ptr(parts_.engine)](boost::asio::cancellation_type) {
                        if (auto const engine = e.lock()) engine->stop_waiting();
                    });
                auto taken = [this, slot, work = boost::asio::make_work_guard(own), h = std::move(h)]() mutable {
                    if (slot.is_connected()) slot.clear();
                    auto r = parts_.engine->take();
                    std::move(h)(r ? std::optional<item_type>(finish(std::move(*r))) : std::nullopt);
                };
                parts_.engine->async_wait(boost::asio::bind_executor(own, std::move(taken)));
            },
            token);
    }

    /// Begins no more, and cancels what is under way; those results are still to be taken.
    void stop() { parts_.engine->stop(); }
    [[nodiscard]] bulk_progress const& progress() const noexcept { return progress_; }

    /// Why nothing more is sent: the journal cannot be written. Each further result says so as well.
    [[nodiscard]] std::optional<error> failure() const { return parts_.engine->failure(); }

private:
    using request = detail::bulk_request<request_type>;

    void feed(bool deadlocks = false)
    {
        if (!at_) at_ = std::ranges::begin(*requests_);
        std::vector<detail::bulk_engine::job> jobs;
        try {
            for (auto room = parts_.engine->room(); room > 0 && *at_ != std::ranges::end(*requests_); --room, ++*at_) {
                request_type const& r = **at_;
                jobs.push_back(parts_.prepare(progress_.begun, r));
                if (deadlocks) jobs.back().call = detail::would_deadlock("a run's results");
                alternatives_.emplace(progress_.begun++, request::alternative(r));
            }
        } catch (...) { // what was read before is sent all the same
            if (!jobs.empty()) parts_.engine->add(std::move(jobs));
            throw;
        }
        if (!jobs.empty()) parts_.engine->add(std::move(jobs));
    }

    item_type finish(detail::bulk_engine::ready r)
    {
        auto const which = alternatives_.extract(r.index).mapped();
        item_type item{r.index, request::finish(which, std::move(r.outcome), parts_.origin, parts_.settings->limits),
                       r.resumed};
        auto const* const e = request::failure(item.outcome);
        if (!e) ++progress_.succeeded;
        else ++(e->may_have_happened ? progress_.unknown : progress_.failed);
        progress_.resumed += !e && r.resumed;
        if (parts_.options.progress) parts_.options.progress(progress_);
        return item;
    }

    detail::bulk_parts<request_type, Client> parts_;
    std::unique_ptr<Range> requests_; // an iterator into it outlives a move of this
    std::optional<std::ranges::iterator_t<Range>> at_ = {};
    std::map<std::size_t, std::size_t> alternatives_ = {};
    bulk_progress progress_ = {};
};

/// Calls every request of a range, several at a time, under the client's governor, and goes on after errors:
///
///     auto run = okta::for_each(org, hires, {.journal = "hire.journal"});     // a vector of okta::create_user
///     while (auto done = run.next())
///         if (!done->outcome) report(done->index, done->outcome.error());
///
/// The range is owned by the run; `std::views::all(vector)` or a view spares the copy. Its elements are actions, or
/// std::variants of actions, the first not create_user: g++ asks it for a default constructor. Requests of one run may
/// be carried out in any order: what depends on another belongs into a later run.
///
/// With a journal, a call whose answer was lost is settled when the next run with that journal comes to it: what is
/// idempotent is repeated; a user, group, realm, user type or event hook to be created is looked for; a user to be
/// deleted, too, before and after. What cannot be told, or not yet (`settle_after`), is an error with
/// `may_have_happened`: begin the run again later.
///
/// \throws okta::exception (`invalid_request`) when an option is out of its bounds, or the journal cannot be used
template <class Transport, class Authoriser, std::ranges::input_range Range>
[[nodiscard]] auto for_each(basic_client<Transport, Authoriser> const& org, Range requests, bulk_options options = {})
{
    return bulk_run<Range, basic_client<Transport, Authoriser>>(org, std::move(requests), std::move(options));
}

/// The same through a client whose scopes are checked.
template <class Client, class... Granted, std::ranges::input_range Range>
[[nodiscard]] auto for_each(scoped_client<Client, Granted...> const& org, Range requests, bulk_options options = {})
{
    using request = detail::bulk_request<std::ranges::range_value_t<Range>>;
    static_assert(request::template check_scopes<Granted...>());
    return bulk_run<Range, Client>(detail::client_access::unscoped(org), std::move(requests), std::move(options));
}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/bulk.ipp>
#endif
#endif
