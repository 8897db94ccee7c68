#ifndef OKTA_IMPL_ENDPOINT_IPP
#define OKTA_IMPL_ENDPOINT_IPP

#include <okta/auth/encoding.hpp>
#include <okta/hook/endpoint.hpp>
#include <okta/hook/hook_secret.hpp>
#include <okta/model/deadline.hpp>
#include <okta/model/event_hook.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace okta {
namespace detail {

OKTA_DECL http_response hook_answer(int status, std::string_view text)
{
    http_response answer{.status = status};
    if (text.empty()) return answer;
    answer.fields.add("Content-Type", "text/plain; charset=utf-8");
    answer.body.append(text).append("\n");
    return answer;
}

/// What is wrong with these secrets; empty: nothing.
OKTA_DECL std::string check_hook_secrets(std::vector<secret> const& secrets)
{
    if (secrets.empty() || secrets.size() > 4) return "hook_options: one to four secrets are needed";
    for (auto const& s : secrets)
        if (auto const why = wrong_hook_secret(s.reveal()); !why.empty()) return "hook_options: a secret " + why;
    return {};
}

/// What is checked of a request before its events are kept.
class hook_gate
{
public:
    hook_gate(put_function put, hook_options options) : put_(std::move(put)), options_(std::move(options))
    {
        if (options_.header.empty()) throw std::invalid_argument("hook_options: header is empty");
        if (!options_.path.empty() && options_.path.front() != '/')
            throw std::invalid_argument("hook_options: path has to start with '/'");
        if (options_.put_timeout.count() <= 0)
            throw std::invalid_argument("hook_options: put_timeout must be positive");
        set_secrets(std::exchange(options_.secrets, {}));
    }

    void set_secrets(std::vector<secret> const& secrets)
    {
        if (auto const why = check_hook_secrets(secrets); !why.empty()) throw std::invalid_argument(why);
        std::vector<std::string> digests;
        for (auto const& s : secrets) digests.push_back(sha256(s.reveal()));
        std::lock_guard lock(mutex_);
        digests_ = std::move(digests);
    }

    /// What a request is refused with whatever its body is.
    [[nodiscard]] std::optional<http_response> check_head(http_request const& request) const
    {
        if (!is_path(request.target)) return hook_answer(404, "there is no event hook at this path");
        if (request.method == method::get) return check_secret(request.fields, false);
        if (request.method != method::post) {
            auto answer = hook_answer(405, "an event hook takes GET and POST");
            answer.fields.add("Allow", "GET, POST");
            return answer;
        }
        if (auto refused = check_secret(request.fields, true)) return refused;
        return check_media_type(request.fields);
    }

    /// The answer, or events to be kept before 204 is one.
    std::variant<http_response, std::vector<incoming_event>> check(http_request&& request) const
    {
        if (auto refused = check_head(request)) return std::move(*refused);
        if (request.method == method::get) return check_verification(request);
        if (request.body.size() > options_.limits.max_bytes) return hook_answer(413, "the delivery is too large");
        auto events = split_delivery(std::move(request.body), options_.limits);
        if (!events) return hook_answer(400, events.error().message());
        if (events->empty()) return http_response{.status = 204};
        return std::move(*events);
    }

    void put(std::vector<incoming_event> events, std::function<void(put_result)> done) const
    {
        put_(std::move(events), std::move(done));
    }

    [[nodiscard]] std::chrono::milliseconds put_timeout() const noexcept { return options_.put_timeout; }

    static http_response answer_to(put_result r)
    {
        if (r == put_result::kept) return http_response{.status = 204};
        auto answer = hook_answer(503,
                                  r == put_result::full ? "the inbox is full" : "the inbox cannot keep events now");
        answer.fields.add("Retry-After", "1");
        return answer;
    }

private:
    [[nodiscard]] bool is_path(std::string_view target) const
    {
        return options_.path.empty() || target.substr(0, target.find_first_of("?#")) == options_.path;
    }

    /// Every digest is compared, and each in constant time: neither the secret's length nor which one it is shows.
    [[nodiscard]] bool is_secret(std::string_view given) const
    {
        auto const digest = sha256(given);
        bool found = false;
        std::lock_guard lock(mutex_);
        for (auto const& d : digests_) found = equal_in_constant_time(d, digest) || found;
        return found;
    }

