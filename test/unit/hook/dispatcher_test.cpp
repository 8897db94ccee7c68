// From an event to its handler.

#include <okta/hook/event_router.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <optional>
#include <stdexcept>
#include <thread>

namespace dispatcher_test {
namespace {

namespace events = okta::events;

okta::event of(std::string_view type)
{
    okta::log_event e;
    e.event_type = type;
    return okta::to_event(std::move(e));
}

int of_devices = 0;
void on_device(events::device_deleted const&) noexcept { ++of_devices; }

struct transaction
{
    int calls = 0;
};

} // namespace

BOOST_AUTO_TEST_SUITE(hook_dispatcher)

BOOST_AUTO_TEST_CASE(each_event_goes_to_the_handler_that_takes_it)
{
    int users = 0, groups = 0, others = 0;
    okta::dispatcher const on{[&](events::user_created const&) { ++users; }, [&](events::group_deleted) { ++groups; },
                              on_device, [&](okta::event const& e) { others += okta::event_type_of(e) == "x.y"; }};
    BOOST_TEST(on(of("user.lifecycle.create")));
    BOOST_TEST(on(of("group.lifecycle.delete")));
    BOOST_TEST(on(of("device.lifecycle.delete")));
    BOOST_TEST(on(of("x.y")));
    BOOST_TEST(on(events::active_check{}));
    BOOST_TEST(users == 1);
    BOOST_TEST(groups == 1);
    BOOST_TEST(of_devices == 1);
    BOOST_TEST(others == 1);
}

BOOST_AUTO_TEST_CASE(an_event_that_nobody_takes_is_told)
{
    int calls = 0;
    okta::dispatcher const on{[&](events::unknown const&) { ++calls; }};
    BOOST_TEST(!on(of("user.lifecycle.create")));
    BOOST_TEST(on(of("x.y")));
    BOOST_TEST(calls == 1);
    BOOST_TEST(!okta::dispatcher<>{}(of("x.y")));
}

BOOST_AUTO_TEST_CASE(its_type_says_what_to_subscribe_to)
{
    using std::string_view;
    okta::dispatcher const on{[](events::user_created const&) {}, [](events::active_check const&) {},
                              [](events::unknown const&) {}, on_device};
    static_assert(on.event_types ==
                  std::array{string_view("user.lifecycle.create"), string_view("device.lifecycle.delete")});
    okta::dispatcher const all{[](okta::event const&) {}};
    static_assert(all.event_types.size() == 20);
    static_assert(okta::dispatcher<>::event_types.empty());
}

BOOST_AUTO_TEST_CASE(what_is_given_with_the_event_reaches_who_wants_it)
{
    okta::dispatcher const on{[](events::user_created const&, transaction& t) { ++t.calls; },
                              [](events::group_deleted const&) {}};
    transaction t;
    BOOST_TEST(on(of("user.lifecycle.create"), t));
    BOOST_TEST(on(of("group.lifecycle.delete"), t));
    BOOST_TEST(t.calls == 1);
}

BOOST_AUTO_TEST_CASE(a_handler_may_give_something_to_be_awaited)
{
    using later = std::optional<int>; // stands for an awaitable
    okta::dispatcher const on{[](events::user_created const&) { return later(7); },
                              [](events::group_deleted const&) {}};
    BOOST_TEST(std::get<1>(on.start<later>(of("user.lifecycle.create"))).value() == 7);
    BOOST_TEST(std::get<0>(on.start<later>(of("group.lifecycle.delete"))));
    BOOST_TEST(!std::get<0>(on.start<later>(of("x.y"))));
}

BOOST_AUTO_TEST_CASE(exhaustive_is_satisfied_by_a_handler_for_all_others)
{
    int calls = 0;
    okta::dispatcher const on{okta::exhaustive, [&](events::user_created const&) { ++calls; },
                              [&](okta::event const&) { ++calls; }};
    BOOST_TEST(on(of("user.lifecycle.create")));
    BOOST_TEST(on(of("x.y")));
    BOOST_TEST(calls == 2);
    BOOST_TEST(on.event_types.size() == 20u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(hook_event_router)

BOOST_AUTO_TEST_CASE(handlers_come_and_go)
{
    okta::event_router router;
    std::string calls;
    auto a = router.attach([&](events::user_created const&) { calls += 'a'; });
    {
        auto const b = router.attach(okta::dispatcher{[&](events::user_created const&) { calls += 'b'; },
                                                      [&](events::group_deleted const&) { calls += 'g'; }});
        router(of("user.lifecycle.create"));
        router(of("group.lifecycle.delete"));
        BOOST_TEST(calls == "abg");
        BOOST_TEST(
            (router.event_types() == std::vector<std::string_view>{"group.lifecycle.delete", "user.lifecycle.create"}));
    }
    router(of("user.lifecycle.create"));
    BOOST_TEST(calls == "abga");
    a = router.attach([&](events::group_deleted const&) { calls += 'c'; }); // and the former is detached
    router(of("user.lifecycle.create"));
    router(of("group.lifecycle.delete"));
    BOOST_TEST(calls == "abgac");
    a.detach();
    a.detach();
    BOOST_TEST(router.event_types().empty());
}

BOOST_AUTO_TEST_CASE(a_handler_may_attach_and_detach)
{
    okta::event_router router;
    int calls = 0;
    okta::subscription own, second, added;
    own = router.attach([&](events::user_created const&) {
        ++calls;
        own.detach();
        second.detach(); // not called any more, though it takes this event as well
        added = router.attach([&](events::user_created const&) { calls += 100; });
    });
    second = router.attach([&](events::user_created const&) { calls += 10; });
    router(of("user.lifecycle.create"));
    BOOST_TEST(calls == 1);
    router(of("user.lifecycle.create"));
    BOOST_TEST(calls == 101);
}

BOOST_AUTO_TEST_CASE(a_handler_that_throws_keeps_none_from_being_called)
{
    okta::event_router router;
    int calls = 0;
    auto const a = router.attach([](events::user_created const&) { throw std::runtime_error("first"); });
    auto const b = router.attach([&](events::user_created const&) {
        ++calls;
        throw std::runtime_error("second");
    });
    BOOST_CHECK_EXCEPTION(router(of("user.lifecycle.create")), std::runtime_error,
                          [](auto const& e) { return e.what() == std::string_view("first"); });
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(a_subscription_may_outlive_the_router)
{
    okta::subscription left;
    {
        okta::event_router router;
        left = router.attach([](events::user_created const&) {});
    }
    BOOST_CHECK_NO_THROW(left.detach());
}

BOOST_AUTO_TEST_CASE(threads_may_call_attach_and_detach_at_a_time)
{
    okta::event_router router;
    std::atomic<std::size_t> calls = 0, types = 0;
    auto const kept = router.attach([&](events::user_created const&) { ++calls; });
    auto const e = of("user.lifecycle.create");
    {
        std::jthread const caller([&] {
            for (int i = 0; i < 2'000; ++i) router(e);
        });
        std::jthread const other([&] {
            for (int i = 0; i < 500; ++i) {
                auto const s = router.attach(
                    [&](events::user_created const&) { types += router.event_types().size(); });
                router(e);
            }
        });
    }
    BOOST_TEST(calls == 2'500u);
    BOOST_TEST(types >= 500u); // that many handlers, and the calls of both threads
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace dispatcher_test
