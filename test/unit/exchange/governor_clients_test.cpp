#include "../fakes.hpp"

#include <okta/actions/users.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

#include <sys/wait.h>
#include <unistd.h>

// Who a governor is told that it is asked by.

namespace governor_clients_test {
namespace {

using namespace okta::test;

/// Remembers who asked last.
struct asked_by
{
    std::shared_ptr<std::uint64_t> last = std::make_shared<std::uint64_t>(0);

    std::chrono::milliseconds admit(okta::governor_ticket& t, std::chrono::steady_clock::time_point) const
    {
        *last = t.client;
        return std::chrono::milliseconds{0};
    }
    void settle(okta::governor_ticket&, okta::response_facts const&, std::chrono::steady_clock::time_point) const {}
    void leave(okta::governor_ticket&, std::chrono::steady_clock::time_point) const {}
};

struct governed
{
    asked_by governor = {};
    blocking_way way{scripted(answer(200, R"({"id":"00u1"})"))};
    okta::client client{org, okta::api_token{"x"}, way.transport, {.governor = governor}};

    std::uint64_t number(okta::client by)
    {
        (void)by.call(okta::get_user{.id = "me"});
        return *governor.last;
    }
    std::uint64_t number() { return number(client); }
};

/// Of a client that is made in a process of its own, forked from this one.
std::uint64_t number_in_fork()
{
    int ends[2];
    BOOST_TEST_REQUIRE(::pipe(ends) == 0);
    auto const child = ::fork();
    if (child == 0) {
        auto const number = governed().number();
        bool const told = ::write(ends[1], &number, sizeof number) == sizeof number;
        ::_exit(told ? 0 : 1);
    }
    std::uint64_t number = 0;
    ::close(ends[1]);
    bool const heard = ::read(ends[0], &number, sizeof number) == sizeof number;
    ::close(ends[0]);
    int status = -1;
    ::waitpid(child, &status, 0);
    BOOST_TEST_REQUIRE((heard && status == 0));
    return number;
}

} // namespace

BOOST_AUTO_TEST_SUITE(governor_clients)

BOOST_AUTO_TEST_CASE(a_client_is_one_and_so_are_its_copies)
{
    governed one, other;
    BOOST_TEST(one.number() == one.number());
    BOOST_TEST(one.number(one.client.with({.priority = okta::priority::bulk})) == one.number());
    BOOST_TEST(one.number() != other.number());
}

BOOST_AUTO_TEST_CASE(no_two_processes_have_the_same_clients)
{
    (void)governed().number();
    std::set<std::uint64_t> all{governed().number()};
    for (int i = 0; i < 3; ++i) all.insert(number_in_fork());
    BOOST_TEST(all.size() == 4u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace governor_clients_test
