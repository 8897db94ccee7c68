// Provisions an org in phases, each a run with a journal, through a transport that loses answers; begun again, it goes
// on where it was killed: see provision_test.py.  usage: provision <org url> <token> <folder> <seed> <people>

#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>
#include <okta/bulk.hpp>
#include <okta/sandbox/faults.hpp>
#include <okta/transport/asio_transport.hpp>

#include <cstdlib>
#include <iostream>

namespace {

namespace sandbox = okta::sandbox;

[[noreturn]] void fail(std::string const& why)
{
    std::cerr << "provision: " << why << std::endl;
    std::_Exit(1);
}

/// Runs until nothing is unknown any more; every request has to succeed in the end.
template <class Request>
auto run_all(okta::client const& org, std::vector<Request> const& requests, std::string const& journal)
{
    constexpr int most = 60;
    using result = okta::result<okta::result_of<Request>>;
    for (int i = 0; i < most; ++i) {
        std::vector<result> all;
        std::string why;
        auto run = okta::for_each(org, std::views::all(requests),
                                  {.parallel = 8, .journal = journal, .settle_after = std::chrono::seconds(0)});
        while (auto r = run.next()) {
            if (!r->outcome) why = r->outcome.error().message();
            all.push_back(std::move(r->outcome));
        }
        if (why.empty()) return all;
        if (i + 1 == most) fail(journal + ": " + why);
    }
    fail(journal + ": unreachable");
}

void provision(okta::client const& org, std::string const& folder, int people)
{
    std::vector<okta::create_user> hires;
    for (int i = 0; i < people; ++i) {
        auto const login = "p" + std::to_string(i) + "@example.com";
        hires.push_back({.profile = {.login = login, .email = login, .first_name = "P", .last_name = "Q"}});
    }
    auto const users = run_all(org, hires, folder + "/hires");
    auto const group = run_all(org, std::vector{okta::create_group{.profile = {.name = "everyone here"}}},
                               folder + "/groups")
                           .front()
                           ->id;
    std::vector<okta::add_user_to_group> joins;
    std::vector<okta::update_user> titles;
    std::vector<okta::delete_user> leavers;
    for (int i = 0; i < people; ++i) {
        auto const& id = users[static_cast<std::size_t>(i)]->id;
        joins.push_back({.group_id = group, .user_id = id});
        titles.push_back({.id = id.text});
        titles.back().profile.emplace().title = "title " + std::to_string(i);
        if (i % 3 == 0) leavers.push_back({.id = id.text});
    }
    run_all(org, joins, folder + "/joins");
    run_all(org, titles, folder + "/titles");
    run_all(org, leavers, folder + "/leavers");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 6) fail("usage: provision <org url> <token> <folder> <seed> <people>");
    auto const seed = std::strtoull(argv[4], nullptr, 10);
    sandbox::faulty<okta::asio_transport> transport(okta::asio_transport(), {.seed = seed});
    auto const users = sandbox::on("*", "/api/v1/users"), members = sandbox::on("PUT", "/api/v1/groups");
    auto const when = [=](okta::http_request const& r) { return users(r) || members(r); };
    transport.inject(sandbox::fault::lost_answer, {.when = when, .probability = 0.04});
    transport.inject(sandbox::fault::connection_reset, {.when = when, .probability = 0.03});
    transport.inject(sandbox::fault::html_page, {.when = when, .probability = 0.03, .status = 504});
    using std::chrono::milliseconds;
    okta::client const org{argv[1],
                           okta::api_token(okta::secret(argv[2])),
                           transport,
                           {.retry = {.first_delay = milliseconds(5), .longest_delay = milliseconds(20)}}};
    std::cout << "ready" << std::endl;
    provision(org, argv[3], std::atoi(argv[5]));
    std::cout << "done" << std::endl;
}
