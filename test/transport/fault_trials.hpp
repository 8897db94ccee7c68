#ifndef OKTA_TEST_TRANSPORT_FAULT_TRIALS_HPP
#define OKTA_TEST_TRANSPORT_FAULT_TRIALS_HPP

#include "../support/fault_table.hpp"

#include <okta/transport/asio_transport.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

// Runs the rows of the fault table, many at a time: Boost.Test's checks are for one thread, so trials collect what is
// wrong, and it is said at the end.

namespace okta::test {

/// A row over one wire.
struct trial
{
    fault const& row;
    bool tls;
    int patience = 1; ///< what a time-out that the row waits for is multiplied by

    [[nodiscard]] fault_server_options options() const
    {
        auto options = row.options;
        options.tls = tls;
        return options;
    }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return row.timeout * patience; }
    [[nodiscard]] std::string name() const { return row.name + (tls ? " (TLS)" : " (plain)"); }
};

/// What a trial found wrong.
class findings
{
public:
    template <class A, class B>
    void equal(A const& found, B const& expected, std::string_view what)
    {
        if (found == expected) return;
        std::ostringstream text;
        text << what << " is " << found << ", not " << expected;
        add(text.str());
    }
    void add(std::string text) { all_.push_back(std::move(text)); }
    [[nodiscard]] std::vector<std::string> const& all() const { return all_; }

private:
    std::vector<std::string> all_;
};

inline std::vector<trial> trials_of(std::vector<fault> const& rows)
{
    std::vector<trial> all;
    for (auto const& row : rows) {
        if (row.over != fault::tls) all.push_back({row, false});
        if (row.over != fault::plain) all.push_back({row, true});
    }
    return all;
}

/// Runs `one` for each trial, `times` times, on 20 threads: most wait most of the time. On a busy machine a short
/// time-out may end an earlier step than the row is about, so such trials have a second, patient attempt.
template <class One>
void run_trials(std::vector<fault> const& rows, std::size_t times, One one)
{
    auto const trials = trials_of(rows);
    std::vector<findings> found(trials.size() * times);
    std::vector<std::string> names(found.size());
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> threads;
    for (auto t = 0; t < 20; ++t)
        threads.emplace_back([&] {
            for (auto i = next++; i < found.size(); i = next++) {
                auto now = trials[i / times];
                names[i] = one(now, i % times, found[i]);
                if (found[i].all().empty() || now.row.timeout > soon) continue;
                found[i] = {};
                now.patience = 10;
                one(now, i % times, found[i]);
            }
        });
    for (auto& t : threads) t.join();
    for (std::size_t i = 0; i < found.size(); ++i) {
        BOOST_TEST(!names[i].empty());
        for (auto const& text : found[i].all()) BOOST_ERROR(names[i] + ": " + text);
    }
}

/// A transport with the bounds that the rows are written for.
inline asio_transport transport_for_faults()
{
    return asio_transport({.connect_timeout = 5'000ms,
                           .max_header_bytes = fault_header_bound,
                           .max_body_bytes = fault_body_bound,
                           .read_buffer_bytes = 1024,
                           .ca_pem = authority_pem(),
                           .proxy = ""});
}

} // namespace okta::test
#endif
