#include <okta/model/deadline.hpp>
#include <okta/model/timestamp.hpp>

#include <boost/test/unit_test.hpp>

namespace deadline_test {
namespace {

using namespace std::chrono_literals;
using okta::detail::century;
using okta::detail::deadline_after;
using okta::detail::within_a_century;
using std::chrono::milliseconds;
using std::chrono::seconds;
using instant = std::chrono::steady_clock::time_point;

} // namespace

BOOST_AUTO_TEST_SUITE(deadline)

BOOST_AUTO_TEST_CASE(what_is_longer_than_a_century_is_a_century)
{
    BOOST_TEST((within_a_century(250ms) == 250ms));
    BOOST_TEST((within_a_century(-250ms) == -250ms));
    BOOST_TEST((within_a_century(milliseconds::max()) == century));
    BOOST_TEST((within_a_century(milliseconds::min()) == -century));
    BOOST_TEST((within_a_century(seconds::max()) == century));
    BOOST_TEST((within_a_century(std::chrono::nanoseconds::max()) == century));
    BOOST_TEST(
        (std::chrono::system_clock::now() + within_a_century(seconds::max()) > std::chrono::system_clock::now() + 24h));
}

BOOST_AUTO_TEST_CASE(a_deadline_is_never_before_what_it_is_reckoned_from)
{
    auto const now = std::chrono::steady_clock::now();
    BOOST_TEST((deadline_after(now, 250ms) == now + 250ms));
    BOOST_TEST((deadline_after(now, 0ms) == now));
    BOOST_TEST((deadline_after(now, -250ms) == now - 250ms));
    BOOST_TEST((deadline_after(now, century - 1ms) == now + century - 1ms));
    for (auto const never : {milliseconds::max(), milliseconds::max() - 1ms, milliseconds(century)})
        BOOST_TEST((deadline_after(now, never) == instant::max()));
    BOOST_TEST((deadline_after(instant::max() - 1s, 2'000ms) == instant::max()));
    BOOST_TEST((deadline_after(now, milliseconds::min()) < now));
    BOOST_TEST((deadline_after(okta::timestamp(5ms), milliseconds::max()) == okta::timestamp::max()));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace deadline_test
