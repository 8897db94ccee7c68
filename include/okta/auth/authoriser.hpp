#ifndef OKTA_AUTH_AUTHORISER_HPP
#define OKTA_AUTH_AUTHORISER_HPP

#include <okta/codec/http.hpp>
#include <okta/model/error.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <utility>

namespace okta {

/// What gives a request its credentials. `authorise` runs inside every attempt, retries too, and sets header fields (it
/// replaces those of an earlier attempt); an error of kind `authorisation` ends the call. `is_bearer` tells whether an
/// OAuth access token is sent, which some actions need.
///
/// Both are called from any thread, concurrently.
template <class A>
concept authoriser = requires(A& auth, A const& const_auth, http_request& request) {
    { auth.authorise(request) } -> std::same_as<std::optional<error>>;
    { const_auth.is_bearer() } -> std::convertible_to<bool>;
};

namespace detail {

template <class Authoriser, bool Fits>
struct check_authoriser
{
    static_assert(Fits, "an Authoriser has std::optional<okta::error> authorise(okta::http_request&) and bool "
                        "is_bearer() const, as okta::api_token and okta::bearer_token have");
};

} // namespace detail

/// Any authoriser behind one type; copies share it.
class any_authoriser
{
public:
    template <class A>
        requires(authoriser<A> && !std::same_as<A, any_authoriser>)
    any_authoriser(A auth) : held_(std::make_shared<model<A>>(std::move(auth)))
    {
    }

    std::optional<error> authorise(http_request& request) { return held_->authorise(request); }
    [[nodiscard]] bool is_bearer() const { return held_->is_bearer(); }

private:
    struct interface
    {
        virtual ~interface() = default;
        virtual std::optional<error> authorise(http_request&) = 0;
        virtual bool is_bearer() const = 0;
    };

    template <class A>
    struct model final : interface
    {
        explicit model(A a) : auth(std::move(a)) {}
        std::optional<error> authorise(http_request& request) override { return auth.authorise(request); }
        bool is_bearer() const override { return auth.is_bearer(); }
        A auth;
    };

    std::shared_ptr<interface> held_;
};

} // namespace okta
#endif
