#ifndef OKTA_AUTH_DEVICE_GRANT_HPP
#define OKTA_AUTH_DEVICE_GRANT_HPP

#include <okta/auth/token_call.hpp>
#include <okta/model/oauth.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace okta {

/// The device grant (RFC 8628): a program without a browser of its own shows a code, and the user signs in elsewhere. A
/// machine without I/O:
///
///     start → send → answered → show the code → waited → send → answered → … → the tokens
///
/// `okta::sign_in_by_device(org, grant, show)` runs it on the calling thread. Not thread-safe.
class device_grant
{
public:
    device_grant(oauth_client app, std::vector<std::string> const& scopes, oauth_options options = {});

    struct send
    {
        http_request request;
    };
    struct show ///< to the user; then wait as with `wait`
    {
        device_authorize_response codes;
        std::chrono::seconds before_asking;
    };
    struct wait
    {
        std::chrono::seconds before_asking;
    };
    using step = std::variant<send, show, wait, result<token_set>>;

    step start(std::string const& origin, std::chrono::milliseconds timeout = {});
    step answered(http_response answer);
    step failed(error why); ///< there was no answer: it is asked again, more slowly (RFC 8628 section 3.5)
    step waited();

private:
    step send_first();
    step ask(detail::token_call::step s);
    step codes_came(http_response&& answer);
    step refused(error why);
    wait wait_for(std::chrono::seconds s);

    oauth_client client_;
    std::string scope_;
    oauth_options options_;
    std::string origin_ = {};
    std::chrono::milliseconds timeout_{0};
    device_authorize_response codes_ = {};
    std::chrono::seconds interval_{5};
    std::chrono::seconds left_{0};
    std::optional<detail::token_call> call_ = {};
    bool has_codes_ = false;
};

/// Runs the grant on the calling thread: `show(codes)` is called once and tells the user the code and where to enter
/// it. Takes as long as the user does, the codes' lifetime (600 s) at most. `org` is an okta::client, whose own
/// credentials are not sent.
template <class Client, class Show>
result<token_set> sign_in_by_device(Client& org, device_grant grant, Show show)
{
    auto step = grant.start(org.origin());
    for (;;) {
        if (auto* const s = std::get_if<device_grant::send>(&step)) {
            auto answer = org.send(std::move(s->request));
            step = answer ? grant.answered(std::move(*answer)) : grant.failed(std::move(answer.error()));
        } else if (auto* const tokens = std::get_if<result<token_set>>(&step)) return std::move(*tokens);
        else {
            auto* const first = std::get_if<device_grant::show>(&step);
            if (first) show(std::as_const(first->codes));
            std::this_thread::sleep_for(first ? first->before_asking
                                              : std::get<device_grant::wait>(step).before_asking);
            step = grant.waited();
        }
    }
}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/device_grant.ipp>
#endif
#endif
