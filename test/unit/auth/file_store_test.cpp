#include <okta/auth/file_store.hpp>

#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

// The files; what every store does is tested in credential_store_test.cpp, crashes in test/crash.

namespace file_store_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using okta::error_kind;
using okta::file_store;
using okta::linked_account;
using std::chrono::milliseconds;
using problem = std::optional<okta::error>;

std::string const lock_of_a = "lock.0"; // of the account `a`

linked_account account(std::string id)
{
    linked_account a;
    a.id = std::move(id);
    a.refresh_token = "rt-hidden";
    return a;
}

unsigned mode_of(fs::path const& path) { return static_cast<unsigned>(fs::status(path).permissions()); }

std::string content_of(fs::path const& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(fs::path const& path, std::string_view content) { std::ofstream(path, std::ios::binary) << content; }

std::string names(fs::path const& directory)
{
    std::vector<std::string> all;
    for (auto const& entry : fs::directory_iterator(directory))
        if (auto name = entry.path().filename().string(); !name.starts_with("lock.")) all.push_back(std::move(name));
    std::ranges::sort(all);
    std::string text;
    for (auto const& name : all) text += name + ' ';
    return text;
}

struct with_directory : okta::test::temporary_directory
{
    file_store open(okta::file_store_options options = {}) const { return file_store::open(path, options).value(); }
    std::string file(std::string const& name) const { return path + '/' + name; }

    /// As another process would hold it: flock knows descriptors, not processes.
    int hold_lock() const
    {
        int const fd = ::open(file(lock_of_a).c_str(), O_RDWR | O_CREAT, 0600);
        BOOST_TEST_REQUIRE(::flock(fd, LOCK_EX | LOCK_NB) == 0);
        return fd;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(file_stores, with_directory)

BOOST_AUTO_TEST_CASE(directory_and_files_are_their_owners_only)
{
    auto const umask = ::umask(0);
    auto store = file_store::open(file("accounts")).value();
    BOOST_TEST(!store.save(account("a")).has_value());
    ::umask(0777);
    BOOST_TEST(!store.save(account("b")).has_value());
    ::umask(umask);
    BOOST_TEST(mode_of(file("accounts")) == 0700u);
    BOOST_TEST((mode_of(file("accounts/a.json")) == 0600u && mode_of(file("accounts/b.json")) == 0600u));
    BOOST_TEST(mode_of(file("accounts/" + lock_of_a)) == 0600u);
    BOOST_TEST(names(file("accounts")) == "a.json b.json ");
    BOOST_TEST(file_store::open(file("accounts/")).has_value()); // a second time, and with a slash
}

BOOST_AUTO_TEST_CASE(a_directory_that_will_not_do_is_refused)
{
    auto const refusal = [](std::string const& where) {
        auto const opened = file_store::open(where);
        BOOST_TEST_REQUIRE(!opened.has_value());
        BOOST_TEST((opened.error().kind == error_kind::authorisation));
        return opened.error().summary;
    };
    BOOST_TEST(refusal("") == "the directory of the accounts has no name");
    BOOST_TEST(refusal(file("no/such")) ==
               "the directory '" + file("no/such") + "' cannot be made: No such file or directory");
    write(file("plain"), "");
    BOOST_TEST(refusal(file("plain")) == "the directory '" + file("plain") + "' cannot be opened: Not a directory");
    for (auto const mode : {0750u, 0701u, 0770u}) {
        fs::permissions(path, fs::perms(mode));
        BOOST_TEST(refusal(path) == "the directory '" + path + "' is open to others: give it the mode 0700");
    }
    fs::permissions(path, fs::perms(0700));
    if (::geteuid() != 0) return;
    BOOST_TEST_REQUIRE(::chown(path.c_str(), 1, 1) == 0);
    BOOST_TEST(refusal(path) == "the directory '" + path + "' is another user's: accounts are kept in one of your own");
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_named_and_hides_nobody)
{
    auto store = open();
    for (auto const* const id : {"a", "b", "c"}) BOOST_TEST(!store.save(account(id)).has_value());
    auto const good = content_of(file("b.json"));
    auto const other = R"({"id":"a","refresh_token":"rt-hidden"})";
    std::string const json = "' is damaged: it is not the JSON of an account";
    std::string const wrong = "' is damaged: it holds another account than its name says";
    std::pair<std::string, std::string> const cases[] = {
        {"", json},
        {good.substr(0, good.size() / 2), json},
        {good + good, json},
        {std::string(good.size(), '\0'), json},
        {"rt-hidden", json},
        {R"({"id":"b","scopes":"rt-hidden"})", json},
        {R"({"id":"b","created":"rt-hidden"})", json},
        {"[]", json},
        {other, wrong},
        {"{}", wrong},
        {R"({"id":"b","status":"","refresh_token":"rt-hidden"})", "' is damaged: its status is empty"},
        {std::string(64 * 1024 + 1, ' '), "' is larger than 65536 bytes"}};
    for (auto const& [content, why] : cases) {
        write(file("b.json"), content);
        auto const loaded = store.load("b");
        BOOST_TEST_REQUIRE(!loaded.has_value());
        BOOST_TEST((loaded.error().kind == error_kind::authorisation));
        BOOST_TEST(loaded.error().message() == "authorisation: the file '" + file("b.json") + why);
        BOOST_TEST((loaded.error().raw_body.empty() && loaded.error().causes.empty()));
        auto const all = store.list().value();
        BOOST_TEST((all.size() == 2u && all[0].id == "a" && all[1].id == "c"));
        BOOST_TEST_REQUIRE(all.damaged.size() == 1u);
        BOOST_TEST(all.damaged[0].summary == loaded.error().summary);
        BOOST_TEST(store.update("b", [](linked_account&) { return problem(); }).has_value());
        BOOST_TEST(content_of(file("b.json")) == content); // for whoever wants to see what is left
    }
    BOOST_TEST(!store.save(account("b")).has_value()); // signed in again
    BOOST_TEST(store.load("b").value().has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_not_read)
{
    auto store = open();
    fs::create_directory(file("d.json"));
    BOOST_TEST_REQUIRE(::mkfifo(file("p.json").c_str(), 0600) == 0);
    write(file("elsewhere"), R"({"id":"s"})");
    fs::create_symlink("elsewhere", file("s.json"));
    for (auto const* const id : {"d", "p", "s"})
        BOOST_TEST(store.load(id).error().summary == "the file '" + file(id) + ".json' is no regular file");
    BOOST_TEST(store.list()->damaged.size() == 3u);
    BOOST_TEST(!store.save(account("s")).has_value()); // replaces the link, not what it leads to
    BOOST_TEST(content_of(file("elsewhere")) == R"({"id":"s"})");
}

BOOST_AUTO_TEST_CASE(other_files_are_passed_over)
{
    auto store = open();
    for (auto const* const name : {".json", "a b.json", "a.json.bak", "notes.txt", "..json"}) write(file(name), "x");
    BOOST_TEST((store.list()->empty() && store.list()->damaged.empty()));
}

BOOST_AUTO_TEST_CASE(what_a_crash_left_is_ignored_and_removed)
{
    auto store = open();
    BOOST_TEST(!store.save(account("a")).has_value());
    write(file("a.tmp"), R"({"id":"a","refr)");
    write(file("gone.tmp"), "");
    BOOST_TEST((store.list()->size() == 1u && store.list()->damaged.empty()));
    BOOST_TEST((store.load("a").value() == account("a")));
    BOOST_TEST(!store.save(account("a")).has_value());
    BOOST_TEST(names(path) == "a.json gone.tmp ");
    (void)open();
    BOOST_TEST(names(path) == "a.json ");
    write(file("a.tmp"), "");
    BOOST_TEST(!store.remove("a").has_value());
    BOOST_TEST(names(path) == "");
}

BOOST_AUTO_TEST_CASE(what_another_process_is_writing_stays)
{
    int const held = hold_lock();
    write(file("a.tmp"), "half");
    (void)open();
    BOOST_TEST(names(path) == "a.tmp ");
    ::close(held);
    (void)open();
    BOOST_TEST(names(path) == "");
}

BOOST_AUTO_TEST_CASE(a_save_waits_for_another_process_and_not_for_ever)
{
    auto store = open({.lock_timeout = 30ms});
    int held = hold_lock();
    auto const began = std::chrono::steady_clock::now();
    auto const failures = {store.save(account("a")), store.remove("a"),
                           store.update("a", [](linked_account&) { return problem(); })};
    BOOST_TEST((std::chrono::steady_clock::now() - began >= 90ms));
    for (auto const& e : failures) {
        BOOST_TEST_REQUIRE(e.has_value());
        BOOST_TEST(e->summary == "the lock file '" + file(lock_of_a) +
                                     "' is held by somebody else for more than 30 ms: Connection timed out");
    }
    BOOST_TEST(store.load("a").has_value()); // reading needs no lock
    for (auto const time : {milliseconds(10s), milliseconds::max()}) {
        store = open({.lock_timeout = time});
        std::thread other([held] {
            std::this_thread::sleep_for(20ms);
            ::close(held);
        });
        BOOST_TEST(!store.save(account("a")).has_value());
        other.join();
        held = hold_lock();
    }
    ::close(held);
}

BOOST_AUTO_TEST_CASE(accounts_that_cannot_be_read_again_are_not_saved)
{
    auto store = open({.max_file_bytes = 500});
    BOOST_TEST(!store.save(account("a")).has_value());
    auto large = account("a");
    large.access_token = std::string(500, 'x');
    auto const too_large = store.save(large);
    BOOST_TEST_REQUIRE(too_large.has_value());
    BOOST_TEST(too_large->summary.starts_with("the account 'a' takes 6"));
    BOOST_TEST(too_large->summary.ends_with("more than the 500 of max_file_bytes"));
    auto latin = account("a");
    latin.owner_id = "Andr\xE9";
    auto const not_utf8 = store.save(latin);
    BOOST_TEST_REQUIRE(not_utf8.has_value());
    BOOST_TEST((not_utf8->kind == error_kind::invalid_request));
    BOOST_TEST(not_utf8->summary == "the account 'a' holds a text that is not UTF-8, or a time beyond the year 9999");
    auto without_status = account("a");
    without_status.status = {}; // would be read as ACTIVE: empty texts are not written
    auto const no_status = store.save(without_status);
    BOOST_TEST_REQUIRE(no_status.has_value());
    BOOST_TEST((no_status->kind == error_kind::invalid_request));
    BOOST_TEST(no_status->summary == "the account 'a' has an empty status; give it one, such as ACTIVE");
    BOOST_TEST((store.load("a").value() == account("a")));
    BOOST_TEST(names(path) == "a.json ");
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_account)
{
    auto store = open();
    BOOST_TEST(!store.save(account("a")).has_value());
    auto larger = account("a");
    larger.access_token = std::string(5'000, 'x');
    ::rlimit old{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    auto small = old;
    small.rlim_cur = 1'000;
    auto const handler = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &small);
    auto const failed = store.save(larger);
    ::setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, handler);
    BOOST_TEST_REQUIRE(failed.has_value());
    BOOST_TEST(failed->summary == "the file '" + file("a.tmp") + "' cannot be written: File too large");
    BOOST_TEST((failed->transport_code == boost::system::errc::file_too_large));
    BOOST_TEST((store.load("a").value() == account("a")));
    BOOST_TEST(names(path) == "a.json ");
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_renamed_stays_the_stores)
{
    auto store = file_store::open(file("one")).value();
    fs::rename(file("one"), file("two"));
    fs::create_directory(file("one"));
    BOOST_TEST(!store.save(account("a")).has_value());
    BOOST_TEST((names(file("one")) == "" && names(file("two")) == "a.json "));
}

BOOST_AUTO_TEST_CASE(locks_are_spread_and_never_change)
{
    auto store = open();
    for (int i = 0; i < 80; ++i) BOOST_TEST(!store.save(account(std::to_string(i))).has_value());
    for (char const c : std::string("0123456789abcdef")) BOOST_TEST(fs::exists(file(std::string("lock.") + c)));
    with_directory another;
    BOOST_TEST(!another.open().save(account("a")).has_value());
    BOOST_TEST(fs::exists(another.file(lock_of_a))); // as programs built years ago have it
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace file_store_test
