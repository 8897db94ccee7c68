#ifndef OKTA_EXCHANGE_EXCHANGE_HPP
#define OKTA_EXCHANGE_EXCHANGE_HPP

#include <okta/codec/http.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/error.hpp>

#include <optional>
#include <string>
#include <variant>

namespace okta::detail {

/// What a call gave before it is decoded: an answer, or the error that kept it from one.
struct exchange_outcome
{
    http_response answer = {};
    response_facts facts = {};
    std::optional<error> failure = {};
};

/// One call as a state machine without I/O. It says what is to be done next, a driver does it and says what happened:
///
///     started → authorise → authorised → send → answered → done
///
/// The drivers (transport/drive.hpp) are small and alike, so blocking and asynchronous calls cannot differ, and every
/// path is tested without a network. Another attempt goes back from `answered` to `authorise`: credentials are made
/// anew for each. An anonymous request is not authorised.
class exchange
{
public:
    // What is to be done
    struct authorise
    {
    };
    struct send
    {
    };
    struct done
    {
    };
    using step = std::variant<authorise, send, done>;

    // What happened
    struct started
    {
    };
    struct authorised
    {
        std::optional<error> failure;
    };
    struct answered
    {
        http_response answer;
        bool credentials_refused = false; // and others may do: three attempts at most
    };
    struct failed
    {
        error why;
    };

    /// `origin` is the org's: a request to another one is refused, since it would carry the org's credentials. So is a
    /// target that is no path and query, since behind the origin it could name another host.
    exchange(http_request request, std::string_view origin);

    step resume(started);
    step resume(authorised);
    step resume(answered);
    step resume(failed);

    /// For `authorise` and `send`: the request. `send` may take it, if no answer will be called `credentials_refused`.
    [[nodiscard]] http_request& request() noexcept { return request_; }

    /// After `done`.
    [[nodiscard]] exchange_outcome take_outcome() { return std::move(outcome_); }

private:
    step finish(error e);
    step send_now();

    http_request request_;
    exchange_outcome outcome_ = {};
    bool foreign_;
    int attempts_ = 0;
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/exchange.ipp>
#endif
#endif
