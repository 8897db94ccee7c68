#include "run.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>

// The sandbox beside a reference model that is too simple to be wrong: seeded runs of thousands of random steps through
// the typed client must show no difference. OKTA_MODEL_SEED and OKTA_MODEL_STEPS choose another run.

namespace {

using okta::test::run;

std::uint64_t from_environment(char const* name, std::uint64_t otherwise)
{
    auto const* const text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Every fifth run begins with more people than a page has.
std::size_t people_for(std::uint64_t seed) { return seed % 5 == 0 ? 230 : 0; }

void drive_on(run& r, std::size_t steps)
{
    while (r.steps < steps) {
        r.step();
        if (r.steps % 500 == 0) r.compare_everything();
    }
    r.compare_everything();
}

void drive(run& r, std::size_t steps)
{
    try {
        drive_on(r, steps);
    } catch (okta::test::disagreement const& d) {
        BOOST_FAIL(d.what());
    }
}

/// Nothing that the sandbox can do was left out.
void check_coverage(std::map<std::string, std::size_t> const& done, std::map<std::string, std::size_t> const& refused)
{
    okta::for_each_action([&]<class A>(std::type_identity<A>) {
        auto const id = std::string(okta::detail::info_of<A>().id);
        BOOST_TEST(done.contains(id), id << " never succeeded");
    });
    BOOST_TEST(done.contains("list_log_events"));
    for (auto const* code : {"E0000001", "E0000006", "E0000007", "E0000011", "E0000023", "E0000031", "E0000038",
                             "E0000053", "E0000080", "E0000093", "E0000112", "E0000124", "E0000142", "E0000152",
                             "E0000178", "E0000221", "E0000231", "insufficient_scope", "invalid_token"})
        BOOST_TEST(refused.contains(code), code << " never came");
}

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_model)

BOOST_AUTO_TEST_CASE(the_org_does_what_the_model_does)
{
    auto const first = from_environment("OKTA_MODEL_SEED", 1);
    auto const last = std::getenv("OKTA_MODEL_SEED") ? first : first + 4;
    auto const steps = from_environment("OKTA_MODEL_STEPS", 4'000);
    std::map<std::string, std::size_t> done, refused;
    for (auto seed = first; seed <= last; ++seed) {
        run r(seed, people_for(seed));
        drive(r, steps);
        std::cout << "seed " << seed << ": " << r.steps << " steps, " << r.calls << " calls, 0 differences"
                  << std::endl;
        for (auto const& [name, count] : r.done) done[name] += count;
        for (auto const& [code, count] : r.refused) refused[code] += count;
    }
    if (steps * (last - first + 1) >= 20'000) check_coverage(done, refused);
}

BOOST_AUTO_TEST_CASE(two_orgs_with_one_seed_give_the_same_bytes)
{
    run a(77), b(77), other(78);
    for (auto* r : {&a, &b, &other}) drive(*r, 500);
    BOOST_TEST_REQUIRE(a.answers().size() == b.answers().size());
    for (std::size_t i = 0; i < a.answers().size(); ++i)
        BOOST_TEST_REQUIRE(a.answers()[i] == b.answers()[i], "answer " << i << " differs");
    BOOST_TEST((a.answers() != other.answers()));
}

BOOST_AUTO_TEST_CASE(an_org_that_does_otherwise_is_noticed)
{
    okta::no_content const nothing;
    using okta::sandbox::call;
    std::function<void(okta::sandbox::org&)> const mistakes[] = {
        [=](auto& o) {
            o.template on<okta::add_user_to_group>([=](call&, auto const&) { return okta::result(nothing); });
        },
        [=](auto& o) {
            o.template on<okta::activate_device>([=](call&, auto const&) { return okta::result(nothing); });
        },
        [=](auto& o) { o.template on<okta::delete_realm>([=](call&, auto const&) { return okta::result(nothing); }); },
        [](auto& o) {
            o.template on<okta::list_groups>(
                [](call&, auto const&) { return okta::result(okta::page<okta::group>{}); });
        },
        [](auto& o) {
            o.template on<okta::update_user_type>([](call&, auto const&) {
                return okta::result<okta::user_type>(okta::sandbox::refuse(400, "E0000031", "no"));
            });
        }};
    for (auto const& make : mistakes) {
        run r(3);
        make(r.org);
        auto const names_all = [](okta::test::disagreement const& d) {
            auto const text = std::string(d.what());
            return text.starts_with("seed 3, step ") && text.find("\n  request: ") != text.npos &&
                   text.find("\n  model: ") != text.npos && text.find("\n  org: ") != text.npos;
        };
        BOOST_CHECK_EXCEPTION(drive_on(r, 2'000), okta::test::disagreement, names_all);
    }
}

BOOST_AUTO_TEST_SUITE_END()
