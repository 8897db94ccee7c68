#ifndef OKTA_HOOK_ENDPOINT_HPP
#define OKTA_HOOK_ENDPOINT_HPP

#include <okta/codec/http.hpp>
#include <okta/hook/delivery.hpp>
#include <okta/hook/inbox.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/secret.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace okta {

/// What an event hook's endpoint expects of Okta.
struct hook_options
{
    /// What the hook was registered with (`channel.config.authScheme.value`); a second one while it is being changed.
    /// One at least, four at most; each of 1 to 1,024 bytes, without control characters and blanks around it.
    std::vector<secret> secrets = {};
    std::string header = "Authorization"; ///< the field that has it (`authScheme.key`)
    std::string path = {};                ///< `/okta/events`; empty: any
    delivery_limits limits = {};
    std::chrono::milliseconds put_timeout{2'500}; ///< for the inbox, in the blocking form; Okta waits 3 s
};

namespace detail {

class hook_gate;

using put_function = std::function<void(std::vector<incoming_event>, std::function<void(put_result)>)>;

template <class Inbox>
put_function put_into(Inbox& inbox)
{
    return [&inbox](std::vector<incoming_event> events, std::function<void(put_result)> done) {
        inbox.put(std::move(events), std::move(done));
    };
}

} // namespace detail

/// The endpoint of an event hook, without I/O: what a server received goes in, what it should answer comes out. For a
/// server of okta's own see event_receiver.
///
/// A delivery is checked, kept by the inbox, and answered then: 204, or 503 while the inbox cannot take it, so that
/// Okta repeats it (once, and not for other errors: 400, 401, 404, 405, 413, 415). Okta's verification request is
/// answered with its challenge, also before the secret is known to Okta, but not with a wrong one.
/// Source: Okta's concept "Event hooks".
/// \par Thread safety: every function may be called by several threads at a time.
class hook_endpoint
{
public:
    using responder = std::function<void(http_response)>;

    /// `inbox` has to outlive it. \throws std::invalid_argument that names an option that makes no sense
    template <inbox Inbox>
    hook_endpoint(Inbox& inbox, hook_options options) : hook_endpoint(detail::put_into(inbox), std::move(options))
    {
    }
    hook_endpoint(detail::put_function put, hook_options options);

    /// Calls `respond` once, here or on a thread of the inbox's, when the events are kept or refused.
    void handle(http_request request, responder respond);

    /// Waits for that. \returns the answer
    [[nodiscard]] http_response handle(http_request request);

    /// What a request is refused with whatever its body is: path, method, secret or media type are wrong. For a server
    /// that can tell before it reads the body; `handle` looks by itself.
    [[nodiscard]] std::optional<http_response> refusal(http_request const& head) const;

    /// Other secrets from now on: the new one beside the old one, then the new one alone.
    /// \throws std::invalid_argument as the constructor; then the former ones stay
    void set_secrets(std::vector<secret> secrets);

private:
    std::shared_ptr<detail::hook_gate> gate_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/endpoint.ipp>
#endif
#endif
