#ifndef OKTA_HOOK_HANDLERS_HPP
#define OKTA_HOOK_HANDLERS_HPP

// What the compiler finds out about the handlers of a dispatcher, and what it refuses in which words.

#include <okta/describe/fixed_string.hpp>
#include <okta/events/event.hpp>

#include <array>
#include <concepts>
#include <tuple>
#include <type_traits>

namespace okta {

/// Given to a dispatcher before its handlers: every event needs one, and so does `events::unknown`.
struct exhaustive_t
{
};
inline constexpr exhaustive_t exhaustive{};

namespace detail {

// Of what can be called in one way only; void for the rest.
template <class F> struct first_parameter
{
    using type = void;
    using result = void;
};
template <class R, class P, class... More> struct first_parameter<R(P, More...)>
{
    using type = std::remove_cvref_t<P>;
    using result = R;
};
template <class R, class... P> struct first_parameter<R (*)(P...)> : first_parameter<R(P...)>
{
};
template <class R, class... P> struct first_parameter<R (*)(P...) noexcept> : first_parameter<R(P...)>
{
};
template <class H, class R, class... P> struct first_parameter<R (H::*)(P...) const> : first_parameter<R(P...)>
{
};
template <class H, class R, class... P>
struct first_parameter<R (H::*)(P...) const noexcept> : first_parameter<R(P...)>
{
};

template <class H>
concept function_object = requires { &H::operator(); };

template <class H> struct handler_signature : first_parameter<H>
{
};
template <function_object H> struct handler_signature<H> : first_parameter<decltype(&H::operator())>
{
};

/// What a handler takes: one of the 21, `events::unknown`, or `event` for whatever has no handler of its own.
template <class H> using handled_event = typename handler_signature<H>::type;
template <class H> using handler_result = typename handler_signature<H>::result;

template <class E>
concept event_to_handle = known_event<E> || std::same_as<E, events::unknown> || std::same_as<E, event>;

template <class Handler>
struct handler_is_right
{
    using Event = handled_event<Handler>;
    static constexpr bool deduced = !std::is_void_v<Event>;
    static_assert(deduced, "the Handler has to say which event it takes, by one operator() const: "
                           "[](okta::events::user_created const& e) { … }");
    static_assert(!deduced || event_to_handle<Event>,
                  "the Handler takes one of okta::events, such as okta::events::user_created, or okta::event for all "
                  "that have no handler: this Event is none");
    static constexpr bool value = true;
};

// A failing check carries the event's name as a template argument, which compilers print beside the sentence.

template <bool Holds, fixed_string Event>
struct one_handler_takes
{
    static_assert(Holds, "two handlers take this Event; a dispatcher calls one");
    static constexpr bool value = true;
};

template <bool Holds, fixed_string Event>
struct some_handler_takes
{
    static_assert(Holds, "this dispatcher is exhaustive, and none of its handlers takes this Event");
    static constexpr bool value = true;
};

/// Of the variant's alternatives: which handler takes each, or `none`.
template <class... Handlers>
struct handler_table
{
    static constexpr std::size_t none = sizeof...(Handlers);

    template <class E>
    static consteval std::size_t times()
    {
        return (std::size_t{0} + ... + std::size_t{std::same_as<handled_event<Handlers>, E>});
    }

    template <class E>
    static consteval std::size_t place()
    {
        std::size_t found = none, i = 0;
        ((found = std::same_as<handled_event<Handlers>, E> ? i : found, ++i), ...);
        return found;
    }

    /// For an alternative of the variant: its own handler, else the one for all others.
    template <class E>
    static constexpr std::size_t of = place<E>() != none ? place<E>() : place<event>();
};

template <class E>
inline constexpr auto printed_event = printed<culprit(type_name<E>())>;

template <class... Handlers>
consteval bool right_handlers()
{
    using table = handler_table<Handlers...>;
    return (handler_is_right<Handlers>::value && ...) && []<class... E>(std::variant<E...> const*) {
        return (one_handler_takes<table::template times<E>() <= 1, printed_event<E>>::value && ...) &&
               one_handler_takes<table::template times<event>() <= 1, fixed_string("event")>::value;
    }(static_cast<event const*>(nullptr));
}

template <class... Handlers>
consteval bool handlers_for_all()
{
    using table = handler_table<Handlers...>;
    return []<class... E>(std::variant<E...> const*) {
        return (some_handler_takes < table::template of<E> != table::none, printed_event < E >> ::value && ...);
    }(static_cast<event const*>(nullptr));
}

} // namespace detail
} // namespace okta
#endif
