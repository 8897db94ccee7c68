#ifndef OKTA_RECONCILE_HPP
#define OKTA_RECONCILE_HPP

#include <okta/hook/pending_events.hpp>
#include <okta/log_poller.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace okta {

/// An inbox that keeps checkpoints beside its events, both at once or neither: sqlite_inbox.
template <class I>
concept checkpointing_inbox = inbox<I> && requires(I& i, std::vector<incoming_event> events, std::string text,
                                                   std::function<void(put_result)> done) {
    { i.checkpoint(std::string_view()) } -> std::same_as<std::optional<std::string>>;
    i.put_and_checkpoint(std::move(events), text, text, std::move(done));
};

/// How an inbox is filled from the System Log.
struct reconcile_options
{
    /// What is polled for, and how. Its checkpoint counts only when none is stored.
    log_poll_options poll = {};

    /// The checkpoint's name in a checkpointing_inbox. Give each org that fills it its own.
    std::string name = "okta.system_log";

    /// For other inboxes: where the checkpoint rests; both or neither. `load` is called once, by the constructor;
    /// `store` says whether it could, and is called again if not.
    std::function<std::optional<std::string>()> load = {};
    std::function<bool(std::string const&)> store = {};

    std::chrono::milliseconds full_backoff{1'000}; ///< after a put that was not kept; doubled by each further one …
    std::chrono::milliseconds max_full_backoff{60'000}; ///< … up to this; 1 ms to an hour
    std::chrono::milliseconds put_timeout{60'000}; ///< for the inbox's answer; none is as `failed`. 1 ms to an hour
};

/// What one turn of a reconciler did.
struct reconciled
{
    std::size_t events = 0;            ///< that the inbox kept now, or had before
    put_result put = put_result::kept; ///< not `kept`: the rest of the page is put again by the next turn
    bool caught_up = false;            ///< the log had no more events: let `poll.interval` pass
};

namespace detail {

/// \throws std::invalid_argument that names an option that makes no sense
void check(reconcile_options const& o, bool inbox_keeps_checkpoints);

} // namespace detail

/// Fills an inbox with what an event hook missed: while the receiver was down, or beyond Okta's limit of hook events.
///
///     okta::reconciler missed{org, inbox, {.poll = {.types = on.event_types}}};
///     auto const why = missed.run(stop);                                     // on a thread of its own
///
/// It reads the System Log as log_poller does and puts every wanted event into the inbox, which leaves out, by the
/// uuid, what the hook has brought already, and later what it brings after this: each is handled once, whichever comes
/// first. So there is no period in which events are left to the hook. The inbox has to remember keys for longer than a
/// hook delivery may be late, and than the poller may go back.
///
/// The checkpoint is stored when the events before it are kept, so an event may be put twice but is not passed over. A
/// memory_inbox loses events when the program ends: give it no `store`, but a `poll.since` as far back as is to be
/// handled again at a start.
/// \par Thread safety: one thread at a time, beside any number that use the inbox.
/// \par Lifetimes: the inbox has to outlive it; the client is copied.
template <inbox Inbox, class Transport, class Authoriser>
class reconciler
{
public:
    using client_type = basic_client<Transport, Authoriser>;
    static constexpr bool inbox_keeps_checkpoints = checkpointing_inbox<Inbox>;

    /// Loads the checkpoint.
    /// \throws std::invalid_argument that names an option out of its bounds; what the inbox or `load` throws
    reconciler(client_type org, Inbox& inbox, reconcile_options options = {})
        : inbox_(inbox), options_(std::move(options)), poller_(std::move(org), begin())
    {
    }

    /// Fetches a page and puts its events; or puts what is left of the last page, if that was not kept. Blocks until
    /// the inbox has answered.
    /// \returns what it did, or the poll's error: nothing is lost then
    /// \throws what the inbox or `store` throws: the next turn puts the events again. After std::bad_alloc make another
    /// object, which goes on at the stored checkpoint.
    result<reconciled> run_once() { return turn(client_, {}); }

    /// Does so until a stop is requested, of the client or by `stop`. Blocks. A put that is not kept is made again,
    /// with waits between; `poll.on_failure` is told of these and of polls that failed, see log_poller::run.
    /// \returns why it ended; nothing: it was stopped
    /// \throws what the inbox or `store` throws
    std::optional<error> run(std::stop_token stop)
    {
        detail::polling_loop<client_type> loop(client_, poller_.options(), stop);
        detail::pace when_full(options_.full_backoff, options_.max_full_backoff);
        while (!loop.stopped()) {
            auto const did = turn(loop.org(), loop.token());
            if (!did) {
                if (!loop.stopped() && !loop.survives(did.error())) return did.error();
                continue;
            }
            loop.good();
            if (did->events != 0) when_full.good();
            if (did->put != put_result::kept) {
                if (!loop.stopped()) tell(did->put);
                loop.rest(when_full.failed());
                continue;
            }
            when_full.good();
            if (did->caught_up) loop.rest(poller_.options().interval);
        }
        return std::nullopt;
    }

    /// The checkpoint behind what was polled last; perhaps not stored yet.
    [[nodiscard]] std::string const& checkpoint() const noexcept { return poller_.checkpoint(); }

private:
    log_poll_options begin()
    {
        detail::check(options_, inbox_keeps_checkpoints);
        std::optional<std::string> stored;
        if constexpr (inbox_keeps_checkpoints) stored = inbox_.checkpoint(options_.name);
        else if (options_.load) stored = options_.load();
        auto o = options_.poll;
        if (stored && !stored->empty()) o.checkpoint = std::move(*stored);
        return o;
    }

    result<reconciled> turn(client_type& org, std::stop_token const& stop)
    {
        response_facts facts;
        if (pending_.done()) {
            auto page = poller_.poll(org);
            if (!page) return {std::move(page.error()), std::move(page.facts())};
            facts = std::move(page.facts());
            pending_.fill(*page, poller_.options().types, poller_.checkpoint());
        }
        reconciled did;
        while (!pending_.done()) { // each round keeps events, halves the piece, or is the last
            did.put = put(stop);
            if (did.put == put_result::kept) did.events += pending_.kept();
            else if (did.put != put_result::full || !pending_.halve()) break;
        }
        did.caught_up = did.put == put_result::kept && poller_.caught_up();
        return {did, std::move(facts)};
    }

    /// Puts a piece, and with the last one its checkpoint.
    put_result put(std::stop_token const& stop)
    {
        detail::put_answer const answer;
        bool const last = pending_.at_last_piece();
        auto events = pending_.piece();
        if constexpr (inbox_keeps_checkpoints) {
            if (last) inbox_.put_and_checkpoint(std::move(events), options_.name, pending_.checkpoint(), answer.done());
            else inbox_.put(std::move(events), answer.done());
        } else if (!events.empty()) inbox_.put(std::move(events), answer.done());
        else answer.done()(put_result::kept);
        auto r = answer.wait(options_.put_timeout, stop);
        if (r != put_result::kept || !last) return r;
        if constexpr (!inbox_keeps_checkpoints)
            if (options_.store && !options_.store(pending_.checkpoint())) return put_result::failed;
        pending_.saved();
        return r;
    }

    void tell(put_result r) const
    {
        if (!poller_.options().on_failure) return;
        std::string line = "events of the System Log were not kept by the inbox and will be put again: ";
        poller_.options().on_failure(line.append(detail::name_of(r)));
    }

    Inbox& inbox_;
    reconcile_options options_;
    basic_log_poller<Transport, Authoriser> poller_;
    client_type client_ = poller_.org();
    detail::pending_events pending_;
};

template <inbox Inbox, class Transport, class Authoriser>
reconciler(basic_client<Transport, Authoriser>, Inbox&, reconcile_options = {})
    -> reconciler<Inbox, Transport, Authoriser>;

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/reconcile.ipp>
#endif
#endif
