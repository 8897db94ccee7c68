#include "sandbox/event_hook_support.hpp"

#include <okta/ensure_event_hook.hpp>
#include <okta/sandbox/faults.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <span>

namespace ensure_event_hook_test {
namespace {

using namespace okta;
namespace asio = boost::asio;
using texts = std::vector<std::string>;

struct fixture : okta::test::hook_fixture
{
    desired_event_hook wanted{.name = "hr",
                              .url = "https://hooks.example.com/okta",
                              .event_types = {"user.lifecycle.create", "user.lifecycle.deactivate"},
                              .secret = "Basic c2VjcmV0"};
    sandbox::faulty<sandbox::org> transport{org, {.sleep = [](std::chrono::milliseconds) {}}};
    okta::client faulty{org.url(), api_token{org.token()}, transport, once};
    texts sent = {}; ///< `POST /api/v1/eventHooks`

    fixture() // latency: a rule that only looks
    {
        transport.inject(sandbox::fault::latency,
                         {.when =
                              [this](http_request const& r) {
                                  sent.push_back(std::string(to_string(r.method)) + ' ' + r.target);
                                  return false;
                              },
                          .delay = std::chrono::milliseconds(1)});
    }

    ensured_event_hook ensure()
    {
        sent.clear();
        auto r = ensure_event_hook(faulty, wanted);
        if (!r) BOOST_FAIL(r.error().message());
        BOOST_TEST((*r->hook.status == event_hook_status::active));
        BOOST_TEST((*r->hook.verification_status == event_hook_verification_status::verified));
        BOOST_TEST((client.call(get_event_hook{.event_hook_id = r->hook.id})->events == r->hook.events));
        return *std::move(r);
    }

    error refused()
    {
        sent.clear();
        auto const r = ensure_event_hook(faulty, wanted);
        BOOST_REQUIRE(!r.has_value());
        BOOST_TEST(r.error().message().find("c2VjcmV0") == std::string::npos);
        return r.error();
    }

