#ifndef OKTA_TEST_UNIT_EXCHANGE_GOVERNOR_SIMULATION_HPP
#define OKTA_TEST_UNIT_EXCHANGE_GOVERNOR_SIMULATION_HPP

#include <okta/exchange/governor.hpp>
#include <okta/sandbox/rate_limiter.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <queue>
#include <random>
#include <string>
#include <tuple>
#include <vector>

/// An org with a rate limit and clients that always have something to ask of it, in simulated time.
namespace governor_simulation {

using namespace std::chrono_literals;
using duration = std::chrono::microseconds;
using instant = std::chrono::steady_clock::time_point;

struct setting
{
    std::size_t clients = 8;
    std::size_t callers = 4; ///< of each client, each with one request at a time
    okta::sandbox::rate_limits limits = {.enforced = true, .service_time = 40ms};
    duration shortest_trip = 50ms; ///< there and back
    duration longest_trip = 400ms;
    duration length = 30min;
    std::uint32_t seed = 1;
    okta::priority priority = okta::priority::bulk;
    std::chrono::seconds reset_early{0}; ///< resets are told that much too early
    double possible = 600;               ///< requests in a minute that are 100 %
    bool one_process = false;            ///< one governor and one clock for all clients
};

struct figures
{
    double throughput = 0; ///< answered other than 429, of what is possible in the whole time
    double refused = 0;    ///< answered 429, of all requests
    double lowest = 0;     ///< of the clients' shares, of what is fair
    double asked = 0;      ///< admit calls per request
};

class simulation
{
public:
    using make_governor = std::function<okta::any_governor()>;

    /// An empty governor: sends at once and waits after a 429 only, as Okta's SDKs do.
    simulation(setting s, make_governor make) : setting_(std::move(s)), random_(setting_.seed)
    {
        for (std::size_t i = 0; i < setting_.clients; ++i) {
            // Each client's clock began at another time and is up to 50 millionths too fast or slow.
            if (i > 0 && setting_.one_process) clients_.push_back(clients_.front());
            else clients_.push_back({make(), duration(between(0, 1'000'000'000)), double(between(-50, 50)) * 1e-6});
            for (std::size_t j = 0; j < setting_.callers; ++j) {
                callers_.push_back({.client = i});
                callers_.back().ticket.bucket = bucket;
                callers_.back().ticket.client = i;
                callers_.back().ticket.priority = setting_.priority;
                after(duration(between(0, 1'000'000)), &simulation::ask, callers_.size() - 1);
            }
        }
        server_ahead_ = duration(between(0, 1'000'000'000)) + 1'700'000'000s;
    }

    figures run()
    {
        while (!events_.empty() && events_.top().at < setting_.length) {
            auto const e = events_.top();
            events_.pop();
            now_ = e.at;
            (this->*e.what)(e.caller);
        }
        std::vector<double> done;
        for (auto const& c : clients_) done.push_back(double(c.done));
        auto const all = std::accumulate(done.begin(), done.end(), 0.0);
        auto const minutes = double(setting_.length / 1s) / 60;
        return {all / (setting_.possible * minutes), double(refused_) / (all + double(refused_)),
                *std::min_element(done.begin(), done.end()) * double(done.size()) / all,
                double(asked_) / (all + double(refused_))};
    }

private:
    static constexpr auto bucket = "GET /api/v1/users";

    struct process
    {
        okta::any_governor governor;
        duration clock_began;
        double too_fast;
        std::uint64_t done = 0;
    };

    struct worker
    {
        std::size_t client = 0;
        okta::governor_ticket ticket = {};
        okta::response_facts facts = {};
        duration way_back = {};
    };

    struct event
    {
        duration at;
        std::uint64_t number;
        void (simulation::*what)(std::size_t);
        std::size_t caller;
        friend bool operator<(event const& a, event const& b)
        {
            return std::tie(a.at, a.number) > std::tie(b.at, b.number); // the top of the queue is the earliest
        }
    };

    std::int64_t between(std::int64_t least, std::int64_t most)
    {
        return least + std::int64_t(random_() % std::uint64_t(most - least + 1));
    }

    void after(duration wait, void (simulation::*what)(std::size_t), std::size_t c)
    {
        events_.push({now_ + wait, ++number_, what, c});
    }

    instant clock_of(process const& c) const
    {
        return instant(c.clock_began + now_ + duration(std::int64_t(double(now_.count()) * c.too_fast)));
    }

    void ask(std::size_t i)
    {
        auto& caller = callers_[i];
        auto& client = clients_[caller.client];
        ++asked_;
        auto const wait = client.governor.admit(caller.ticket, clock_of(client));
        if (wait > 0ms) return after(wait + duration(between(0, 1'000)), &simulation::ask, i); // timers are late
        auto const trip = duration(between(setting_.shortest_trip.count(), setting_.longest_trip.count()));
        auto const there = trip * between(30, 70) / 100;
        caller.way_back = trip - there;
        after(there, &simulation::arrive, i);
    }

    void arrive(std::size_t i)
    {
        auto const now = std::chrono::sys_time<duration>(server_ahead_ + now_);
        auto const v = server_.count(bucket, std::chrono::floor<std::chrono::milliseconds>(now));
        callers_[i].facts.status = v.refused ? 429 : 200;
        callers_[i].facts.rate_limit = v.told;
        if (v.told.limit > 0) callers_[i].facts.rate_limit->reset -= setting_.reset_early;
        callers_[i].facts.date = std::chrono::floor<std::chrono::seconds>(now);
        after(callers_[i].way_back, &simulation::answered, i);
    }

    void answered(std::size_t i)
    {
        auto& caller = callers_[i];
        auto& client = clients_[caller.client];
        bool const refused = caller.facts.status == 429;
        client.governor.settle(caller.ticket, caller.facts, clock_of(client));
        ++(refused ? refused_ : client.done);
        bool const naive = !client.governor && refused;
        after(naive ? caller.facts.rate_limit->reset - *caller.facts.date + 1s : 0s, &simulation::ask, i);
    }

    setting setting_;
    std::mt19937 random_;
    okta::sandbox::detail::rate_limiter server_{setting_.limits};
    duration server_ahead_ = {};
    std::vector<process> clients_;
    std::vector<worker> callers_;
    std::priority_queue<event> events_;
    duration now_ = {};
    std::uint64_t number_ = 0;
    std::uint64_t refused_ = 0;
    std::uint64_t asked_ = 0;
};

} // namespace governor_simulation

#endif
