#include "../support/temporary_file.hpp"

#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>
#include <okta/bulk.hpp>
#include <okta/sandbox/faults.hpp>
#include <okta/sandbox/org.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <stdexcept>

// Every request of runs with journals, looks included, meets a fault in turn; begun again until all is done, each thing
// has happened once.

namespace bulk_steps_test {
namespace {

namespace asio = boost::asio;
namespace sandbox = okta::sandbox;
using okta::test::temporary_file;
using sandbox::fault;

/// Two users and a group are made, one joins it, the other one leaves.
template <class Drain>
struct provisioning
{
    provisioning(Drain d, fault f, std::size_t nth) : drain(d)
    {
        auto const mine = sandbox::nth(nth);
        network.inject(f, {.when = [this, mine](auto const& r) { return mine(r) && (met = true); },
                           .status = f == fault::html_page ? 504 : 0});
    }

    template <class Request>
    auto until_done(std::vector<Request> const& requests)
    {
        temporary_file const journal;
        std::string why;
        for (int run = 0; run < 6; ++run) {
            auto all = drain(
                okta::for_each(org, requests, {.parallel = 1, .journal = journal.path, .settle_after = {}}));
            auto const bad = std::ranges::find_if(all, [](auto const& r) { return !r.outcome; });
            if (bad == all.end()) return all;
            why = bad->outcome.error().message();
        }
        throw std::runtime_error("never done: " + why);
    }

    void run()
    {
        auto const users = until_done(std::vector{person("a@example.com"), person("b@example.com")});
        auto const group = until_done(std::vector<okta::create_group>{{.profile = {.name = "g"}}})[0].outcome->id;
        stays = users[0].outcome->id.text;
        leaves = users[1].outcome->id.text;
        until_done(std::vector<okta::add_user_to_group>{{.group_id = group, .user_id = {stays}}});
        until_done(std::vector<okta::delete_user>{{.id = leaves}});
    }

    void check()
    {
        BOOST_TEST(there.user_count() == 3u); // with the administrator
        BOOST_TEST((there.find_user(leaves)->status == okta::user_status::deprovisioned));
        okta::client look(there.url(), okta::api_token{there.token()}, there);
        auto const groups = look.call(okta::list_groups{.search = "profile.name eq \"g\""});
        BOOST_TEST_REQUIRE(groups->size() == 1u);
        auto const members = look.call(okta::list_group_members{.group_id = groups->items[0].id});
        BOOST_TEST_REQUIRE(members->size() == 1u);
        BOOST_TEST(members->items[0].id.text == stays);
    }

    static okta::create_user person(std::string const& login)
    {
        return {.profile = {.login = login, .email = login, .first_name = "P", .last_name = "Q"}};
    }

    Drain drain;
    bool met = false;
    std::string stays = {}, leaves = {};
    sandbox::org there;
    sandbox::faulty<sandbox::org> network{there, {.seed = 3, .sleep = [](std::chrono::milliseconds) {}}};
    okta::client org{there.url(), okta::api_token{there.token()}, network, {.retry = {.max_retries = 0}}};
};

template <class Drain>
void fail_every_request_in_turn(Drain drain)
{
    for (auto const f :
         {fault::connection_reset, fault::lost_answer, fault::html_page, fault::truncated_body, fault::garbage}) {
        std::size_t n = 1;
        for (bool met = true; met; ++n) {
            BOOST_TEST_CONTEXT("request " << n << ", " << to_string(f))
            {
                BOOST_TEST_REQUIRE(n < 40u);
                provisioning p(drain, f, n);
                p.run();
                p.check();
                met = p.met;
            }
        }
        BOOST_TEST(n > 8u); // five calls, some of which are preceded by a look
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(bulk_steps)

BOOST_AUTO_TEST_CASE(whichever_request_fails_each_thing_happens_once)
{
    fail_every_request_in_turn([](auto run) {
        std::vector<typename decltype(run)::item_type> all;
        while (auto r = run.next()) all.push_back(std::move(*r));
        return all;
    });
}

BOOST_AUTO_TEST_CASE(so_it_is_asynchronously)
{
    fail_every_request_in_turn([](auto run) {
        std::vector<typename decltype(run)::item_type> all;
        asio::io_context io;
        std::function<void()> const next = [&] {
            run.async_next(asio::bind_executor(io, [&](auto r) {
                if (!r) return;
                all.push_back(std::move(*r));
                next();
            }));
        };
        next();
        io.run_for(std::chrono::seconds(20));
        return all;
    });
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace bulk_steps_test
