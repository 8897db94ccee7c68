// What the endpoint of an event hook answers to what it gets.

#include "hook_support.hpp"

#include <okta/hook/endpoint.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <thread>

namespace endpoint_test {
namespace {

using namespace okta::test;
using okta::http_request;
using okta::http_response;
using namespace std::chrono_literals;

std::string const one_event = R"({"eventType":"com.okta.event_hook","eventId":"d","data":{"events":[{"uuid":"a"}]}})";

http_request post(std::string body = one_event, std::string_view secret = "s3cret")
{
    http_request r{.method = okta::method::post, .target = "/hook", .body = std::move(body)};
    r.fields.add("content-type", "application/json; charset=utf-8");
    if (!secret.empty()) r.fields.add("authorization", secret);
    return r;
}

http_request verification(std::string_view challenge)
{
    http_request r{.target = "/hook"};
    r.fields.add("X-Okta-Verification-Challenge", challenge);
    return r;
}

struct hook
{
    okta::memory_inbox inbox = okta::memory_inbox({.max_waiting = 2});
    okta::hook_endpoint endpoint = okta::hook_endpoint(inbox, {.secrets = {"s3cret"}, .path = "/hook"});

    http_response operator()(http_request r) { return endpoint.handle(std::move(r)); }
    int status(http_request r) { return (*this)(std::move(r)).status; }
};

/// An inbox that answers when the test says so.
struct slow_inbox
{
    struct context
    {
    };
    std::vector<std::function<void(okta::put_result)>> asked = {};

    void put(std::vector<okta::incoming_event>, std::function<void(okta::put_result)> done)
    {
        asked.push_back(std::move(done));
    }
    std::vector<okta::kept_event> take(okta::timestamp, std::size_t) { return {}; }
    void settle(std::span<okta::kept_event const>,
                std::function<okta::verdict(okta::kept_event const&, context&)> const&, okta::timestamp)
    {
    }
    void settle(std::uint64_t, okta::verdict const&, okta::timestamp) {}
    std::optional<okta::timestamp> next_due() const { return {}; }
    void give_back(std::uint64_t) {}
    okta::listening on_put(std::function<void()>) { return {}; }
    std::vector<okta::dead_event> dead(std::size_t) const { return {}; }
    bool replay_dead(std::uint64_t) { return false; }
    okta::inbox_counts counts() const { return {}; }
};

/// One that answers a little later.
struct late_inbox : slow_inbox
{
    std::thread answering = {};

    void put(std::vector<okta::incoming_event>, std::function<void(okta::put_result)> done)
    {
        answering = std::thread([done = std::move(done)] {
            std::this_thread::sleep_for(20ms);
            done(okta::put_result::kept);
        });
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(hook_endpoint)

BOOST_AUTO_TEST_CASE(a_delivery_is_kept_then_answered_without_content)
{
    hook h;
    auto const answer = h(post());
    BOOST_TEST(answer.status == 204);
    BOOST_TEST(answer.body == "");
    BOOST_TEST(keys_of(h.inbox.take(at(0), 9)) == "a");
    BOOST_TEST(h.status(post()) == 204); // Okta's repetition
    BOOST_TEST(h.inbox.counts().repeated == 1u);
    BOOST_TEST(h.status(post(R"({"eventType":"com.okta.event_hook","data":{"events":[]}})")) == 204);
}

BOOST_AUTO_TEST_CASE(a_full_inbox_has_okta_repeat_the_delivery)
{
    hook h;
    auto const answer = h(
        post(R"({"eventType":"com.okta.event_hook","data":{"events":[{"uuid":"a"},{"uuid":"b"},{"uuid":"c"}]}})"));
    BOOST_TEST(answer.status == 503);
    BOOST_TEST(answer.fields.find("Retry-After").value() == "1");
    BOOST_TEST(h.inbox.counts().waiting == 0u);
}

BOOST_AUTO_TEST_CASE(an_inbox_that_does_not_answer_does_not_keep_okta_waiting)
{
    slow_inbox inbox;
    okta::hook_endpoint endpoint(inbox, {.secrets = {"s3cret"}, .put_timeout = 20ms});
    BOOST_TEST(endpoint.handle(post()).status == 503);
    int status = 0;
    endpoint.handle(post(), [&](http_response r) { status = r.status; });
    BOOST_TEST(status == 0);
    BOOST_REQUIRE(inbox.asked.size() == 2u);
    inbox.asked[0](okta::put_result::kept); // too late, and harmless
    inbox.asked[1](okta::put_result::failed);
    BOOST_TEST(status == 503);
}

BOOST_AUTO_TEST_CASE(an_inbox_may_be_waited_for_for_ever)
{
    late_inbox inbox;
    okta::hook_endpoint endpoint(inbox, {.secrets = {"s3cret"}, .put_timeout = std::chrono::milliseconds::max()});
    BOOST_TEST(endpoint.handle(post()).status == 204);
    inbox.answering.join();
}

BOOST_AUTO_TEST_CASE(okta_s_verification_gets_its_challenge_back)
{
    hook h;
    auto const answer = h(verification("abc\"\\<"));
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.fields.find("content-type").value() == "application/json");
    BOOST_TEST(answer.body == R"({"verification":"abc\"\\<"})");
    BOOST_TEST(h.inbox.counts().waiting == 0u); // anybody could ask
    auto with_secret = verification("abc\"\\<");
    with_secret.fields.add("Authorization", "s3cret");
    BOOST_TEST(h.status(with_secret) == 200);
    auto const told = h.inbox.take(at(0), 9);
    BOOST_REQUIRE(told.size() == 1u);
    auto const e = okta::decode_event(told[0].event);
    auto const* const check = std::get_if<okta::events::active_check>(&e);
    BOOST_REQUIRE(check);
    BOOST_TEST(check->verification == "abc\"\\<");

