// Puts events into an inbox and handles them without end, until it is killed: see inbox_test.py.
// usage: inbox_loop <database> <journal> <run>
//
// What is answered `kept` is a line in the journal, written at once. Handlers count by table `handled` of the database.

#include <okta/hook/sqlite_inbox.hpp>
#include <okta/impl/posix_file.ipp>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>

#include <fcntl.h>

namespace {

using namespace std::chrono_literals;
using okta::kept_event;
using okta::verdict;
using context = okta::sqlite_inbox::context;

[[noreturn]] void fail(std::string const& why)
{
    std::cerr << "inbox_loop: " << why << std::endl;
    std::_Exit(1);
}

okta::timestamp now()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void run(::sqlite3* db, std::string const& sql)
{
    if (::sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(::sqlite3_errmsg(db));
}

class program
{
public:
    program(std::string const& database, std::string const& journal, std::string run)
        : journal_(::open(journal.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)),
          run_(std::move(run)),
          inbox_(database, {.join = true})
    {
        if (!journal_) fail("no journal at " + journal);
    }

    [[noreturn]] void run_until_killed()
    {
        std::puts("ready");
        std::fflush(stdout);
        std::array const handling = {std::thread([this] { handle(); }), std::thread([this] { handle(); })};
        std::counting_semaphore<> free(50);
        for (int i = 0;; ++i) {
            free.acquire();
            auto const key = run_ + '-' + std::to_string(i);
            okta::incoming_event e{.key = key, .event_type = "user.session.start", .json = std::string(300, 'j')};
            auto const answer = [this, key, &free](okta::put_result r) {
                if (r != okta::put_result::kept) fail("not kept: " + inbox_.last_failure());
                if (!okta::detail::write_all(journal_.get(), key + '\n')) fail("the journal cannot be written");
                free.release();
            };
            if (i % 10 == 0) inbox_.put_and_checkpoint({e}, "last", key, answer);
            else inbox_.put({e, e}, answer); // the second is a repetition
        }
    }

private:
    [[noreturn]] void handle()
    {
        for (;;) {
            auto const events = inbox_.take(now(), 20);
            if (events.empty()) std::this_thread::sleep_for(1ms);
            try {
                inbox_.settle(events, [](kept_event const& e, context& c) { return handle_one(e, c); }, now());
            } catch (std::domain_error const& e) {
                inbox_.settle(std::stoull(e.what()), verdict::again(now() + 5ms, "thrown"), now());
            } catch (std::exception const& e) {
                fail(e.what());
            }
        }
    }

    static verdict handle_one(kept_event const& e, context& c)
    {
        run(c.handle(), "insert into handled values ('" + e.event.key + "')");
        if (e.attempts == 0 && e.number % 7 == 0) return verdict::again(now() + 5ms, "once more");
        if (e.attempts == 0 && e.number % 41 == 0) throw std::domain_error(std::to_string(e.number));
        return verdict::done();
    }

    okta::detail::file_descriptor journal_;
    std::string run_;
    okta::sqlite_inbox inbox_;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4) fail("usage: inbox_loop <database> <journal> <run>");
    try {
        program(argv[1], argv[2], argv[3]).run_until_killed();
    } catch (std::exception const& e) {
        fail(e.what());
    }
}
