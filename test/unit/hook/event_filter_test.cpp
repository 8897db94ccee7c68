#include <okta/events/event.hpp>
#include <okta/hook/dispatcher.hpp>
#include <okta/hook/event_filter.hpp>
#include <okta/hook/event_router.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace event_filter_test {
namespace {

using okta::event_filter;

std::vector<std::string> numbered(std::size_t n)
{
    std::vector<std::string> types;
    for (std::size_t i = 0; i < n; ++i) types.push_back("application.lifecycle.number_" + std::to_string(10'000 + i));
    return types;
}

} // namespace

BOOST_AUTO_TEST_SUITE(event_filters)

BOOST_AUTO_TEST_CASE(no_type_means_all_and_no_expression)
{
    event_filter const all, empty(std::vector<std::string>{});
    BOOST_TEST((all.expression().empty() && all.takes("user.session.start") && all.takes("")));
    BOOST_TEST((empty.expression().empty() && empty.digest() == all.digest()));
}

BOOST_AUTO_TEST_CASE(each_type_is_a_term_once_in_order)
{
    event_filter const one{"user.lifecycle.create"};
    BOOST_TEST(one.expression() == R"(eventType eq "user.lifecycle.create")");
    event_filter const two{"b.c", "a.b", "b.c"};
    BOOST_TEST(two.expression() == R"(eventType eq "a.b" or eventType eq "b.c")");
    BOOST_TEST((two.takes("a.b") && two.takes("b.c") && !two.takes("a.bc") && !two.takes("")));
    BOOST_TEST((two.digest() == event_filter{"a.b", "b.c"}.digest() && two.digest() != one.digest()));
    BOOST_TEST((event_filter{"a.b", "c"}.digest() != event_filter{"a", "b.c"}.digest()));
}

BOOST_AUTO_TEST_CASE(values_are_json_strings)
{
    BOOST_TEST(event_filter{R"(a" or uuid pr or eventType eq "\)"}.expression() ==
               R"(eventType eq "a\" or uuid pr or eventType eq \"\\")");
}

BOOST_AUTO_TEST_CASE(it_takes_the_types_of_a_dispatcher_and_of_a_router)
{
    auto const none = [](auto const&) {};
    okta::dispatcher const on{[](okta::events::user_created const&) {}, [](okta::events::group_member_added const&) {}};
    event_filter const wanted{on.event_types};
    BOOST_TEST((wanted.takes("user.lifecycle.create") && wanted.takes("group.user_membership.add")));
    BOOST_TEST(!wanted.takes("user.lifecycle.delete.initiated"));
    okta::event_router router;
    auto const attached = router.attach(on);
    BOOST_TEST(event_filter{router.event_types()}.expression() == wanted.expression());

    okta::dispatcher const all{[=](okta::event const& e) { none(e); }};
    event_filter const every{all.event_types};
    BOOST_TEST((!every.expression().empty() && every.takes("user.lifecycle.create"))); // all that we know: short enough
}

BOOST_AUTO_TEST_CASE(what_gets_too_long_for_a_url_is_not_sent_but_still_sorted_out)
{
    auto types = numbered(30);
    BOOST_TEST(event_filter{types}.expression().size() > 1'000u);
    types = numbered(2'000);
    event_filter const many{types};
    BOOST_TEST((many.expression().empty() && many.takes(types[77]) && !many.takes("user.session.start")));
}

BOOST_AUTO_TEST_CASE(what_is_no_event_type_is_refused)
{
    auto const says = [](std::string const& word) {
        return [=](std::invalid_argument const& e) { return std::string(e.what()).find(word) != std::string::npos; };
    };
    BOOST_CHECK_EXCEPTION((event_filter{"user.session.start", ""}), std::invalid_argument, says("an empty one"));
    BOOST_CHECK_EXCEPTION((event_filter{"a\nb"}), std::invalid_argument, says("control characters"));
    BOOST_CHECK_EXCEPTION((event_filter{std::string(256, 'a')}), std::invalid_argument, says("256 bytes"));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace event_filter_test
