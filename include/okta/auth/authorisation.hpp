#ifndef OKTA_AUTH_AUTHORISATION_HPP
#define OKTA_AUTH_AUTHORISATION_HPP

#include <okta/auth/gate.hpp>
#include <okta/codec/http.hpp>
#include <okta/model/error.hpp>

#include <memory>
#include <variant>

namespace okta {

/// The request has its credentials.
struct authorised
{
};

class authorisation_steps;

/// Another request has to be sent first, through the transport of the call that asked.
struct send_first
{
    http_request request;
    std::shared_ptr<authorisation_steps> then;

    /// Nothing is used up by it, as a refresh token that rotates is: where a call has to wait for the answer itself, it
    /// gets no more time than the call has left. Otherwise it gets the request's own.
    bool repeatable = false;
};

/// Something has to happen first that another call, or a signer, is at.
struct wait_first
{
    std::shared_ptr<detail::gate> until;
    std::shared_ptr<authorisation_steps> then;
};

/// What became of asking for credentials: they are set, there are none, or something has to be done before.
using authorisation = std::variant<authorised, error, send_first, wait_first>;

/// Is told what came of the step asked for, and says what comes next. `original` is the request that wants credentials,
/// or a copy of it, which the call takes if it is still there: an asynchronous one may leave before. A `failed` that
/// says `timed_out` may be the call's own lack of time: `original.timeout` is what it had left before the step.
/// That nobody holds it any more means that the call gave up, or is done with it.
class authorisation_steps
{
public:
    virtual ~authorisation_steps() = default;

    virtual authorisation answered(http_request& original, http_response answer) = 0; ///< after `send_first`
    virtual authorisation failed(http_request& original, error why) = 0;              ///< there was no answer
    virtual authorisation gate_opened(http_request& original) = 0;                    ///< after `wait_first`
};

} // namespace okta
#endif
