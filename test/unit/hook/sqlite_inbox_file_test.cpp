#include "sqlite_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>

#include <sys/resource.h>

// The file of an inbox, its limits and its failures.

namespace sqlite_inbox_file_test {
namespace {

using namespace okta::test::sqlite;
using namespace std::chrono_literals;
using okta::put_result;
using okta::verdict;
namespace fs = std::filesystem;

/// No file of this process may grow beyond the size, as if the disk were full.
class no_room_beyond
{
public:
    explicit no_room_beyond(std::uintmax_t size) : ignored_(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        auto const limit = ::rlimit{.rlim_cur = size, .rlim_max = before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~no_room_beyond()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, ignored_);
    }
    no_room_beyond(no_room_beyond const&) = delete;
    no_room_beyond& operator=(no_room_beyond const&) = delete;

private:
    ::rlimit before_ = {};
    void (*ignored_)(int);
};

struct with_file : inbox_directory
{
    okta::sqlite_inbox_options options = {.busy_timeout = 30ms};
    std::optional<okta::sqlite_inbox> box = {};

    void open() { box.emplace(file, options); }
    put_result put(std::vector<std::string> const& all) { return put_now(*box, events(all)); }

    /// Why the inbox at `name` cannot be opened.
    std::string why_not(std::string const& name)
    {
        try {
            okta::sqlite_inbox const refused(name, options);
        } catch (okta::inbox_error const& e) {
            BOOST_TEST(std::string(e.what()).find(name) != std::string::npos, e.what());
            return e.what();
        }
        return "it can";
    }
    bool refuses(std::string const& words)
    {
        auto const why = why_not(file);
        bool const found = why.find(words) != std::string::npos;
        BOOST_TEST(found, why);
        return found;
    }
};

BOOST_AUTO_TEST_SUITE(inbox_in_sqlite_file)

BOOST_FIXTURE_TEST_CASE(is_its_owners_only, with_file)
{
    open();
    put({"a"});
    for (auto const* const end : {"", "-wal", "-shm", "-lock"})
        BOOST_TEST(static_cast<unsigned>(fs::status(file + end).permissions()) == 0600u, end);
    box.reset();
    BOOST_TEST(!fs::exists(file + "-wal"));
    BOOST_TEST(other_connection(file).ask("pragma integrity_check") == "ok");
}

BOOST_FIXTURE_TEST_CASE(is_for_one_inbox_at_a_time, with_file)
{
    open();
    BOOST_TEST(refuses("is open already"));
    fs::create_symlink(file, path + "/link");
    BOOST_CHECK_THROW(okta::sqlite_inbox(path + "/link"), okta::inbox_error);
    BOOST_TEST((put({"a"}) == put_result::kept));
    box.reset();
    okta::sqlite_inbox again(path + "/link");
    BOOST_TEST(keys(again.take(at(0), 9)) == "a");
}

BOOST_FIXTURE_TEST_CASE(refuses_what_is_no_inbox, with_file)
{
    BOOST_TEST(why_not(path + "/none/x.db").find("cannot be made: No such file") != std::string::npos);
    BOOST_TEST(why_not(path).find("is no regular file") != std::string::npos);
    BOOST_CHECK_THROW(okta::sqlite_inbox(""), okta::inbox_error);
    std::ofstream(file) << "This is a letter, and it goes on for more than a hundred bytes, so that nobody can take it "
                           "for an empty database.";
    BOOST_TEST(refuses("file is not a database"));
    fs::remove(file);
    other_connection(file).run("pragma encoding = 'UTF-16'; create table mine(x)");
    BOOST_TEST(refuses("another encoding"));
}

BOOST_FIXTURE_TEST_CASE(joins_a_database_when_it_is_told_to, with_file)
{
    other_connection(file).run("create table mine(x); insert into mine values (7); pragma user_version = 12");
    BOOST_TEST(refuses("without an inbox"));
    BOOST_TEST(other_connection(file).ask("pragma journal_mode") == "delete"); // it was left as it is
    options.join = true;
    open();
    BOOST_TEST((put({"a"}) == put_result::kept));
    box.reset();
    options.join = false;
    open();
    BOOST_TEST(keys(box->take(at(0), 9)) == "a");
    BOOST_TEST(other_connection(file).ask("select x from mine") == "7");
    BOOST_TEST(other_connection(file).ask("pragma user_version") == "12");
}

BOOST_FIXTURE_TEST_CASE(refuses_a_newer_layout, with_file)
{
    open();
    box.reset();
    other_connection(file).run("update okta_inbox_about set value = 2 where name = 'layout'");
    BOOST_TEST(refuses("made by a newer version of this library: its layout is 2"));
    other_connection(file).run("delete from okta_inbox_about where name = 'layout'");
    BOOST_TEST(refuses("is damaged"));
}

BOOST_FIXTURE_TEST_CASE(tells_a_damaged_file, with_file)
{
    open();
    for (int i = 0; i < 50; ++i) put_now(*box, {event("k" + std::to_string(i), std::string(2'000, 'j'))});
    box.reset();
    {
        std::fstream f(file, std::ios::in | std::ios::out | std::ios::binary);
        f.seekp(4'096);
        f << std::string(fs::file_size(file) - 4'096, '\x55');
    }
    BOOST_TEST(why_not(file).find("malformed") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(is_full_beyond_its_events, with_file)
{
    options.max_waiting = 2;
    open();
    BOOST_TEST((put({"a", "b", "c"}) == put_result::full));
    BOOST_TEST((put({"a", "b"}) == put_result::kept));
    BOOST_TEST((put({"c"}) == put_result::full));
    BOOST_TEST((put({}) == put_result::kept));
    auto const all = box->take(at(0), 1);
    BOOST_TEST((put({"c"}) == put_result::full)); // taken is not handled
    box->settle(all, [](auto&, auto&) { return verdict::done(); }, at(0));
    BOOST_TEST((put({"c"}) == put_result::kept));
    BOOST_TEST(box->counts().waiting == 2u);
}

BOOST_FIXTURE_TEST_CASE(makes_room_of_handled_events, with_file)
{
    constexpr std::uint64_t most = 1'000'000;
    options.max_bytes = most;
    open();
    std::string const json(10'000, 'j');
    int kept = 0;
    while (kept < 200 && put_now(*box, {event("k" + std::to_string(kept), json)}) == put_result::kept) ++kept;
    BOOST_TEST(kept > 60); // nothing handled that could go
    BOOST_TEST(kept < 100);
    box->settle(box->take(at(0), 1'000), [](auto&, auto&) { return verdict::done(); }, at(0));
    for (int i = 0; i < 500; ++i) {
        BOOST_REQUIRE((put_now(*box, {event("l" + std::to_string(i), json)}) == put_result::kept));
        box->settle(box->take(at(0), 1'000), [](auto&, auto&) { return verdict::done(); }, at(0));
    }
    BOOST_TEST((put({"l499"}) == put_result::kept));
    BOOST_TEST(box->counts().repeated == 1u); // the newest are remembered
    box.reset();
    BOOST_TEST(fs::file_size(file) < most + 100'000);
}

BOOST_FIXTURE_TEST_CASE(fails_while_there_is_no_room_and_loses_nothing, with_file)
{
    open();
    BOOST_TEST((put({"a"}) == put_result::kept));
    BOOST_TEST(box->last_failure() == "");
    auto const all = box->take(at(0), 1);
    {
        no_room_beyond const limit(fs::file_size(file + "-wal"));
        BOOST_TEST((put_now(*box, {event("b", std::string(100'000, 'j'))}) == put_result::failed));
        BOOST_TEST(box->last_failure().find(file) != std::string::npos, box->last_failure());
        BOOST_TEST(box->last_failure().find("disk") != std::string::npos, box->last_failure());
        BOOST_CHECK_THROW(box->settle(all, [](auto&, auto&) { return verdict::done(); }, at(0)), okta::inbox_error);
        BOOST_TEST(box->counts().waiting == 1u);
        BOOST_TEST(box->counts().handled == 0u);
    }
    BOOST_TEST((put({"b"}) == put_result::kept));
    auto const again = box->take(at(0), 9);
    BOOST_TEST(keys(again) == "a b");
    BOOST_TEST(box->settle(again, [](auto&, auto&) { return verdict::done(); }, at(0)) == 2u);
    box.reset();
    BOOST_TEST(other_connection(file).ask("pragma integrity_check") == "ok");
}

BOOST_FIXTURE_TEST_CASE(fails_while_another_program_writes, with_file)
{
    open();
    BOOST_TEST((put({"a"}) == put_result::kept));
    auto const all = box->take(at(0), 1);
    {
        other_connection other(file);
        other.run("begin immediate");
        BOOST_TEST((put({"b"}) == put_result::failed));
        BOOST_TEST(box->last_failure().find("locked") != std::string::npos, box->last_failure());
        try {
            box->settle(1, verdict::done(), at(0));
            BOOST_ERROR("it was settled");
        } catch (okta::inbox_error const& e) {
            BOOST_TEST((e.code() & 0xff) == SQLITE_BUSY);
        }
        BOOST_TEST(keys(box->take(at(0), 9)) == ""); // stays taken
        BOOST_CHECK_THROW(box->set_checkpoint("n", "t"), okta::inbox_error);
    }
    BOOST_TEST((put({"b"}) == put_result::kept));
    BOOST_TEST(box->settle(1, verdict::done(), at(0)));
    BOOST_TEST(keys(box->take(at(0), 9)) == "b");
}

BOOST_FIXTURE_TEST_CASE(passes_over_events_that_somebody_removed, with_file)
{
    open();
    put({"a", "b", "c"});
    other_connection(file).run("delete from okta_inbox_event where key = 'b'");
    BOOST_TEST(keys(box->take(at(0), 9)) == "a c");
    BOOST_TEST(box->counts().waiting == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace sqlite_inbox_file_test