    auto with_wrong_one = verification("c");
    with_wrong_one.fields.add("Authorization", "other");
    BOOST_TEST(h.status(with_wrong_one) == 401);
    BOOST_TEST(h.status(verification("")) == 400);
    BOOST_TEST(h.status(verification(std::string(1'025, 'x'))) == 400);
    for (auto const* odd : {"\xff", "\xc3\xa9", "a\tb", "\x7f"}) // the answer has to be JSON
        BOOST_TEST(h.status(verification(odd)) == 400);
    BOOST_TEST(h.status({.target = "/hook"}) == 400);
    auto twice = verification("a");
    twice.fields.add("x-okta-verification-challenge", "b");
    BOOST_TEST(h.status(twice) == 400);
}

BOOST_AUTO_TEST_CASE(only_the_secret_is_let_in)
{
    hook h;
    for (auto const* wrong : {"", "s3cre", "s3cret ", "S3cret", "s3crets", "Basic s3cret"}) {
        auto const answer = h(post(one_event, wrong));
        BOOST_TEST(answer.status == 401, wrong);
        BOOST_TEST(answer.fields.find("WWW-Authenticate").has_value());
        BOOST_TEST(answer.body.find("s3cret") == std::string::npos);
    }
    auto repeated = post();
    repeated.fields.add("Authorization", "s3cret");
    BOOST_TEST(h.status(repeated) == 400);
    BOOST_TEST(h.status(post(one_event, std::string(100'000, 'x'))) == 401);
    BOOST_TEST(h.inbox.counts().waiting == 0u);
}

BOOST_AUTO_TEST_CASE(two_secrets_are_valid_while_one_replaces_the_other)
{
    hook h;
    h.endpoint.set_secrets({"new", "s3cret"});
    BOOST_TEST(h.status(post(one_event, "new")) == 204);
    BOOST_TEST(h.status(post(one_event, "s3cret")) == 204);
    h.endpoint.set_secrets({"new"});
    BOOST_TEST(h.status(post(one_event, "s3cret")) == 401);
    BOOST_CHECK_THROW(h.endpoint.set_secrets({}), std::invalid_argument);
    BOOST_CHECK_THROW(h.endpoint.set_secrets({"a", ""}), std::invalid_argument);
    BOOST_TEST(h.status(post(one_event, "new")) == 204); // the former stays
}

BOOST_AUTO_TEST_CASE(what_is_no_delivery_is_refused)
{
    hook h;
    auto elsewhere = post();
    elsewhere.target = "/other";
    BOOST_TEST(h.status(elsewhere) == 404);
    elsewhere.target = "/hook?x=1";
    BOOST_TEST(h.status(elsewhere) == 204);
    auto put = post();
    put.method = okta::method::put;
    auto const answer = h(put);
    BOOST_TEST(answer.status == 405);
    BOOST_TEST(answer.fields.find("Allow").value() == "GET, POST");
    for (auto const* type : {"text/plain", "application/jsonp", "", "application"}) {
        auto r = post();
        r.fields.set("Content-Type", type);
        BOOST_TEST(h.status(r) == 415, type);
    }
    auto zipped = post();
    zipped.fields.add("Content-Encoding", "gzip");
    BOOST_TEST(h.status(zipped) == 415);
    BOOST_TEST(h.status(post("{}")) == 400);
    BOOST_TEST(h.status(post("")) == 400);
    BOOST_TEST(h.status(post(std::string(5 * 1024 * 1024, ' '))) == 413);
}

BOOST_AUTO_TEST_CASE(another_field_may_have_the_secret)
{
    okta::memory_inbox inbox;
    okta::hook_endpoint endpoint(inbox, {.secrets = {"s3cret"}, .header = "X-Hook-Key"});
    auto r = post(one_event, "");
    BOOST_TEST(endpoint.handle(r).status == 401);
    r.fields.add("x-hook-key", "s3cret");
    BOOST_TEST(endpoint.handle(r).status == 204);
}

BOOST_AUTO_TEST_CASE(options_that_make_no_sense_are_refused)
{
    okta::memory_inbox inbox;
    auto const refused = [&](okta::hook_options o) {
        BOOST_CHECK_THROW(okta::hook_endpoint(inbox, std::move(o)), std::invalid_argument);
    };
    refused({});
    refused({.secrets = {""}});
    refused({.secrets = {std::string(1'025, 'x')}});
    for (auto const* never : {"s3cret\n", " s3cret", "s3cret ", "s3\tcret"}) refused({.secrets = {never}}); // arrives
    refused({.secrets = {"1", "2", "3", "4", "5"}});
    refused({.secrets = {"s"}, .header = ""});
    refused({.secrets = {"s"}, .path = "hook"});
    refused({.secrets = {"s"}, .put_timeout = 0ms});
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace endpoint_test