    [[nodiscard]] std::optional<http_response> check_secret(http_fields const& fields, bool demanded) const
    {
        auto const given = fields.all(options_.header);
        if (given.empty() && !demanded) return std::nullopt;
        if (given.size() > 1) return hook_answer(400, "the field with the secret is there more than once");
        if (given.size() == 1 && is_secret(given.front())) return std::nullopt;
        auto answer = hook_answer(401, given.empty() ? "the field with the secret is missing" : "the secret is wrong");
        answer.fields.add("WWW-Authenticate", "EventHook"); // a challenge is due (RFC 9110 section 15.5.2)
        return answer;
    }

    [[nodiscard]] static std::optional<http_response> check_media_type(http_fields const& fields)
    {
        auto type = fields.find("Content-Type").value_or(std::string_view{});
        type = type.substr(0, type.find(';'));
        while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
        if (!equal_ignoring_case(type, "application/json"))
            return hook_answer(415, "Content-Type: expected application/json");
        if (auto const coding = fields.find("Content-Encoding"); coding && !equal_ignoring_case(*coding, "identity"))
            return hook_answer(415, "Content-Encoding: expected none");
        return std::nullopt;
    }

    /// What is answered in JSON: a header may hold any bytes.
    [[nodiscard]] static bool is_challenge(std::string_view text)
    {
        return !text.empty() && text.size() <= 1'024 &&
               std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    }

    /// Okta's one-time GET; told to handlers as active_check, if the secret came with it and the inbox has room.
    [[nodiscard]] http_response check_verification(http_request const& request) const
    {
        auto const challenges = request.fields.all("x-okta-verification-challenge");
        if (challenges.size() != 1 || !is_challenge(challenges.front()))
            return hook_answer(400, "a GET needs x-okta-verification-challenge, once, of 1 to 1,024 printable ASCII "
                                    "characters");
        http_response answer{.status = 200};
        answer.fields.add("Content-Type", "application/json");
        answer.body = to_json(event_hook_verification{std::string(challenges.front())});

        if (!request.fields.find(options_.header)) return answer; // whoever asks
        incoming_event check{.event_type = std::string(events::verification_request::event_type), .json = answer.body};
        check.key = key_of_event({}, {}, 0, check.json);
        std::vector<incoming_event> one;
        one.push_back(std::move(check));
        put_(std::move(one), [](put_result) {});
        return answer;
    }

    put_function put_;
    hook_options options_;
    std::mutex mutable mutex_;
    std::vector<std::string> digests_; // of the secrets
};

} // namespace detail

OKTA_DECL hook_endpoint::hook_endpoint(detail::put_function put, hook_options options)
    : gate_(std::make_shared<detail::hook_gate>(std::move(put), std::move(options)))
{
}

OKTA_DECL void hook_endpoint::handle(http_request request, responder respond)
{
    auto checked = gate_->check(std::move(request));
    if (auto* const answer = std::get_if<http_response>(&checked)) return respond(std::move(*answer));
    gate_->put(std::move(*std::get_if<1>(&checked)),
               [respond = std::move(respond)](put_result r) { respond(detail::hook_gate::answer_to(r)); });
}

OKTA_DECL http_response hook_endpoint::handle(http_request request)
{
    struct answer_slot
    {
        std::mutex mutex = {};
        std::condition_variable there = {};
        std::optional<http_response> answer = {};
    };
    auto const slot = std::make_shared<answer_slot>(); // the inbox may answer when this call is over
    handle(std::move(request), [slot](http_response answer) {
        std::lock_guard lock(slot->mutex);
        slot->answer = std::move(answer);
        slot->there.notify_one();
    });
    std::unique_lock lock(slot->mutex);
    if (slot->there.wait_for(lock, detail::within_a_century(gate_->put_timeout()),
                             [&] { return slot->answer.has_value(); }))
        return std::move(*slot->answer);
    return detail::hook_gate::answer_to(put_result::failed);
}

OKTA_DECL std::optional<http_response> hook_endpoint::refusal(http_request const& head) const
{
    return gate_->check_head(head);
}

OKTA_DECL void hook_endpoint::set_secrets(std::vector<secret> secrets) { gate_->set_secrets(secrets); }

} // namespace okta
#endif
