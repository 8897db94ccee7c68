// Event hooks on many machines: receivers keep what Okta sends and forward it to Redis, consumers handle it. The code of
// docs/forwarding.md.
// usage: okta_forwarding receive <database> <port>    with OKTA_HOOK_SECRET, on every machine behind the load balancer
//        okta_forwarding handle                       on as many machines as the work needs

#include "redis_consumer.hpp"
#include "redis_sink.hpp"

#include <okta/hook/event_receiver.hpp>
#include <okta/hook/sqlite_inbox.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <thread>

namespace {

void log(std::string_view line) { std::cerr << std::string(line).append("\n"); }

void receive(std::string const& database, std::uint16_t port)
{
    boost::asio::io_context context;
    boost::asio::signal_set signals(context, SIGINT, SIGTERM);
    okta::receiver_options receiving;
    receiving.hook.secrets = {std::getenv("OKTA_HOOK_SECRET")};
    receiving.server.port = port;

    okta::sqlite_inbox inbox(database);
    redis_sink sink({.stream = "okta:events", .partitions = 16});
    okta::event_forwarder forwarder(inbox, sink, {.on_failure = log});
    std::jthread forwarding([&](std::stop_token stop) { forwarder.run(stop); });

    okta::event_receiver receiver(context.get_executor(), inbox, receiving);
    receiver.start();
    signals.async_wait([&](auto, int) { receiver.stop(); });
    context.run();
}

void handle(std::stop_token stop)
{
    okta::dispatcher on{
        [](okta::events::user_created const& e) { std::cout << "welcome, " << e.user.alternate_id << std::endl; },
        [](okta::events::user_deactivated const& e) { std::cout << "good bye, " << e.user.alternate_id << std::endl; }};

    redis_consumer consumer({.stream = "okta:events", .partitions = 16, .group = "accounts", .on_failure = log}, on);
    consumer.run(stop);
}

} // namespace

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_IGN); // hiredis writes to connections that the server has closed
    std::string const role = argc > 1 ? argv[1] : "";
    try {
        if (role == "receive" && argc == 4) receive(argv[2], static_cast<std::uint16_t>(std::stoi(argv[3])));
        else if (role == "handle" && argc == 2) {
            boost::asio::io_context context;
            boost::asio::signal_set signals(context, SIGINT, SIGTERM);
            std::jthread const handling(handle);
            signals.async_wait([](auto, int) {});
            context.run();
        } else {
            std::cerr << "usage: okta_forwarding receive <database> <port> | handle\n";
            return 2;
        }
        return 0;
    } catch (std::exception const& e) {
        std::cerr << "okta_forwarding: " << e.what() << '\n';
        return 1;
    }
}
