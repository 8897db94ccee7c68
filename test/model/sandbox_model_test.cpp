#include "run.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <iostream>
#include <string>

// The sandbox beside a reference model that is too simple to be wrong: a seeded run of thousands of random steps through
// the typed client must show no difference. OKTA_MODEL_SEED and OKTA_MODEL_STEPS choose another run.

namespace {

using okta::test::run;

std::uint64_t from_environment(char const* name, std::uint64_t otherwise)
{
    auto const* const text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

void drive(run& r, std::size_t steps)
{
    while (r.steps < steps) {
        r.step();
        if (r.steps % 500 == 0) r.compare_everything();
    }
    r.compare_everything();
}

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_model)

BOOST_AUTO_TEST_CASE(the_org_does_what_the_model_does)
{
    auto const first = from_environment("OKTA_MODEL_SEED", 1);
    auto const last = std::getenv("OKTA_MODEL_SEED") ? first : first + 4;
    auto const steps = from_environment("OKTA_MODEL_STEPS", 4'000);
    for (auto seed = first; seed <= last; ++seed) {
        run r(seed);
        try {
            drive(r, steps);
        } catch (okta::test::disagreement const& d) {
            BOOST_FAIL(d.what());
        }
        std::cout << "seed " << seed << ": " << r.steps << " steps, " << r.calls << " calls, 0 differences\n";
        for (auto const& [name, count] : r.done) std::cout << name << ' ' << count << ", ";
        std::cout << '\n';
        for (auto const& [code, count] : r.refused) std::cout << code << ' ' << count << ", ";
        std::cout << std::endl;
    }
}

BOOST_AUTO_TEST_CASE(two_orgs_with_one_seed_give_the_same_bytes)
{
    run a(77), b(77);
    drive(a, 500);
    drive(b, 500);
    BOOST_TEST_REQUIRE(a.answers().size() == b.answers().size());
    for (std::size_t i = 0; i < a.answers().size(); ++i)
        BOOST_TEST_REQUIRE(a.answers()[i] == b.answers()[i], "answer " << i << " differs");
}

BOOST_AUTO_TEST_SUITE_END()
