// A receiver of event hooks, to be put under load.
//
//   okta_bench_hook_server none|memory|<file> [certificate key]     file: of a sqlite_inbox
//
// Prints its port, and at the end of its input: events put, CPU seconds of the thread that serves, and of all.

#include <okta/hook/event_receiver.hpp>
#include <okta/hook/event_worker.hpp>
#include <okta/hook/memory_inbox.hpp>
#include <okta/hook/sqlite_inbox.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read.hpp>

#include <atomic>
#include <cstdio>
#include <ctime>
#include <exception>
#include <optional>
#include <thread>
#include <unistd.h>

namespace {

double seconds(clockid_t clock)
{
    timespec t{};
    ::clock_gettime(clock, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

std::atomic<unsigned long> kept = 0;

okta::detail::put_function counted(okta::detail::put_function put)
{
    return
        [put = std::move(put)](std::vector<okta::incoming_event> events, std::function<void(okta::put_result)> done) {
            auto const n = events.size();
            put(std::move(events), [n, done = std::move(done)](okta::put_result r) {
                if (r == okta::put_result::kept) kept += n;
                done(r);
            });
        };
}

int serve(okta::detail::put_function put, okta::receiver_options options)
{
    boost::asio::io_context context(1);
    options.hook.secrets = {"s3cret"};
    options.server.max_connections = 15'000;
    okta::event_receiver receiver(context.get_executor(), counted(std::move(put)), std::move(options));
    receiver.start();
    std::printf("%u\n", receiver.port());
    std::fflush(stdout);
    boost::asio::posix::stream_descriptor input(context, ::dup(0));
    char end = 0;
    boost::asio::async_read(input, boost::asio::buffer(&end, 1), [&](auto, auto) { receiver.stop(); });
    context.run();
    std::printf("%lu %.3f %.3f\n", kept.load(), seconds(CLOCK_THREAD_CPUTIME_ID), seconds(CLOCK_PROCESS_CPUTIME_ID));
    return 0;
}

} // namespace

int main(int argc, char** argv)
try {
    if (argc != 2 && argc != 4) return std::fputs("usage: none|memory|<file> [certificate key]\n", stderr), 2;
    okta::receiver_options options;
    if (argc == 4) {
        options.server.certificate_chain_file = argv[2];
        options.server.private_key_file = argv[3];
    }
    std::string const kind = argv[1];
    if (kind == "none") return serve([](auto, auto done) { done(okta::put_result::kept); }, std::move(options));
    if (kind == "memory") {
        okta::memory_inbox inbox;
        std::jthread const worker([&](std::stop_token stop) {
            okta::event_worker(inbox, okta::dispatcher{[](okta::event const&) {}}).run(stop);
        });
        return serve(okta::detail::put_into(inbox), std::move(options));
    }
    okta::sqlite_inbox inbox(kind);
    return serve(okta::detail::put_into(inbox), std::move(options));
} catch (std::exception const& e) {
    std::fprintf(stderr, "hook_server: %s\n", e.what());
    return 1;
}
