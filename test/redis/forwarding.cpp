// The programs of forwarding_test.py, which kills them.
// usage: forwarding receiver <database> <port> <port of Redis>
//        forwarding consumer <journal> <port of Redis>
//
// A receiver keeps what it is sent and forwards it. A consumer writes a line for each event that it handles.

#include "redis_consumer.hpp"
#include "redis_sink.hpp"

#include <okta/hook/event_receiver.hpp>
#include <okta/hook/sqlite_inbox.hpp>
#include <okta/impl/posix_file.ipp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <thread>

#include <fcntl.h>

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t partitions = 8;

[[noreturn]] void fail(std::string const& why)
{
    std::cerr << "forwarding: " << why << std::endl;
    std::_Exit(1);
}

void say(std::string_view line) { std::cerr << std::string(line).append("\n"); }

void ready()
{
    std::puts("ready");
    std::fflush(stdout);
}

redis_address redis_at(std::string const& port)
{
    redis_address at;
    at.port = static_cast<std::uint16_t>(std::stoi(port));
    return at;
}

[[noreturn]] void receive(std::string const& database, std::string const& port, std::string const& redis_port)
{
    okta::sqlite_inbox inbox(database);
    redis_sink sink({.redis = redis_at(redis_port), .partitions = partitions, .max_length = 8});
    okta::forward_options options;
    options.first_backoff = 20ms;
    options.max_backoff = 300ms;
    options.on_failure = say;
    okta::event_forwarder forwarder(inbox, sink, options);
    std::jthread const forwarding([&](std::stop_token stop) {
        try {
            forwarder.run(stop);
        } catch (std::exception const& e) {
            fail(e.what());
        }
    });
    boost::asio::io_context context;
    okta::receiver_options receiving;
    receiving.hook.secrets = {"a secret"};
    receiving.server.port = static_cast<std::uint16_t>(std::stoi(port));
    okta::event_receiver receiver(context.get_executor(), inbox, receiving);
    receiver.start();
    ready();
    context.run();
    fail("the receiver has ended");
}

/// Several consumers, each with a thread and a connection of its own.
[[noreturn]] void consume(std::string const& path, std::string const& redis_port)
{
    okta::detail::file_descriptor const journal(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
    if (!journal) fail("no journal at " + path);
    auto const run = [&](std::stop_token const& stop) {
        redis_consumer_options options;
        options.redis = redis_at(redis_port);
        options.partitions = partitions;
        options.lease = 700ms;
        options.first_backoff = 10ms;
        options.max_backoff = 100ms;
        options.poll = 10ms;
        options.on_failure = say;
        std::mt19937 chance(std::random_device{}());
        redis_consumer consumer(options, [&](okta::event const& e) {
            if (chance() % 50 == 0) throw std::runtime_error("by chance");
            auto const* const details = okta::details_of(e);
            if (!details) fail("an event without details was handled");
            auto const line = details->uuid.value_or("no uuid") + '\n';
            if (!okta::detail::write_all(journal.get(), line)) fail("the journal cannot be written");
            if (chance() % 50 == 0) throw std::runtime_error("by chance, when it was done");
        });
        consumer.run(stop);
    };
    ready();
    std::array const threads = {std::jthread(run), std::jthread(run)};
    for (;;) std::this_thread::sleep_for(1h);
}

} // namespace

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    std::string const role = argc > 1 ? argv[1] : "";
    try {
        if (role == "receiver" && argc == 5) receive(argv[2], argv[3], argv[4]);
        if (role == "consumer" && argc == 4) consume(argv[2], argv[3]);
        fail("usage: forwarding receiver <database> <port> <port of Redis> | consumer <journal> <port of Redis>");
    } catch (std::exception const& e) {
        fail(e.what());
    }
}
