#ifndef OKTA_TRANSPORT_CALL_HPP
#define OKTA_TRANSPORT_CALL_HPP

#include <okta/codec/decode.hpp>
#include <okta/codec/encode.hpp>
#include <okta/transport/drive.hpp>

#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

namespace okta::detail {

/// Adds to a request what is the client's: origin, user agent, time-out.
void complete(http_request& request, std::string const& origin, client_settings const& settings);

/// From an action's struct to the request to send.
struct caller
{
    action_info const& info;
    std::string const& origin;
    client_settings const& settings;
    bool bearer;

    [[nodiscard]] result<prepared_call> prepare(void const* request) const;
};

template <class A, class Core>
caller caller_for(Core& core, std::shared_ptr<client_settings const> const& settings)
{
    return {info_of<A>(), core.origin, *settings, core.auth.is_bearer()};
}

template <class Transport, class Authoriser>
exchange_outcome run(client_core<Transport, Authoriser>& core, client_settings const& settings, prepared_call call)
{
    if constexpr (std::same_as<client_core<Transport, Authoriser>, erased_core>)
        return drive_erased(core, settings, std::move(call));
    else return drive(core, settings, std::move(call));
}

template <class Transport, class Authoriser>
void start_run(std::shared_ptr<client_core<Transport, Authoriser>> core,
               std::shared_ptr<client_settings const> settings, result<prepared_call> call, outcome_handler handler)
{
    if (!call) return complete_later(core->transport.get_executor(), std::move(call.error()), std::move(handler));
    if constexpr (std::same_as<client_core<Transport, Authoriser>, erased_core>)
        async_drive_erased(std::move(core), std::move(settings), std::move(*call), std::move(handler));
    else {
        using driver = async_driver<Transport, Authoriser>;
        driver::start(driver(std::move(core), std::move(settings), std::move(*call), std::move(handler)));
    }
}

/// What a result's value is decoded from.
struct outcome_source
{
    exchange_outcome& outcome;
    action_info const& info;
    std::string const& origin;
    decode_limits const& limits;
    std::string next = {}; // path and query of the next page

    static bool fill(void* self, void* value, error& e);
};

/// From an outcome to the typed result: the other end of a call. By result, not by action: most actions share theirs.
template <class T>
struct finish_as
{
    action_info const* info;

    result<T> operator()(exchange_outcome&& outcome, std::string const& origin, decode_limits const& limits) const
    {
        outcome_source source{outcome, *info, origin, limits};
        result<T> r(typename result<T>::filler{outcome_source::fill, &source}, {});
        r.facts() = std::move(outcome.facts);
        if constexpr (is_page<T>)
            if (r) r->next = std::move(source.next);
        return r;
    }
};

/// The first half of that, for whoever decodes the body himself. False: there is none, `e` says why.
bool open_outcome(exchange_outcome& outcome, action_info const& info, std::string const& origin, std::string& next,
                  error& e);

result<http_response> finish_raw(exchange_outcome&& outcome);

/// Turns the user's handler into one for outcomes; runs, allocates and is cancelled as the user's. Finish may say that
/// another call is made before.
template <class Result, class Core, class Finish, class Handler>
struct finishing_handler
{
    Handler handler;
    std::shared_ptr<Core> core;
    std::shared_ptr<client_settings const> settings;
    Finish finish;

    void operator()(exchange_outcome outcome)
    {
        auto r = finish(std::move(outcome), core->origin, settings->limits);
        if constexpr (requires { finish.another(r); })
            if (auto next = finish.another(r)) {
                auto const c = core;
                auto const s = settings;
                return start_run(c, s, std::move(*next), outcome_handler(std::move(*this)));
            }
        core.reset(); // before the handler, which may end everything
        std::move(handler)(std::move(r));
    }
};

template <class Result, class Core, class Finish, class Token>
auto async_run(std::shared_ptr<Core> core, std::shared_ptr<client_settings const> settings, result<prepared_call> call,
               Finish finish, Token&& token)
{
    return boost::asio::async_initiate<Token, void(Result)>(
        []<class Handler>(Handler&& handler, std::shared_ptr<Core> c, std::shared_ptr<client_settings const> s,
                          result<prepared_call> r, Finish f) {
            using own = finishing_handler<Result, Core, Finish, std::decay_t<Handler>>;
            start_run(c, s, std::move(r), outcome_handler(own{std::forward<Handler>(handler), c, s, std::move(f)}));
        },
        token, std::move(core), std::move(settings), std::move(call), std::move(finish));
}

} // namespace okta::detail

namespace boost::asio {

// The finishing handler has its user's executor, allocator and cancellation slot.
template <template <class, class> class Associator, class Result, class Core, class Finish, class Handler,
          class Default>
struct associator<Associator, okta::detail::finishing_handler<Result, Core, Finish, Handler>, Default>
    : Associator<Handler, Default>
{
    using own = okta::detail::finishing_handler<Result, Core, Finish, Handler>;

    static typename Associator<Handler, Default>::type get(own const& h) noexcept
    {
        return Associator<Handler, Default>::get(h.handler);
    }
    static auto get(own const& h, Default const& d) noexcept
        -> decltype(Associator<Handler, Default>::get(h.handler, d))
    {
        return Associator<Handler, Default>::get(h.handler, d);
    }
};

} // namespace boost::asio

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/call.ipp>
#endif
#endif
