#include "sandbox_support.hpp"

#include <algorithm>

namespace org_lists_test {
using namespace okta;
using okta::test::field_of;
using okta::test::in_short;
using okta::test::sandbox_fixture;

namespace {

using texts = std::vector<std::string>;

struct people_fixture : sandbox_fixture
{
    people_fixture()
    {
        create("ada@example.com", {.login = "",
                                   .email = "",
                                   .first_name = "Ada",
                                   .last_name = "Lovelace",
                                   .department = "R&D",
                                   .custom = {{"age", 36}, {"tags", {"maths", "poetry"}}}});
        create("grace@example.com", {.login = "",
                                     .email = "",
                                     .first_name = "Grace",
                                     .last_name = "Hopper",
                                     .department = "Navy",
                                     .custom = {{"age", 85}}});
        create("alan@example.com",
               {.login = "", .email = "", .first_name = "Alan", .last_name = "Turing", .department = "r&d"});
    }

    texts found(std::string const& search) { return logins(list_users{.search = search}); }
    std::string refusal(list_users const& a)
    {
        auto pages = client.pages(a);
        if (pages.next()) return "accepted";
        return in_short(*pages.failure());
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_lists)

BOOST_FIXTURE_TEST_CASE(search_compares_ignoring_case_and_knows_custom_attributes, people_fixture)
{
    BOOST_TEST(found(R"(profile.department eq "R&D")") == (texts{"ada@example.com", "alan@example.com"}));
    BOOST_TEST(found(R"(profile.age gt 40)") == (texts{"grace@example.com"}));
    BOOST_TEST(found(R"(profile.tags eq "poetry")") == (texts{"ada@example.com"}));
    BOOST_TEST(found(R"(profile.firstName sw "a" and (profile.age pr or profile.lastName co "ring"))") ==
               (texts{"ada@example.com", "alan@example.com"}));
}

BOOST_FIXTURE_TEST_CASE(filter_is_case_sensitive_and_knows_few_attributes, people_fixture)
{
    BOOST_TEST(logins(list_users{.filter = R"(profile.firstName eq "Ada")"}) == (texts{"ada@example.com"}));
    BOOST_TEST(logins(list_users{.filter = R"(profile.firstName eq "ada")"}).empty());
    BOOST_TEST(refusal({.filter = R"(profile.department eq "R&D")"}).starts_with("400 E0000053"));
    BOOST_TEST(refusal({.search = R"(profile.login ne "x")"}).starts_with("400 E0000031"));
    BOOST_TEST(
        refusal({.search = "status eq \"ACTIVE\"", .filter = "status eq \"ACTIVE\""}).starts_with("400 E0000031"));
}

BOOST_FIXTURE_TEST_CASE(q_matches_beginnings_and_has_no_pages, people_fixture)
{
    BOOST_TEST(logins(list_users{.q = "a"}) == (texts{"admin@example.com", "ada@example.com", "alan@example.com"}));
    BOOST_TEST(logins(list_users{.q = "a", .limit = 1}) == (texts{"admin@example.com"}));
    BOOST_TEST(logins(list_users{.q = "hop"}) == (texts{"grace@example.com"}));
}

BOOST_FIXTURE_TEST_CASE(search_sorts_over_pages_and_absent_values_come_last, people_fixture)
{
    std::string const all = "id pr";
    for (int limit = 1; limit < 6; ++limit) {
        auto const sorted = logins(list_users{.search = all, .limit = limit, .sort_by = "profile.lastName"});
        BOOST_TEST(sorted == (texts{"admin@example.com", "grace@example.com", "ada@example.com", "alan@example.com"}));
        auto const down = logins(
            list_users{.search = all, .limit = limit, .sort_by = "profile.age", .sort_order = "desc"});
        BOOST_TEST(down == (texts{"grace@example.com", "ada@example.com", "admin@example.com", "alan@example.com"}));
    }
    BOOST_TEST(
        refusal({.search = all, .sort_by = "profile.age", .sort_order = "up"}).starts_with("400 E0000001 sortOrder"));
}

BOOST_FIXTURE_TEST_CASE(long_sort_keys_do_not_make_long_links, sandbox_fixture)
{
    for (int i = 0; i < 5; ++i)
        create("user" + std::to_string(i) + "@example.com",
               {.login = "", .email = "", .custom = {{"essay", std::string(5'000, 'x') + std::to_string(9 - i)}}});
    auto const sorted = logins(list_users{.search = "profile.essay pr", .limit = 2, .sort_by = "profile.essay"});
    BOOST_TEST(sorted == (texts{"user4@example.com", "user3@example.com", "user2@example.com", "user1@example.com",
                                "user0@example.com"}));
    auto const r = send(method::get, "/api/v1/users?search=profile.essay%20pr&sortBy=profile.essay&limit=2");
    BOOST_TEST(r.fields.all("Link").at(1).size() < 1'000u);
}

BOOST_FIXTURE_TEST_CASE(pages_hold_while_users_come_and_go, sandbox_fixture)
{
    org.add_people(9);
    auto pages = client.pages(list_users{.limit = 4});
    auto const first = pages.next();
    BOOST_TEST(first->size() == 4u);
    for (int step = 0; step < 2; ++step) BOOST_TEST(client.call(delete_user{.id = first->items.back().id}).has_value());
    create("late@example.com");
    texts rest;
    while (auto const page = pages.next())
        for (auto const& u : *page) rest.push_back(u.profile.login);
    BOOST_TEST(rest.size() == 7u); // six that were there, and the late one
    BOOST_TEST(rest.back() == "late@example.com");
}

BOOST_FIXTURE_TEST_CASE(links_are_lines_of_their_own_and_repeat_the_parameters, sandbox_fixture)
{
    org.add_people(5);
    auto const r = send(method::get,
                        "/api/v1/users?search=profile.firstName%20sw+%22%22&limit=2&sortBy=profile.lastName");
    auto const links = r.fields.all("Link");
    BOOST_TEST_REQUIRE(links.size() == 2u);
    BOOST_TEST(links[0] == "<https://sandbox.example.com/api/v1/users?search=profile.firstName%20sw%20%22%22&"
                           "sortBy=profile.lastName&limit=2>; rel=\"self\"");
    BOOST_TEST(links[1].find("?after=") != std::string_view::npos);
    BOOST_TEST(links[1].ends_with("&limit=2>; rel=\"next\""));
    BOOST_TEST(send(method::get, "/api/v1/groups?q=E").fields.all("Link").empty());
    BOOST_TEST(send(method::get, "/api/v1/users?q=a&limit=1").fields.all("Link").size() == 1u);
    BOOST_TEST(send(method::get, "/api/v1/meta/types/user").fields.all("Link").empty());
}

BOOST_FIXTURE_TEST_CASE(page_sizes_have_bounds, sandbox_fixture)
{
    org.add_people(300);
    auto const size = [&](std::string const& target) {
        return boost::json::parse(send(method::get, target).body).as_array().size();
    };
    BOOST_TEST(size("/api/v1/users") == 200u);
    BOOST_TEST(size("/api/v1/users?limit=1000") == 200u);
    BOOST_TEST(size("/api/v1/users?q=a") == 10u);
    for (auto const* const target : {"/api/v1/users?limit=0", "/api/v1/users?limit=x", "/api/v1/users?after=x",
                                     "/api/v1/users?after=c31", "/api/v1/devices?limit=201", "/api/v1/groups?limit=-1"})
        BOOST_TEST(okta::test::code_of(send(method::get, target)) == "400 E0000001", target);
}

BOOST_FIXTURE_TEST_CASE(groups_can_be_searched_filtered_and_asked_for, sandbox_fixture)
{
    create_group_named("West Coast");
    create_group_named("East Coast");
    auto const names = [&](list_groups const& a) {
        texts all;
        auto pages = client.pages(a);
        while (auto const page = pages.next())
            for (auto const& g : *page) all.push_back(g.name());
        BOOST_TEST(!pages.failure());
        return all;
    };
    BOOST_TEST(names({}) == (texts{"Everyone", "West Coast", "East Coast"}));
    BOOST_TEST(names({.search = R"(profile.name co "coast")", .sort_by = "profile.name"}) ==
               (texts{"East Coast", "West Coast"}));
    BOOST_TEST(names({.filter = R"(type eq "BUILT_IN")"}) == (texts{"Everyone"}));
    BOOST_TEST(names({.q = "west"}) == (texts{"West Coast"}));
    BOOST_TEST(names({.search = R"(created gt "2025-01-01T00:00:00.000Z")", .limit = 1}).size() == 3u);
    auto const stats = client.pages(list_groups{.q = "Every", .expand = "stats"}).next();
    BOOST_TEST(stats->items.at(0).embedded->stats->users_count.value() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace org_lists_test
