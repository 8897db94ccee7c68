// An event hook's whole program: receiver, durable inbox, handlers that count in the inbox's database, and the
// reconciler. Killed and started again by hook_test.py.
// usage: hook_loop <database> <origin of the System Log>       Prints its port; ends with its input.

#include <okta/client.hpp>
#include <okta/event_hook.hpp>
#include <okta/hook/event_receiver.hpp>
#include <okta/hook/sqlite_inbox.hpp>
#include <okta/reconcile.hpp>
#include <okta/transport/asio_transport.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <thread>

namespace {

using namespace std::chrono_literals;
using context = okta::sqlite_inbox::context;

void run(::sqlite3* db, std::string const& sql)
{
    if (::sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(::sqlite3_errmsg(db));
}

/// Counts, and fails now and then after it has.
void count(okta::log_event const& e, context& c)
{
    static int calls = 0;
    run(c.handle(), "insert into handled values ('" + e.uuid.value() + "')");
    if (++calls % 10 == 0) throw std::runtime_error("this time it fails");
}

[[noreturn]] void end_with(char const* who, std::string const& why)
{
    std::cerr << "hook_loop: " << who << ": " << why << std::endl;
    std::_Exit(1);
}

} // namespace

int main(int argc, char** argv)
try {
    if (argc != 3) return std::fputs("usage: hook_loop <database> <origin>\n", stderr), 2;
    okta::sqlite_inbox inbox(argv[1], {.join = true});
    okta::dispatcher const on{[](okta::events::user_created const& e, context& c) { count(e.details, c); },
                              [](okta::events::group_member_added const& e, context& c) { count(e.details, c); }};

    boost::asio::io_context served(1);
    okta::event_receiver receiver(served.get_executor(), inbox, {.hook = {.secrets = {"s3cret"}}});
    receiver.start();
    std::jthread const serving([&] { served.run(); });

    std::jthread const handling([&](std::stop_token stop) {
        okta::worker_options options{.max_attempts = 1'000, .first_backoff = 5ms, .max_backoff = 5ms};
        try {
            okta::event_worker(inbox, on, options).run(stop);
        } catch (std::exception const& e) {
            end_with("worker", e.what());
        }
    });

    okta::client org{argv[2], okta::api_token{"00token"}, okta::asio_transport{}};
    std::jthread const reconciling([&](std::stop_token stop) {
        okta::reconciler missed(org, inbox, {.poll = {.types = on.event_types, .interval = 100ms}});
        if (auto const why = missed.run(stop)) end_with("reconciler", why->message());
    });

    std::printf("%u\n", receiver.port());
    std::fflush(stdout);
    while (std::getchar() != EOF) {}
    receiver.stop();
    return 0;
} catch (std::exception const& e) {
    end_with("start", e.what());
}
