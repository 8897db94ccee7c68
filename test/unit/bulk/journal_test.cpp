#include <okta/bulk/journal.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

namespace journal_test {
namespace {

using okta::detail::journal;
using state = journal::state;

struct fixture
{
    fixture() { std::filesystem::remove(path); }
    ~fixture() { std::filesystem::remove(path); }

    std::unique_ptr<journal> open() { return journal::open(path).value(); }
    std::string refusal()
    {
        auto const opened = journal::open(path);
        return opened ? "opened" : opened.error().summary.substr(opened.error().summary.find("' ") + 2);
    }
    void write(std::string_view text) { std::ofstream(path, std::ios::binary | std::ios::app) << text; }
    std::string text() const
    {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::string path = (std::filesystem::temp_directory_path() /
                        ("okta_journal_test_" + std::to_string(reinterpret_cast<std::uintptr_t>(this))))
                           .string();
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(journal_, fixture)

BOOST_AUTO_TEST_CASE(what_was_written_is_known_again)
{
    std::string const odd("{\"id\":\"00u1\",\"x\":\"\xff\\u0000\n\t\"}");
    {
        auto const j = open();
        j->begin(0, {"r0", std::chrono::sys_seconds(std::chrono::seconds(1795694400)), "ACTIVE"});
        j->end(0, okta::http_response{.status = 200, .body = odd});
        j->begin(1, {"r1", {}, ""});
        j->begin(2, {"r2", {}, ""});
        j->end(2, state::unknown, {});
        j->begin(7, {"r7", {}, ""});
        j->end(7, state::failed, {});
        j->synchronise();
        BOOST_TEST(!j->failure());
    }
    auto const j = open();
    BOOST_TEST((j->state_of(0) == state::done && j->state_of(1) == state::begun && j->state_of(2) == state::unknown));
    BOOST_TEST((j->state_of(3) == state::none && j->state_of(7) == state::failed && j->state_of(1'000) == state::none));
    BOOST_TEST((j->answer_of(0)->status == 200 && j->answer_of(0)->body == odd));
    BOOST_TEST((!j->answer_of(1) && !j->answer_of(7)));
    auto const r = j->begun(0);
    BOOST_TEST((r && r->request == "r0" && r->before == "ACTIVE"));
    BOOST_TEST(r->since->time_since_epoch().count() == 1795694400);
    BOOST_TEST((j->begun(1) && !j->begun(1)->since && !j->begun(3)));
}

BOOST_AUTO_TEST_CASE(a_line_that_is_cut_off_was_never_written)
{
    {
        auto const j = open();
        j->begin(0, {"r0", {}, ""});
        j->end(0, okta::http_response{.status = 204});
    }
    auto const whole = text();
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << whole.substr(0, cut);
        auto const j = open();
        auto const lines = static_cast<int>(std::count(whole.begin(), whole.begin() + static_cast<long>(cut), '\n'));
        BOOST_TEST((j->state_of(0) == (lines == 2 ? state::done : lines == 1 ? state::begun : state::none)));
        j->begin(5, {"r5", {}, ""}); // goes on behind the last whole line
        BOOST_TEST(j->begun(5).has_value());
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_journal_is_left_alone_and_told)
{
    write("{\"begin\":0,\"request\":\"r\"}\nDear diary,\n");
    auto const before = text();
    BOOST_TEST(refusal() == "is no journal: line 2 is none of one");
    BOOST_TEST(text() == before);
    for (auto const* const line : {"{}\n", "[]\n", "{\"begin\":-1}\n", "{\"begin\":1e300}\n", "{\"done\":\"0\"}\n",
                                   "{\"begin\":100000000000}\n", "\n"}) {
        std::filesystem::remove(path);
        write(line);
        BOOST_TEST(refusal() == "is no journal: line 1 is none of one", line);
    }
}

BOOST_AUTO_TEST_CASE(one_run_at_a_time_has_it)
{
    auto first = open();
    BOOST_TEST(refusal() == "is in use by another run");
    first.reset();
    BOOST_TEST(refusal() == "opened");
}

BOOST_AUTO_TEST_CASE(ids_that_are_taken_are_known_in_this_run_and_the_next)
{
    auto j = open();
    for (auto const* const id : {"00u9", "00u1", "00u5"})
        j->end(static_cast<std::size_t>(id[3] - '0'),
               okta::http_response{.status = 200, .body = std::string("{\"id\":\"").append(id).append("\"}")});
    BOOST_TEST((j->is_taken("00u1") && j->is_taken("00u9") && !j->is_taken("00u2")));
    j.reset();
    BOOST_TEST((open()->is_taken("00u5")));
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_is_told)
{
    if (!std::filesystem::exists("/dev/full")) return;
    auto j = journal::open("/dev/full");
    if (!j) return; // no right to it
    (*j)->begin(0, {"r0", {}, ""});
    BOOST_TEST_REQUIRE((*j)->failure().has_value());
    BOOST_TEST((*j)->failure()->summary.find("cannot be written: No space left") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace journal_test
