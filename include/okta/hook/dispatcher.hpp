#ifndef OKTA_HOOK_DISPATCHER_HPP
#define OKTA_HOOK_DISPATCHER_HPP

#include <okta/hook/handlers.hpp>

#include <string_view>
#include <utility>
#include <variant>

namespace okta {

/// Hands an event to the handler that takes it:
///
///     okta::dispatcher on{
///         [](okta::events::user_created const& e) { welcome(e.user.id); },
///         [](okta::events::group_member_added const& e) { audit(e.user, e.group); },
///         [](okta::event const& e) { log(okta::event_type_of(e)); }}; // all others
///
/// A handler's first parameter says which event it takes; it may have more, for what is given with the event (the
/// inbox's transaction). It returns nothing or, as a coroutine, what is to be awaited: see `start`. The compiler
/// refuses a handler for what is no event, two for one event and, in `okta::dispatcher{okta::exhaustive, …}`, a missing
/// one.
/// \par Thread safety: as its handlers; they are called as const objects.
template <class... Handlers>
class dispatcher
{
    static_assert(detail::right_handlers<Handlers...>());
    using table = detail::handler_table<Handlers...>;

public:
    constexpr dispatcher(Handlers... handlers) : handlers_(std::move(handlers)...) {}

    /// The event types of the System Log that the handlers need: what an event hook has to be subscribed to.
    static constexpr auto event_types = [] {
        auto const count = []<class... E>(boost::mp11::mp_list<E...>) {
            return (std::size_t{0} + ... +
                    std::size_t{detail::in_system_log<E> && table::template of<E> != table::none});
        };
        std::array<std::string_view, count(events::all{})> types{};
        [&]<class... E>(boost::mp11::mp_list<E...>) {
            std::size_t n = 0;
            ((detail::in_system_log<E> && table::template of<E> != table::none
                  ? void(types[n++] = E::source::event_type)
                  : void()),
             ...);
        }(events::all{});
        return types;
    }();

    /// Whether a handler wants what is given with the event, such as the inbox's transaction.
    template <class Context>
    static constexpr bool takes =
        (std::is_invocable_v<Handlers const&, detail::handled_event<Handlers> const&, Context&> || ...);

    /// Calls the handler that takes it. False: none does. What a handler throws comes out.
    template <class... Context>
    bool operator()(event const& e, Context&... context) const
    {
        static_assert((std::is_void_v<detail::handler_result<Handlers>> && ...),
                      "a handler returns something to be awaited: use start(event) in a coroutine, or an async_worker");
        return route<bool>(e, [&]<class E>(auto const& handler, E const& one) {
            call(handler, one, context...);
            return true;
        });
    }

    /// Calls a plain handler, or begins a coroutine: gives what is to be awaited, else whether a handler took it. `e`
    /// and the context have to live until that has ended.
    ///
    ///     auto begun = on.start<asio::awaitable<void>>(e);
    ///     if (auto* const rest = std::get_if<1>(&begun)) co_await std::move(*rest);
    template <class Awaitable, class... Context>
    std::variant<bool, Awaitable> start(event const& e, Context&... context) const
    {
        using begun = std::variant<bool, Awaitable>;
        return route<begun>(e, [&]<class E>(auto const& handler, E const& one) {
            if constexpr (std::is_void_v<detail::handler_result<std::remove_cvref_t<decltype(handler)>>>) {
                call(handler, one, context...);
                return begun(true);
            } else return begun(std::in_place_index<1>, call(handler, one, context...));
        });
    }

private:
    template <class Handler, class E, class... Context>
    static decltype(auto) call(Handler const& handler, E const& e, Context&... context)
    {
        if constexpr (std::is_invocable_v<Handler const&, E const&, Context&...>) return handler(e, context...);
        else return handler(e);
    }

    /// By a table of functions, one for each alternative.
    template <class Result, class F>
    Result route(event const& e, F const& f) const
    {
        using entry = Result (*)(dispatcher const&, event const&, F const&);
        return [&]<class... E>(std::variant<E...> const*) {
            static constexpr entry entries[] = {&dispatcher::template step<Result, E, F>...};
            return entries[e.index()](*this, e, f);
        }(static_cast<event const*>(nullptr));
    }

    template <class Result, class E, class F>
    static Result step([[maybe_unused]] dispatcher const& self, [[maybe_unused]] event const& e,
                       [[maybe_unused]] F const& f)
    {
        constexpr auto own = table::template place<E>(), rest = table::template place<event>();
        if constexpr (own != table::none) return f(std::get<own>(self.handlers_), *std::get_if<E>(&e));
        else if constexpr (rest != table::none) return f(std::get<rest>(self.handlers_), e);
        else return Result{};
    }

    std::tuple<Handlers...> handlers_;
};

/// One that has a handler for every event.
template <class... Handlers>
class dispatcher<exhaustive_t, Handlers...> : public dispatcher<Handlers...>
{
    static_assert(detail::handlers_for_all<Handlers...>());

public:
    constexpr dispatcher(exhaustive_t, Handlers... handlers) : dispatcher<Handlers...>(std::move(handlers)...) {}
};

template <class... Handlers> dispatcher(Handlers...) -> dispatcher<Handlers...>;

} // namespace okta
#endif
