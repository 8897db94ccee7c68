#ifndef OKTA_CLIENT_HPP
#define OKTA_CLIENT_HPP

#include <okta/auth/tokens.hpp>
#include <okta/codec/decode.hpp>
#include <okta/codec/encode.hpp>
#include <okta/exchange/org_url.hpp>
#include <okta/pages.hpp>
#include <okta/transport/call.hpp>

#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <string>
#include <utility>

namespace okta {

/// What a client is made of, for whoever makes that: okta/configured_client.hpp.
struct client_parts
{
    org_url org;
    any_authoriser auth;
    any_transport transport;
    client_options options = {};
};

template <class Client, class... Granted>
class scoped_client;

namespace detail {

/// What is built on a client, and is none of its calls: okta/bulk.hpp.
struct client_access
{
    static auto const& core(auto const& client) { return client.core_; }
    static auto const& settings(auto const& client) { return client.settings_; }
    static auto const& unscoped(auto const& scoped) { return scoped.client_; }

    /// Of a call that is prepared: what is known of its action decides what may be repeated.
    static result<http_response> send(auto const& client, prepared_call call)
    {
        complete(call.request, client.core_->origin, *client.settings_);
        return finish_raw(run(*client.core_, *client.settings_, std::move(call)));
    }
};

template <class Token> inline constexpr bool makes_awaitable = std::same_as<Token, boost::asio::deferred_t>;
template <class Executor> inline constexpr bool makes_awaitable<boost::asio::use_awaitable_t<Executor>> = true;

template <class Action, bool Temporary, bool Awaited>
struct check_named_request
{
    static_assert(can_await_temporaries || !Temporary || !Awaited,
                  "g++ before 13 destroys an Action that is written inside a co_await expression twice: give it a name "
                  "first, auto request = Action{...}; co_await org.async_call(request)");
};

} // namespace detail

/// Calls an org's actions: `org.call(okta::get_user{.id = "me"})`.
///
/// A request is a described struct; a call gives a `result` of what the action's endpoint says. Nothing throws but
/// `result::value()` and, when memory runs out, anything.
///
/// \par Thread safety: distinct calls may run at the same time, from any threads, through one client or copies of it,
/// which share transport and credentials.
/// \par Lifetimes: a call keeps what it needs alive; the client may go while calls run. Requests are encoded before a
/// call function returns.
template <class Transport, class Authoriser>
class basic_client
{
    static_assert(std::same_as<Transport, any_transport> || detail::check_transport<Transport>());

public:
    /// \throws okta::exception (`invalid_request`) when the org's URL is refused (see org_url) or an option is out of
    /// its bounds
    basic_client(org_url org, Authoriser auth, Transport transport, client_options options = {})
        : core_(new detail::client_core<Transport, Authoriser>{org.origin(), std::move(auth), std::move(transport)}),
          settings_(detail::make_settings(std::move(options)))
    {
    }

    /// From settings: `okta::client org{okta::config::load()}`, with okta/config.hpp.
    /// \throws okta::exception that says which setting is missing or wrong, and where it comes from
    template <class Settings>
        requires requires(Settings const& s) {
            { client_parts_of(s) } -> std::same_as<client_parts>;
        }
    explicit basic_client(Settings const& s) : basic_client(client_parts_of(s))
    {
    }

    explicit basic_client(client_parts p)
        requires(std::same_as<Transport, any_transport> && std::same_as<Authoriser, any_authoriser>)
        : basic_client(std::move(p.org), std::move(p.auth), std::move(p.transport), std::move(p.options))
    {
    }

    /// What is no transport or no authoriser: says what is missing.
    template <class A, class T>
        requires(!std::convertible_to<A, Authoriser> || !std::convertible_to<T, Transport>)
    basic_client(org_url, A, T, client_options = {})
    {
        (void)detail::check_authoriser<A, authoriser<A>>{};
        static_assert(detail::check_transport<T>());
    }

    /// Runs the action and blocks until it is done.
    /// \par Errors: `invalid_request` before anything is sent (see `encode`); `transport`, `cancelled`; `service` when
    /// Okta answers one; `unexpected_answer` when the answer is not what the action's description says.
    template <action A>
    result<result_of<A>> call(A const& request)
    {
        auto const caller = detail::caller_for<A>(*core_, settings_);
        auto http = caller.prepare(&request);
        if (!http) return std::move(http.error());
        return detail::finish_as<result_of<A>>{&caller.info}(detail::run(*core_, *settings_, std::move(*http)),
                                                             core_->origin, settings_->limits);
    }

