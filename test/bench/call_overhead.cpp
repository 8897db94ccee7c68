// What okta::client adds to a call: CPU time of the client's process per call, next to the same call written by hand on
// Beast (beast_client.hpp), over kept loopback connections, plain and under TLS, one and 64 at a time. An answer has 17
// header lines and 1.5 KB of JSON that is not decoded. The two take turns; compared is the median over pairs of turns.
//
//     okta_bench_call_overhead [--check 1.15] [--rounds 9] [--calls 20000] [--only okta|beast]
//
// --check: exit with 1 when a median ratio is above that, measured twice. --only: one side, for a profiler.

#include "allocations.hpp"
#include "beast_client.hpp"
#include "canned_server.hpp"
#include "support/loopback_server.hpp"

#include <okta.hpp>

#include <boost/asio/co_spawn.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace okta::bench;

/// Get User whose answer is not decoded.
struct touch_user
{
    okta::required<okta::id_of<okta::any_user>> id;

    using endpoint = okta::get<"/api/v1/users/{id}", okta::no_content, okta::scope::users_read>;
};
BOOST_DESCRIBE_STRUCT(touch_user, (), (id))

constexpr auto user_id = "00ub0oNGTSWTBKOLGLNR";

struct settings
{
    std::optional<double> bound = {};
    int rounds = 9, calls = 20'000;
    bool okta = true, beast = true;
};

/// Of one turn, per call.
struct cost
{
    double cpu_us = 0, wall_us = 0, allocations = 0, bytes = 0;
};

