#ifndef OKTA_TEST_UNIT_SANDBOX_EVENT_HOOK_SUPPORT_HPP
#define OKTA_TEST_UNIT_SANDBOX_EVENT_HOOK_SUPPORT_HPP

#include "sandbox_support.hpp"

#include <okta/actions/event_hooks.hpp>
#include <okta/codec/decode.hpp>

#include <boost/asio/error.hpp>

#include <deque>

namespace okta::test {

inline transport_error no_answer() { return {.code = boost::asio::error::timed_out, .what = "wait for an answer"}; }

struct own_clock // before the org that goes by it
{
    sandbox::stepping_clock clock{};
};

/// An org whose hooks lead to a receiver that keeps what it gets. What it answers to deliveries is in `answers`, 204
/// when that is empty; 0 is none at all.
struct hook_fixture : own_clock, sandbox_fixture
{
    explicit hook_fixture(sandbox::event_hook_options hooks = {})
        : sandbox_fixture({.clock = clock, .event_hooks = hooks})
    {
        org.set_event_hook_sender([this](http_request const& r) { return receive(r); });
    }

    transport_result receive(http_request const& r)
    {
        requests.push_back(r);
        bool const challenge = r.method == method::get;
        auto& script = challenge ? challenge_answers : answers;
        int status = challenge ? 200 : 204;
        if (!script.empty()) status = script.front(), script.pop_front();
        if (takes.count() != 0) clock.advance(takes);
        if (status == 0) return no_answer();
        http_response answer{.status = status};
        if (challenge && status == 200) {
            answer.fields.add("Content-Type", "application/json");
            answer.body = to_json(
                event_hook_verification{std::string(r.fields.find("X-Okta-Verification-Challenge").value_or("none"))});
        }
        return answer;
    }

    static create_event_hook hook_for(std::vector<std::string> types, std::string const& name = "hr")
    {
        return {.name = name,
                .events = {.items = std::move(types)},
                .channel = {.config = {.uri = "https://hooks.example.com:8443/okta?x=1",
                                       .headers = {{{.key = "X-Team", .value = "identity"}}},
                                       .auth_scheme = {{.key = "Authorization", .value = "Basic c2VjcmV0"}}}}};
    }

    /// A hook that gets events; the challenge is forgotten.
    event_hook make_hook(std::vector<std::string> types, std::string const& name = "hr")
    {
        auto const made = client.call(hook_for(std::move(types), name)).value();
        auto hook = client.call(verify_event_hook{.event_hook_id = made.id}).value();
        requests.clear();
        return hook;
    }

    static event_hook_delivery delivery_in(http_request const& r)
    {
        return decode<event_hook_delivery>(std::string_view(r.body)).value();
    }

    std::deque<int> answers = {}, challenge_answers = {};
    std::chrono::milliseconds takes{0}; ///< the receiver, by the org's clock
    std::vector<http_request> requests = {};
};

} // namespace okta::test
#endif
