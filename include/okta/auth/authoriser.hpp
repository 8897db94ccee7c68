#ifndef OKTA_AUTH_AUTHORISER_HPP
#define OKTA_AUTH_AUTHORISER_HPP

#include <okta/auth/authorisation.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <utility>

namespace okta {

/// What gives a request its credentials. `authorise` runs inside every attempt, retries too, and sets header fields (it
/// replaces those of an earlier attempt); an error of kind `authorisation` ends the call. `is_bearer` tells whether an
/// OAuth access token is sent, which some actions need.
///
/// One that has its credentials at hand returns `std::optional<okta::error>`. One that may have to ask for them first
/// returns an `okta::authorisation`, and has `bool learn(http_request const&, http_response const&)`, which is told
/// every answer and says whether the request should be sent again with new credentials (the client asks three times
/// at most).
///
/// All are called from any thread, concurrently.
template <class A>
concept authoriser = requires(A& auth, A const& const_auth, http_request& request) {
    { auth.authorise(request) } -> std::convertible_to<authorisation>;
    { const_auth.is_bearer() } -> std::convertible_to<bool>;
} || requires(A& auth, A const& const_auth, http_request& request) {
    { auth.authorise(request) } -> std::same_as<std::optional<error>>;
    { const_auth.is_bearer() } -> std::convertible_to<bool>;
};

namespace detail {

/// Whether it learns from answers. Only then requests are kept for another attempt.
template <class A>
concept learning_authoriser = requires(A& auth, http_request const& request, http_response const& answer) {
    { auth.learn(request, answer) } -> std::convertible_to<bool>;
};

template <class A>
authorisation ask(A& auth, http_request& request)
{
    if constexpr (std::convertible_to<decltype(auth.authorise(request)), authorisation>) return auth.authorise(request);
    else {
        if (auto e = auth.authorise(request)) return std::move(*e);
        return authorised{};
    }
}

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

    authorisation authorise(http_request& request) { return held_->authorise(request); }
    [[nodiscard]] bool is_bearer() const { return held_->is_bearer(); }
    [[nodiscard]] bool learns() const { return held_->learns(); }
    bool learn(http_request const& request, http_response const& answer) { return held_->learn(request, answer); }

private:
    struct interface
    {
        virtual ~interface() = default;
        virtual authorisation authorise(http_request&) = 0;
        virtual bool is_bearer() const = 0;
        virtual bool learns() const = 0;
        virtual bool learn(http_request const&, http_response const&) = 0;
    };

    template <class A>
    struct model final : interface
    {
        explicit model(A a) : auth(std::move(a)) {}
        authorisation authorise(http_request& request) override { return detail::ask(auth, request); }
        bool is_bearer() const override { return auth.is_bearer(); }
        bool learns() const override { return detail::learning_authoriser<A>; }
        bool learn([[maybe_unused]] http_request const& request, [[maybe_unused]] http_response const& answer) override
        {
            if constexpr (detail::learning_authoriser<A>) return auth.learn(request, answer);
            else return false;
        }
        A auth;
    };

    std::shared_ptr<interface> held_;
};

} // namespace okta
#endif
