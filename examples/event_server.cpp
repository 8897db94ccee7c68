// The program behind an event hook: HTTPS, a durable inbox, handlers whose writes happen once, and the System Log for
// what the hook missed.
//
//   okta_event_server <public URL> <certificate> <key> [<port>]
//
// OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN name the org, OKTA_HOOK_SECRET the secret. Ends at SIGINT and SIGTERM.

#include <okta/client.hpp>
#include <okta/ensure_event_hook.hpp>
#include <okta/event_hook.hpp>
#include <okta/hook/event_receiver.hpp>
#include <okta/hook/sqlite_inbox.hpp>
#include <okta/reconcile.hpp>
#include <okta/transport/asio_transport.hpp>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <thread>

namespace {

std::string required_variable(char const* name)
{
    auto const* const value = std::getenv(name);
    if (!value) throw std::invalid_argument(std::string(name) + " is not set");
    return value;
}

using transaction = okta::sqlite_inbox::context;

/// In the inbox's own database: kept together with the fact that the event was handled, or neither is.
void count_member(okta::id_of<okta::group> const& group, int by, transaction& t)
{
    auto const sql = "insert into members values (?1, ?2) on conflict do update set count = count + ?2";
    ::sqlite3_stmt* statement = nullptr;
    if (::sqlite3_prepare_v2(t.handle(), sql, -1, &statement, nullptr) == SQLITE_OK) {
        ::sqlite3_bind_text(statement, 1, group.text.c_str(), -1, SQLITE_TRANSIENT);
        ::sqlite3_bind_int(statement, 2, by);
        ::sqlite3_step(statement);
    }
    if (::sqlite3_finalize(statement) != SQLITE_OK) throw std::runtime_error(::sqlite3_errmsg(t.handle()));
}

void make_tables(std::string const& path)
{
    ::sqlite3* db = nullptr;
    bool const made = ::sqlite3_open(path.c_str(), &db) == SQLITE_OK &&
                      ::sqlite3_exec(db, "create table if not exists members (id text primary key, count integer)",
                                     nullptr, nullptr, nullptr) == SQLITE_OK;
    ::sqlite3_close(db);
    if (!made) throw std::runtime_error("cannot open " + path);
}

} // namespace

int main(int argc, char** argv)
try {
    if (argc < 4) throw std::invalid_argument("usage: okta_event_server <public URL> <certificate> <key> [<port>]");
    okta::secret const secret = required_variable("OKTA_HOOK_SECRET");

    okta::dispatcher const on{
        [](okta::events::group_member_added const& e, transaction& t) { count_member(e.group.id, 1, t); },
        [](okta::events::group_member_removed const& e, transaction& t) { count_member(e.group.id, -1, t); },
        [](okta::events::unknown const& e) {
            std::cerr << "not understood: " << e.event_type << ' ' << e.reason << '\n';
        }};

    make_tables("events.db");
    okta::sqlite_inbox inbox("events.db", {.join = true}); // with tables of our own

    boost::asio::thread_pool serving(1);
    okta::receiver_options options;
    options.hook = {.secrets = {secret}, .path = "/okta"};
    options.server = {.address = "0.0.0.0",
                      .port = static_cast<std::uint16_t>(argc > 4 ? std::atoi(argv[4]) : 8443),
                      .certificate_chain_file = argv[2],
                      .private_key_file = argv[3]};
    okta::event_receiver receiver(serving.get_executor(), inbox, std::move(options));
    receiver.start();
    boost::asio::signal_set signals(serving, SIGINT, SIGTERM);
    signals.async_wait([&](auto, int) { receiver.stop(); }); // deliveries under way are answered

    okta::client org{required_variable("OKTA_CLIENT_ORGURL"), okta::api_token{required_variable("OKTA_CLIENT_TOKEN")},
                     okta::asio_transport{}};
    auto const hook = okta::ensure_event_hook(
        org, {.name = "members", .url = argv[1], .event_types = on.event_types, .secret = secret});
    if (!hook) throw okta::exception(hook.error());
    std::cout << "hook " << hook->hook.id.text << (hook->unchanged() ? ", as it was\n" : ", set up\n");

    std::jthread const reconciling([&](std::stop_token stop) {
        okta::reconciler missed{org, inbox, {.poll = {.types = on.event_types}}};
        if (auto const why = missed.run(stop)) std::cerr << "the System Log is not read: " << why->message() << '\n';
    });
    std::jthread const handling([&](std::stop_token stop) {
        okta::event_worker(inbox, on, {.on_failure = [](std::string_view line) { std::cerr << line << '\n'; }})
            .run(stop);
    });
    serving.join(); // until a signal
    return 0;
} catch (std::exception const& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
