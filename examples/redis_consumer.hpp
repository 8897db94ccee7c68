#ifndef OKTA_EXAMPLES_REDIS_CONSUMER_HPP
#define OKTA_EXAMPLES_REDIS_CONSUMER_HPP

#include "redis_partition.hpp"

#include <okta/hook/delivery.hpp>
#include <okta/hook/event_worker.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <numeric>
#include <optional>
#include <random>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

struct redis_consumer_options
{
    redis_address redis = {};
    std::string stream = "okta:events"; ///< stream and partitions as the sink has them
    std::uint32_t partitions = 16;
    std::string group = "okta"; ///< every group gets every event

    /// How long a partition stays with an owner that is not heard of. At least three times the longest handling.
    std::chrono::milliseconds lease{15'000};
    std::size_t batch = 32;                         ///< entries read at once
    std::uint32_t max_attempts = 10;                ///< until an event is dead; at least 1
    std::chrono::milliseconds first_backoff{1'000}; ///< after the first failure; doubled by each further one …
    std::chrono::milliseconds max_backoff{60'000};  ///< … up to this. The partition waits as long
    std::chrono::milliseconds poll{50};             ///< between two looks at partitions that had nothing
    std::size_t max_dead = 10'000;                  ///< of one partition, in `{<stream>:<n>}:dead:<group>`

    /// Told of each failure, in one line. Must not throw.
    std::function<void(std::string_view)> on_failure = {};
};

/// Handles the events of a redis_sink, together with other consumers of its group, on this machine and on others. Each
/// partition is handled by one of them at a time, its events one after the other: so the order of one user's events is
/// kept, and for more at a time there are more consumers, each with a thread of its own, up to one for each partition.
///
/// They share the partitions evenly. When one ends or loses its connection, its leases end with it or expire, and others
/// take its partitions, first of all what it has read and not acknowledged. An event is acknowledged after its handler:
/// it is handled at least once. A handler that throws gets the event again, and those behind it wait; after
/// `max_attempts`, or by okta::give_up at once, it goes to the dead ones, with the reason.
///
/// The lease is looked at before each handling, by the same script that reads or acknowledges, and whoever has lost it
/// handles and acknowledges nothing more. What remains is a handler that is under way when its lease expires, since the
/// program was stopped or the handler took too long: the next owner handles the same event meanwhile, and those after
/// it. A handler that cannot bear that has to fence what it writes, by the event's `published`, say.
/// \par Errors: none comes out but `std::bad_alloc`: what Redis does is told by on_failure, and tried again.
/// \par Thread safety: one thread at a time.
class redis_consumer
{
public:
    using handler = std::function<void(okta::event const&)>;

    redis_consumer(redis_consumer_options options, handler handle)
        : options_(check(std::move(options))),
          handle_(std::move(handle)),
          redis_(options_.redis),
          token_(random_token())
    {
        std::vector<std::uint32_t> numbers(options_.partitions);
        std::iota(numbers.begin(), numbers.end(), 0u);
        std::ranges::shuffle(numbers, std::mt19937(std::random_device{}())); // else all want the same one first
        for (auto const n : numbers)
            places_.push_back({redis_partition(redis_, options_.stream + ":" + std::to_string(n), options_.group,
                                               token_, options_.lease)});
    }

    /// Handles events until a stop is requested, then gives its partitions back.
    void run(std::stop_token stop)
    {
        for (std::uint32_t failures = 0; !stop.stop_requested();) {
            try {
                if (clock::now() >= next_beat_) beat();
                if (!shared_) share();
                auto const handled = turn(stop);
                failures = 0;
                if (handled == 0) wait(options_.poll, stop);
            } catch (std::bad_alloc const&) {
                throw;
            } catch (std::exception const& e) { // the connection's; what is owned is found out anew
                tell(e.what());
                for (auto& p : places_) p.owned = false;
                next_beat_ = {};
                wait(redis_backoff(++failures, std::chrono::milliseconds(100), std::chrono::milliseconds(2'000)), stop);
            }
        }
        leave();
    }

private:
    using clock = std::chrono::steady_clock;
    struct place
    {
        redis_partition partition;
        bool owned = false;
        bool pending = true;              // what was read before comes first
        clock::time_point confirmed = {}; // when the lease was last found to be there
        clock::time_point due = {};       // not before
    };

    static redis_consumer_options check(redis_consumer_options o)
    {
        if (!o.partitions || o.stream.empty() || o.group.empty() || !o.batch || !o.max_attempts || !o.max_dead)
            throw std::invalid_argument("redis_consumer_options: stream, group and every bound are needed");
        if (o.lease.count() < 100 || o.first_backoff.count() <= 0 || o.max_backoff < o.first_backoff ||
            o.poll.count() <= 0)
            throw std::invalid_argument(
                "redis_consumer_options: lease has to be 100 ms at least, poll and first_backoff "
                "positive, and max_backoff no shorter");
        return o;
    }

    static std::string random_token()
    {
        std::random_device device;
        std::string token;
        for (int i = 0; i < 4; ++i) token.append(std::to_string(device())).append("-");
        return token;
    }

    /// \returns how many events were handled
    std::size_t turn(std::stop_token const& stop)
    {
        std::size_t handled = 0;
        for (auto& p : places_)
            if (p.owned && clock::now() >= p.due && !stop.stop_requested()) handled += turn(p, stop);
        return handled;
    }

    std::size_t turn(place& p, std::stop_token const& stop)
    {
        auto const sent = clock::now();
        auto const entries = p.partition.read(p.pending, options_.batch);
        if (!confirm(p, entries.has_value(), sent)) return 0;
        bool const repeated = p.pending;
        if (entries->empty()) p.pending = false;
        std::size_t handled = 0;
        for (auto const& e : *entries) {
            p.pending = true; // until all of them are acknowledged
            if (clock::now() >= next_beat_) beat();
            if (stop.stop_requested() || !still_owned(p) || !handle(p, e, repeated)) return handled;
            ++handled;
        }
        p.pending = repeated && !entries->empty();
        return repeated && entries->empty() ? 1 : handled; // then there may be new ones
    }

    /// An answer that was sent for at `sent` says whether the lease is there.
    bool confirm(place& p, bool there, clock::time_point sent)
    {
        if (there) p.confirmed = sent;
        else if (std::exchange(p.owned, false)) tell(p.partition.stream() + " has another owner now");
        return there;
    }

    bool still_owned(place& p)
    {
        auto const now = clock::now();
        return p.owned && (now - p.confirmed < options_.lease / 2 || confirm(p, p.partition.renew(), now));
    }

    struct failure
    {
        std::string why = "something that is no std::exception";
        bool hopeless = false;
    };

    std::optional<failure> call(redis_entry const& e)
    {
        try {
            handle_(decode_(e.event));
            return std::nullopt;
        } catch (std::bad_alloc const&) {
            throw;
        } catch (okta::give_up const& x) {
            return failure{x.what(), true};
        } catch (std::exception const& x) {
            return failure{x.what()};
        } catch (...) {
            return failure{};
        }
    }

    /// False: those behind it have to wait, or it is not the owner any more.
    bool handle(place& p, redis_entry const& e, bool repeated)
    {
        long long attempts = 0;
        auto sent = clock::now();
        auto const counted = [&] { return confirm(p, (attempts = p.partition.count_attempt(e.id)) >= 0, sent); };
        if (repeated && !counted()) return false; // before: an attempt that ends the program counts as well
        if (attempts > options_.max_attempts) return bury(p, e, {"it was begun too often, and never ended"});
        auto const failed = e.removed ? std::nullopt : call(e);
        sent = clock::now();
        if (!failed) return confirm(p, p.partition.acknowledge(e.id), sent);
        if (!repeated && !counted()) return false;
        tell("the handler of " + e.event.event_type + " " + e.event.key + " failed, attempt " +
             std::to_string(attempts) + ": " + failed->why);
        if (failed->hopeless || attempts >= options_.max_attempts) return bury(p, e, *failed);
        p.due = clock::now() + redis_backoff(attempts, options_.first_backoff, options_.max_backoff);
        return false;
    }

    bool bury(place& p, redis_entry const& e, failure const& f)
    {
        tell(e.event.event_type + " " + e.event.key + " is dead: " + f.why);
        auto const sent = clock::now();
        return confirm(p, p.partition.bury(e, f.why, options_.max_dead), sent);
    }

    /// Says that it is there, to the others and for each partition, before the leases are half over.
    void beat()
    {
        next_beat_ = clock::now() + options_.lease / 3;
        auto const live = redis_.run({"EVAL", R"(
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return redis.call('ZCARD', KEYS[1])
)",
                                      "1", members(), token_, std::to_string(options_.lease.count())});
        auto const consumers = static_cast<std::size_t>(std::max(live->integer, 1LL));
        share_ = (places_.size() + consumers - 1) / consumers;
        for (auto& p : places_) {
            auto const sent = clock::now();
            if (p.owned) confirm(p, p.partition.renew(), sent);
        }
        shared_ = false;
    }

    /// As many partitions as are its share, no more.
    void share()
    {
        shared_ = true;
        auto owned = static_cast<std::size_t>(std::ranges::count(places_, true, &place::owned));
        for (auto& p : places_) {
            if (p.owned && owned > share_) {
                p.owned = false;
                p.partition.release();
                --owned;
            } else if (!p.owned && owned < share_) {
                auto const sent = clock::now();
                if (!p.partition.claim()) continue;
                p.owned = p.pending = true;
                p.confirmed = sent;
                p.due = {};
                ++owned;
            }
        }
    }

    void leave() noexcept
    {
        try { // else the others wait for the leases to expire
            for (auto& p : places_)
                if (std::exchange(p.owned, false)) p.partition.release();
            redis_.run({"ZREM", members(), token_});
        } catch (std::exception const& e) {
            tell(e.what());
        }
    }

    void wait(std::chrono::milliseconds time, std::stop_token const& stop)
    {
        std::unique_lock lock(mutex_);
        stopped_.wait_for(lock, stop, time, [] { return false; });
    }

    void tell(std::string_view line) const
    {
        if (options_.on_failure) options_.on_failure(line);
    }

    std::string members() const { return options_.stream + ":members:" + options_.group; }

    redis_consumer_options options_;
    handler handle_;
    redis_connection redis_;
    std::string token_;
    std::vector<place> places_ = {};
    std::size_t share_ = 0;
    bool shared_ = true;
    clock::time_point next_beat_ = {};
    okta::event_decoder decode_ = {};
    std::mutex mutex_ = {};
    std::condition_variable_any stopped_ = {};
};

#endif