double cpu_seconds()
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    auto const seconds = [](timeval const& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

template <class Turn>
cost measure(int calls, Turn const& turn)
{
    using clock = std::chrono::steady_clock;
    auto const before = allocated();
    auto const cpu = cpu_seconds();
    auto const start = clock::now();
    turn();
    auto const n = static_cast<double>(calls);
    auto const wall = std::chrono::duration<double>(clock::now() - start).count();
    auto const after = allocated();
    return {(cpu_seconds() - cpu) * 1e6 / n, wall * 1e6 / n, static_cast<double>(after.times - before.times) / n,
            static_cast<double>(after.bytes - before.bytes) / n};
}

/// Coroutines that share `calls` among them, run to their end.
template <class Start>
void run_all(boost::asio::io_context& context, int connections, int calls, Start const& start)
{
    for (int i = 0; i < connections; ++i)
        boost::asio::co_spawn(context, start(i, calls / connections), [](std::exception_ptr error) {
            if (error) std::rethrow_exception(error);
        });
    context.restart();
    context.run();
}

class beast_side
{
public:
    beast_side(canned_server const& server, bool tls, int connections)
    {
        if (tls) {
            auto const& authority = okta::test::authority_pem();
            tls_.add_certificate_authority(boost::asio::buffer(authority));
            tls_.set_verify_mode(boost::asio::ssl::verify_peer);
        }
        for (int i = 0; i < connections; ++i)
            connections_.push_back(std::make_unique<beast_connection>(context_, server.port(), tls ? &tls_ : nullptr));
    }

    void get(int calls)
    {
        run_all(context_, static_cast<int>(connections_.size()), calls, [this](int connection, int times) {
            return connections_[static_cast<std::size_t>(connection)]->get(user_id, times);
        });
    }

private:
    boost::asio::io_context context_{1};
    boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
    std::vector<std::unique_ptr<beast_connection>> connections_ = {};
};

okta::client make_client(okta::asio_transport transport, canned_server const& server, bool tls)
{
    return {std::string(tls ? "https" : "http") + "://127.0.0.1:" + std::to_string(server.port()),
            okta::api_token{"00Zt5VdQUgHRHeUbkBzSbDgmNvOGVXEJwVsIGxKXHj"}, std::move(transport)};
}

okta::asio_transport_options options(bool tls)
{
    return {.ca_pem = tls ? okta::test::authority_pem() : std::string(), .proxy = ""};
}

template <class T>
void require(okta::result<T> const& answer)
{
    if (!answer) throw std::runtime_error("okta: " + answer.error().message());
}

template <class Action>
class okta_side
{
public:
    okta_side(canned_server const& server, bool tls, int connections)
        : connections_(connections),
          client_(make_client(okta::asio_transport(context_.get_executor(), options(tls)), server, tls))
    {
        get(connections * 2); // connects
    }

    void get(int calls)
    {
        run_all(context_, connections_, calls, [this](int, int times) { return get_in_turn(times); });
    }

private:
    boost::asio::awaitable<void> get_in_turn(int times)
    {
        for (; times > 0; --times) {
            Action const request{.id = user_id};
            auto const answer = co_await client_.async_call(request);
            require(answer);
        }
    }

    boost::asio::io_context context_{1};
    int connections_;
    okta::client client_;
};

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    auto const middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double median(std::vector<cost> const& costs, double cost::* member)
{
    std::vector<double> values;
    for (auto const& c : costs) values.push_back(c.*member);
    return median(std::move(values));
}

void print(char const* what, std::vector<cost> const& costs)
{
    std::printf("    %-34s%8.2f%9.2f%9.1f%9.0f\n", what, median(costs, &cost::cpu_us), median(costs, &cost::wall_us),
                median(costs, &cost::allocations), median(costs, &cost::bytes));
    std::fflush(stdout);
}

void print_head(char const* what, int connections)
{
    std::printf("\n%s, %d connection%s\n    %-34s%8s%9s%9s%9s\n", what, connections, connections == 1 ? "" : "s",
                "median per call", "CPU us", "wall us", "allocs", "bytes");
}

/// The median ratio of CPU times.
double compare(canned_server const& server, bool tls, int connections, settings const& s)
{
    print_head(tls ? "https" : "http", connections);
    beast_side beast(server, tls, connections);
    okta_side<touch_user> okta(server, tls, connections);
    auto const calls = s.calls / connections * connections;
    beast.get(calls / 10 / connections * connections);
    okta.get(calls / 10 / connections * connections);

    std::vector<cost> beast_costs, okta_costs;
    std::vector<double> ratios;
    for (int round = 0; round < s.rounds; ++round) {
        if (s.beast) beast_costs.push_back(measure(calls, [&] { beast.get(calls); }));
        if (s.okta) okta_costs.push_back(measure(calls, [&] { okta.get(calls); }));
        if (s.beast && s.okta) ratios.push_back(okta_costs.back().cpu_us / beast_costs.back().cpu_us);
    }
    if (s.beast) print("by hand on Beast", beast_costs);
    if (s.okta) print("okta::client, undecoded", okta_costs);
    if (ratios.empty()) return 0;
    auto const [least, most] = std::ranges::minmax(ratios);
    std::printf("    CPU, okta / Beast: %.3f (pairs of turns: %.3f to %.3f)\n", median(ratios), least, most);
    std::fflush(stdout);
    return median(ratios);
}

/// For information: with decoding, and blocking.
void inform(canned_server const& server, int connections, settings const& s)
{
    auto const rounds = std::max(s.rounds / 2, 1);
    std::vector<cost> decoded, blocking;
    okta_side<okta::get_user> okta(server, false, connections);
    auto const calls = s.calls / connections * connections;
    for (int i = 0; i < rounds; ++i) decoded.push_back(measure(calls, [&] { okta.get(calls); }));
    print("okta::client, user decoded", decoded);
    if (connections != 1) return;

    auto client = make_client(okta::asio_transport(options(false)), server, false);
    auto const call_in_turn = [&] {
        for (int i = 0; i < calls; ++i) require(client.call(touch_user{.id = user_id}));
    };
    for (int i = 0; i < rounds; ++i) blocking.push_back(measure(calls, call_in_turn));
    print("okta::client, blocking call()*", blocking);
    std::printf("    * on a thread of the transport's own, whose allocations are not counted\n");
}

settings read_arguments(int argc, char** argv)
{
    settings s;
    for (int i = 1; i < argc; i += 2) {
        std::string_view const name = argv[i];
        if (i + 1 == argc) throw std::runtime_error("usage: see the head of call_overhead.cpp");
        auto const* const value = argv[i + 1];
        if (name == "--check") s.bound = std::atof(value);
        else if (name == "--rounds") s.rounds = std::max(std::atoi(value), 1);
        else if (name == "--calls") s.calls = std::max(std::atoi(value), 640);
        else if (name == "--only") (std::strcmp(value, "okta") == 0 ? s.beast : s.okta) = false;
        else throw std::runtime_error("usage: see the head of call_overhead.cpp");
    }
    return s;
}

int run(settings const& s)
{
    canned_server const plain(user_answer());
    canned_server const tls(user_answer(), okta::test::issue_certificate("IP:127.0.0.1"));
    int failures = 0;
    for (bool const secure : {false, true}) {
        for (int const connections : {1, 64}) {
            auto const& server = secure ? tls : plain;
            auto ratio = compare(server, secure, connections, s);
            if (s.bound && ratio > *s.bound) {
                std::printf("    above %.2f: once more, since something else may have used the machine\n", *s.bound);
                ratio = compare(server, secure, connections, s);
                if (ratio > *s.bound) ++failures;
            }
            if (!secure && s.okta && s.beast) inform(server, connections, s);
        }
    }
    if (failures != 0) std::fprintf(stderr, "call_overhead: %d of the ratios above %.2f, twice\n", failures, *s.bound);
    return failures == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return run(read_arguments(argc, argv));
    } catch (std::exception const& e) {
        std::fprintf(stderr, "call_overhead: %s\n", e.what());
        return 2;
    }
}