    std::size_t hooks() { return client.call(list_event_hooks{})->size(); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ensure_event_hook_, fixture)

BOOST_AUTO_TEST_CASE(a_hook_is_created_and_verified_and_then_left_alone)
{
    auto const made = ensure();
    BOOST_TEST((made.created && made.verified && !made.replaced && !made.activated && !made.unchanged()));
    BOOST_TEST((sent == texts{"GET /api/v1/eventHooks", "POST /api/v1/eventHooks",
                              "POST /api/v1/eventHooks/" + made.hook.id.text + "/lifecycle/verify"}));
    BOOST_TEST(requests.at(0).fields.find("Authorization").value() == "Basic c2VjcmV0");
    wanted.event_types = {"user.lifecycle.deactivate", "user.lifecycle.create", "user.lifecycle.create"};
    auto const again = ensure();
    BOOST_TEST((again.unchanged() && again.hook.id == made.hook.id));
    BOOST_TEST(sent == texts{"GET /api/v1/eventHooks"});
}

BOOST_AUTO_TEST_CASE(each_difference_leads_to_a_replacement_and_another_channel_to_a_challenge)
{
    auto const id = ensure().hook.id;
    struct row
    {
        char const* what;
        void (*change)(desired_event_hook&);
        bool verified;
    };
    for (auto const& [what, change, verified] :
         std::initializer_list<row>{{"types", [](auto& w) { w.event_types = {"user.lifecycle.create"}; }, false},
                                    {"description", [](auto& w) { w.description = "for HR"; }, false},
                                    {"name", [](auto& w) { w.name = "HR"; }, false},
                                    {"url", [](auto& w) { w.url = "https://hooks.example.com/other"; }, true},
                                    {"header", [](auto& w) { w.header_name = "X-Secret"; }, true},
                                    {"secret", [](auto& w) { w.secret = "other", w.secret_changed = true; }, true}}) {
        BOOST_TEST_CONTEXT(what)
        {
            change(wanted);
            auto const r = ensure();
            BOOST_TEST((r.hook.id == id && r.replaced && !r.created && !r.activated));
            BOOST_TEST(r.verified == verified);
            BOOST_TEST(sent.at(1) == "PUT /api/v1/eventHooks/" + id.text);
            wanted.secret_changed = false;
            BOOST_TEST(ensure().unchanged());
        }
    }
    BOOST_TEST(hooks() == 1u);
    BOOST_TEST(requests.back().fields.find("X-Secret").value() == "other");
}

BOOST_AUTO_TEST_CASE(an_inactive_hook_is_activated)
{
    auto const id = ensure().hook.id;
    BOOST_TEST(client.call(deactivate_event_hook{.event_hook_id = id}).has_value());
    auto const r = ensure();
    BOOST_TEST((r.activated && !r.replaced && !r.verified));
}

BOOST_AUTO_TEST_CASE(what_nobody_speaks_of_is_kept)
{
    auto made = hook_for({"user.lifecycle.create", "group.lifecycle.create"});
    made.description = "by hand";
    made.events.filter = {
        .event_filter_map = {
            {.event = "user.lifecycle.create", .condition = {.expression = "event.actor.type eq 'User'"}},
            {.event = "group.lifecycle.create", .condition = {.expression = "true"}}}};
    auto const id = client.call(made)->id;
    auto const r = ensure();
    BOOST_TEST((r.replaced && r.hook.id == id));
    BOOST_TEST(r.hook.description.value() == "by hand");
    BOOST_TEST(r.hook.channel.config.headers->at(0).key.value() == "X-Team");
    auto const& filters = *r.hook.events.filter->event_filter_map;
    BOOST_TEST_REQUIRE(filters.size() == 1u); // the other's event type is gone
    BOOST_TEST(filters[0].condition->expression.value() == "event.actor.type eq 'User'");
}

BOOST_AUTO_TEST_CASE(what_okta_would_not_take_is_refused_before_anything_is_sent)
{
    auto const good = wanted;
    auto const check = [&](auto change, std::string_view words) {
        wanted = good;
        change(wanted);
        auto const e = refused();
        BOOST_TEST((e.kind == error_kind::invalid_request));
        BOOST_TEST(e.summary.find(words) != std::string::npos, e.summary << " lacks: " << words);
        BOOST_TEST(sent.empty());
    };
    using hook = desired_event_hook;
    check([](hook& w) { w.name = ""; }, "'': name is empty");
    check([](hook& w) { w.url = "http://hooks.example.com/"; }, "'hr': url of hooks.example.com is not https");
    check([](hook& w) { w.url = "https://u:c2VjcmV0@hooks.example.com/"; }, "url is not of the form https://");
    check([](hook& w) { w.url = "hooks.example.com"; }, "url is not of the form https://");
    check([](hook& w) { w.url.append(1'024, 'x'); }, "url has 1054 characters: Okta takes 1,024");
    check([](hook& w) { w.event_types = {}; }, "event_types has none");
    check([](hook& w) { w.event_types = {"a", ""}; }, "event_types has an item");
    check([](hook& w) { w.event_types = {"a", "b c"}; }, "at index 1");
    check([](hook& w) { w.header_name = "X Secret"; }, "header_name is no name");
    check([](hook& w) { w.header_name = ""; }, "header_name is no name");
    check([](hook& w) { w.secret = ""; }, "secret is empty");
    check([](hook& w) { w.secret = "c2VjcmV0\r\nX-Evil: 1"; }, "secret has a line break");
    texts many;
    for (int i = 0; i < 301; ++i) many.push_back("type." + std::to_string(i));
    check([&](hook& w) { w.event_types = many; }, "event_types has 301: a hook takes 300");
    wanted = good;
    many.back() = many.front(); // twice the same counts once
    wanted.event_types = many;
    wanted.url.append(1'024 - wanted.url.size(), 'x');
    BOOST_TEST(ensure().hook.events.items.size() == 300u);
}

BOOST_AUTO_TEST_CASE(an_error_says_which_step_it_was_and_the_next_run_does_the_rest)
{
    auto const fail = [&](std::string_view method, std::string const& path, sandbox::fault f) {
        transport.inject(f, {.when = sandbox::on(method, path), .times = 1});
    };
    std::string const all = "/api/v1/eventHooks";
    fail("GET", all, sandbox::fault::server_error);
    BOOST_TEST(refused().summary.starts_with("event hook 'hr' could not be looked up: "));
    fail("POST", all, sandbox::fault::rate_limit);
    auto const limited = refused();
    BOOST_TEST(limited.summary.starts_with("event hook 'hr' could not be created: "));
    BOOST_TEST((limited.status == 429 && limited.code == "E0000047" && hooks() == 0));
    challenge_answers = {500, 500};
    auto const unverified = refused();
    auto const id = client.call(list_event_hooks{})->at(0).id.text;
    BOOST_TEST(
        unverified.summary.starts_with("event hook 'hr' (" + id + ") could not be verified, though it was created: "));
    BOOST_TEST(unverified.causes.at(0).find("answered 500") != std::string::npos);
    auto r = ensure();
    BOOST_TEST((r.verified && !r.created && !r.replaced && r.hook.id.text == id));

    wanted.event_types = {"user.lifecycle.create"};
    fail("PUT", all + '/' + id, sandbox::fault::server_error);
    BOOST_TEST(refused().summary.starts_with("event hook 'hr' (" + id + ") could not be replaced: "));
    BOOST_TEST(ensure().replaced);
    BOOST_TEST(client.call(deactivate_event_hook{.event_hook_id = id}).has_value());
    fail("POST", all + '/' + id + "/lifecycle/activate", sandbox::fault::connection_reset);
    BOOST_TEST(refused().summary.starts_with("event hook 'hr' (" + id + ") could not be activated: "));
    BOOST_TEST(ensure().activated);
    BOOST_TEST(hooks() == 1u);
}

BOOST_AUTO_TEST_CASE(a_creation_whose_answer_is_lost_is_looked_up_instead_of_repeated)
{
    transport.inject(sandbox::fault::lost_answer, {.when = sandbox::on("POST", "/api/v1/eventHooks"), .times = 1});
    auto const r = ensure();
    BOOST_TEST((r.created && r.verified && !r.replaced));
    BOOST_TEST((sent.size() == 4u && sent[2] == "GET /api/v1/eventHooks"));
    BOOST_TEST(hooks() == 1u);
    wanted.name = "second";
    wanted.url = "https://second.example.com/";
    transport.inject(sandbox::fault::html_page, {.when = sandbox::on("POST", "/api/v1/eventHooks"), .times = 1});
    auto const e = refused();
    BOOST_TEST(e.summary.starts_with("event hook 'second' could not be created: "));
    BOOST_TEST((e.status == 502 && hooks() == 1u));
}

BOOST_AUTO_TEST_CASE(of_several_hooks_none_is_guessed)
{
    for (auto const* const name : {"a", "b", "b"}) BOOST_TEST(client.call(hook_for({"x"}, name)).has_value());
    wanted.url = hook_for({"x"}).channel.config.uri;
    BOOST_TEST(refused().summary.find("several hooks have that URL: who") != std::string::npos);
    wanted.name = "a"; // has both
    BOOST_TEST(ensure().replaced);
    wanted.name = "b";
    wanted.url = "https://new.example.com/";
    BOOST_TEST(refused().summary.find("several hooks have that name: who") != std::string::npos);
    BOOST_TEST(sent == texts{"GET /api/v1/eventHooks"});
}

BOOST_AUTO_TEST_CASE(an_answer_that_contradicts_the_call_is_an_error)
{
    org.on<verify_event_hook>([](sandbox::call&, verify_event_hook const& v) -> result<event_hook> {
        return event_hook{.id = v.event_hook_id,
                          .status = event_hook_status::active,
                          .verification_status = event_hook_verification_status::unverified};
    });
    auto const e = refused();
    BOOST_TEST((e.kind == error_kind::unexpected_answer));
    BOOST_TEST(e.summary.find("ACTIVE UNVERIFIED") != std::string::npos, e.summary);
}

BOOST_AUTO_TEST_CASE(so_it_is_by_coroutine_and_by_callback)
{
    asio::io_context io;
    std::vector<ensured_event_hook> results;
    auto const setup = [&]() -> asio::awaitable<void> {
        auto const made = co_await async_ensure_event_hook(faulty, wanted, asio::use_awaitable);
        results.push_back(made.value());
    };
    asio::co_spawn(io, setup(), asio::detached);
    io.run_for(std::chrono::seconds(10));
    BOOST_TEST_REQUIRE(results.size() == 1u);
    BOOST_TEST((results[0].created && results[0].verified));
    io.restart();
    auto keep = [&](result<ensured_event_hook> r) { results.push_back(r.value()); };
    async_ensure_event_hook(faulty, wanted, asio::bind_executor(io, keep));
    BOOST_TEST(results.size() == 1u); // on the handler's executor
    io.run_for(std::chrono::seconds(10));
    BOOST_TEST((results.size() == 2u && results[1].unchanged()));
}

BOOST_AUTO_TEST_CASE(a_refusal_completes_later_and_a_cancelled_run_ends)
{
    asio::io_context io;
    std::optional<error> seen;
    auto keep = [&](result<ensured_event_hook> r) { seen = r.error(); };
    auto const good = wanted;
    wanted.secret = "";
    async_ensure_event_hook(faulty, wanted, asio::bind_executor(io, keep));
    BOOST_TEST(!seen.has_value());
    io.run_for(std::chrono::seconds(10));
    BOOST_TEST_REQUIRE(seen.has_value());
    BOOST_TEST((seen->kind == error_kind::invalid_request));
    io.restart();
    seen.reset();
    transport.inject(sandbox::fault::latency, {.delay = std::chrono::seconds(30)});
    asio::cancellation_signal stop;
    async_ensure_event_hook(faulty, good, asio::bind_cancellation_slot(stop.slot(), asio::bind_executor(io, keep)));
    asio::post(io, [&] { stop.emit(asio::cancellation_type::terminal); });
    io.run_for(std::chrono::seconds(10));
    BOOST_TEST_REQUIRE(seen.has_value());
    BOOST_TEST((seen->kind == error_kind::cancelled));
    BOOST_TEST(hooks() == 0u);
}

BOOST_AUTO_TEST_CASE(event_types_come_from_any_range)
{
    static constexpr std::array<std::string_view, 2> known{"a", "b"};
    texts const expected{"a", "b"};
    BOOST_TEST(event_type_list(known).items == expected);
    BOOST_TEST(event_type_list(std::span<std::string_view const>(known)).items == expected);
    BOOST_TEST(event_type_list(expected).items == expected);
    BOOST_TEST((event_type_list{"a", "b"}).items == expected);
    wanted.event_types = known;
    BOOST_TEST(ensure().hook.events.items == expected);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace ensure_event_hook_test