    /// Runs the action on Asio. Completion signature: `void(okta::result<R>)`; any completion token; without one
    /// `co_await` takes the result.
    /// \par Cancellation: at every suspension; the result then has an error of kind `cancelled`. With asio_transport:
    /// terminal and partial at any time, though a request that was on its way may have had its effect; total only while
    /// nothing was sent.
    template <class Request, class A = std::remove_cvref_t<Request>, class Token = boost::asio::deferred_t>
        requires action<A> && boost::asio::completion_token_for<Token, void(result<result_of<A>>)>
    auto async_call(Request&& request, Token&& token = {})
    {
        (void)detail::check_named_request<A, !std::is_lvalue_reference_v<Request>,
                                          detail::makes_awaitable<std::remove_cvref_t<Token>>>{};
        auto const caller = detail::caller_for<A>(*core_, settings_);
        return detail::async_run<result<result_of<A>>>(core_, settings_, caller.prepare(&request),
                                                       detail::finish_as<result_of<A>>{&caller.info}, token);
    }

    /// The pages of a list, one at a time: see okta::pages.
    template <paginated_action A>
    [[nodiscard]] basic_pages<A, Transport, Authoriser> pages(A const& request)
    {
        auto const caller = detail::caller_for<A>(*core_, settings_);
        return {core_, settings_, caller.prepare(&request)};
    }

    /// The pages from a stored cursor on (`pages::cursor()`).
    template <paginated_action A>
    [[nodiscard]] basic_pages<A, Transport, Authoriser> pages(A const& request, resume_at cursor)
    {
        auto all = pages(request);
        all.resume(std::move(cursor));
        return all;
    }

    /// The same client, whose calls are made otherwise: `org.with({.call_timeout = 5s}).call(…)`. It shares everything
    /// else.
    /// \throws okta::exception (`invalid_request`) when an option is out of its bounds
    [[nodiscard]] basic_client with(call_options const& options) const
    {
        auto copy = *this;
        copy.settings_ = detail::changed(*settings_, options);
        return copy;
    }

    /// The same client, through which only actions compile that these scopes allow:
    /// `org.with_scopes<scope::users_read>()`.
    template <class... Granted>
    [[nodiscard]] scoped_client<basic_client, Granted...> with_scopes() const
    {
        return scoped_client<basic_client, Granted...>(*this);
    }

    /// Sends a request of your own with the org's credentials, blocking: what no action covers. `request.target` is
    /// path and query; origin, `Accept` and `User-Agent` are added where missing. A request to another origin is
    /// refused. Only a GET is repeated when it is not known what became of it.
    result<http_response> send(http_request request)
    {
        auto const traits = detail::traits_of(request.method);
        return detail::client_access::send(*this, {std::move(request), traits});
    }

    [[nodiscard]] std::string const& origin() const noexcept { return core_->origin; }
    [[nodiscard]] Transport& transport() noexcept { return core_->transport; }

private:
    friend struct detail::client_access;

    std::shared_ptr<detail::client_core<Transport, Authoriser>> core_;
    std::shared_ptr<detail::client_settings const> settings_;
};

/// The client for most users: any transport, any way to authorise, and what lies between is compiled once.
using client = basic_client<any_transport, any_authoriser>;

namespace detail {

template <class Action, fixed_string NeededScope, class... Granted>
struct check_scope
{
    static_assert(NeededScope.view().empty(),
                  "the Action needs a NeededScope that is not among the client's Granted ones");
};

template <class Action, class... Granted>
constexpr culprit scope_not_granted()
{
    for (auto const needed : Action::endpoint::scope_texts)
        if (!(covers(Granted::text, needed) || ...)) return culprit(needed);
    return {};
}

template <class Action, class... Granted>
consteval bool check_scopes()
{
    if constexpr (constexpr auto needed = scope_not_granted<Action, Granted...>(); !needed.none())
        (void)check_scope<Action, printed<needed>, Granted...>{};
    return true;
}

} // namespace detail

/// A client whose calls are checked, by the compiler, against the OAuth scopes that were granted. `.manage` covers
/// `.read`.
template <class Client, class... Granted>
class scoped_client
{
public:
    explicit scoped_client(Client unscoped) : client_(std::move(unscoped)) {}

    template <action A>
    auto call(A const& request)
    {
        static_assert(detail::check_scopes<A, Granted...>());
        return client_.call(request);
    }

    template <class Request, class A = std::remove_cvref_t<Request>, class Token = boost::asio::deferred_t>
        requires action<A>
    auto async_call(Request&& request, Token&& token = {})
    {
        static_assert(detail::check_scopes<A, Granted...>());
        return client_.async_call(std::forward<Request>(request), std::forward<Token>(token));
    }

    template <paginated_action A>
    [[nodiscard]] auto pages(A const& request)
    {
        static_assert(detail::check_scopes<A, Granted...>());
        return client_.pages(request);
    }

    template <paginated_action A>
    [[nodiscard]] auto pages(A const& request, resume_at cursor)
    {
        static_assert(detail::check_scopes<A, Granted...>());
        return client_.pages(request, std::move(cursor));
    }

private:
    friend struct detail::client_access;

    Client client_;
};

} // namespace okta
#endif
