#ifndef OKTA_ENSURE_EVENT_HOOK_HPP
#define OKTA_ENSURE_EVENT_HOOK_HPP

#include <okta/actions/event_hooks.hpp>
#include <okta/client.hpp>
#include <okta/transport/associations.hpp>

#include <boost/asio/post.hpp>

#include <concepts>
#include <initializer_list>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace okta {

/// Event types to subscribe to, copied from any range of texts: `{"user.lifecycle.create"}`, an array, a span, a
/// dispatcher's `event_types`.
struct event_type_list
{
    std::vector<std::string> items = {};

    event_type_list() = default;
    event_type_list(std::initializer_list<std::string_view> types) : items(types.begin(), types.end()) {}

    template <std::ranges::input_range Range>
        requires std::convertible_to<std::ranges::range_reference_t<Range const&>, std::string_view>
    event_type_list(Range const& types)
    {
        for (std::string_view const one : types) items.emplace_back(one);
    }
};

/// What an event hook is to be.
struct desired_event_hook
{
    required<std::string> name;       ///< that people see; the hook is found by it where none has the URL
    required<std::string> url;        ///< `https://`, at most 1,024 characters
    event_type_list event_types = {}; ///< 1 to 300, twice the same counts once
    required<okta::secret> secret;    ///< the header's whole value, such as `Basic YWRtaW46c2VjcmV0`
    std::string header_name = "Authorization";
    std::optional<std::string> description = {}; ///< as it is unless given

    /// Send the secret anew: it is another one than before. Okta never tells it, so nobody but you can know.
    bool secret_changed = false;
};

/// What ensure_event_hook did, and the hook as it is now: active and verified.
struct ensured_event_hook
{
    event_hook hook = {};
    bool created = false;
    bool replaced = false; ///< its name, event types, header, secret or URL were others
    bool activated = false;
    bool verified = false; ///< now: it was not verified before, or no more

    [[nodiscard]] bool unchanged() const noexcept { return !(created || replaced || activated || verified); }
};

/// Whether Okta can take such a hook.
/// \returns nothing, or an error of kind `invalid_request` that names the member and what would be right; never with
/// the secret in it
[[nodiscard]] std::optional<error> check_event_hook(desired_event_hook const& desired);

namespace detail {

enum class event_hook_step { look_up, create, replace, activate, verify, done };

/// Which call is next, as a state machine without I/O: `step()` says which, its answer goes to `take`. Six calls at
/// most.
class event_hook_setup
{
public:
    explicit event_hook_setup(desired_event_hook desired);

    [[nodiscard]] event_hook_step step() const noexcept { return step_; }

    [[nodiscard]] create_event_hook creation() const;
    [[nodiscard]] replace_event_hook replacement() const;
    [[nodiscard]] id_of<event_hook> const& id() const noexcept { return made_.hook.id; }

    void take(result<std::vector<event_hook>> found);
    void take(result<event_hook> answered);

    /// \pre `step()` is `done`
    [[nodiscard]] result<ensured_event_hook> finish() &&;

private:
    [[nodiscard]] result<event_hook const*> choose(std::vector<event_hook> const& all) const;
    [[nodiscard]] bool fits(event_hook const& h) const;
    [[nodiscard]] new_event_subscriptions subscriptions() const;
    [[nodiscard]] new_event_hook_channel channel() const;
    void found(event_hook const& h);
    void go_on();
    void fail(error e);
    [[nodiscard]] error explained(error e) const;

    desired_event_hook desired_;
    event_hook_step step_ = event_hook_step::look_up;
    ensured_event_hook made_ = {};
    std::optional<error> failed_ = {};
    std::optional<error> unknown_ = {}; // of a creation: whether it happened is looked up
    response_facts facts_ = {};
};

/// Makes the next call, whose result goes to `then`.
template <class Call>
void make_next_call(event_hook_setup const& s, Call&& call)
{
    switch (s.step()) {
    case event_hook_step::look_up: return call(list_event_hooks{});
    case event_hook_step::create: return call(s.creation());
    case event_hook_step::replace: return call(s.replacement());
    case event_hook_step::activate: return call(activate_event_hook{.event_hook_id = s.id()});
    case event_hook_step::verify: return call(verify_event_hook{.event_hook_id = s.id()});
    case event_hook_step::done: return;
    }
}

/// Makes the calls one after the other; each runs, and is cancelled, as the user's handler.
template <class Client, class Handler>
void continue_setup(Client org, std::unique_ptr<event_hook_setup> setup, Handler handler)
{
    if (setup->step() == event_hook_step::done) return std::move(handler)(std::move(*setup).finish());
    auto const like = associations_of(handler, org.transport().get_executor());
    auto const& s = *setup; // stays where it is
    make_next_call(s, [&](auto const& request) {
        auto then = [org, setup = std::move(setup), h = std::move(handler)](auto answer) mutable {
            setup->take(std::move(answer));
            continue_setup(std::move(org), std::move(setup), std::move(h));
        };
        org.async_call(request, like.bind(std::move(then)));
    });
}

} // namespace detail

/// Sees to it that the org has that event hook, active and verified: creates it or replaces it, activates it, has Okta
/// verify it, and does nothing of this where it is so already. To be called at each start of a program, say; its
/// receiver must answer Okta's challenge by then.
///
/// The hook is found by its URL, else by its name. Of a hook that is replaced description, further headers and the
/// filters of event types that it keeps stay. Changes take Okta minutes to act.
///
/// \par Errors: check_event_hook's, before anything is sent; `invalid_request` when several hooks have the URL, or the
/// name, so that none can be chosen; those of the calls, whose summary says which step failed and what had been done.
/// Calling again then does what is missing. Needs the scope okta.eventHooks.manage.
///
/// Not for two callers at a time: each may create a hook.
template <class Transport, class Authoriser>
result<ensured_event_hook> ensure_event_hook(basic_client<Transport, Authoriser>& org, desired_event_hook desired)
{
    detail::event_hook_setup setup(std::move(desired));
    while (setup.step() != detail::event_hook_step::done) // bounded, see event_hook_setup
        detail::make_next_call(setup, [&](auto const& request) { setup.take(org.call(request)); });
    return std::move(setup).finish();
}

/// The same on Asio: completes with `void(result<ensured_event_hook>)`; any completion token. Cancelled as a call is,
/// between steps or within one; what was done by then stays.
/// \par Lifetimes: client and `desired` are copied.
template <class Transport, class Authoriser, class Token = boost::asio::deferred_t>
auto async_ensure_event_hook(basic_client<Transport, Authoriser> org, desired_event_hook desired, Token&& token = {})
{
    return boost::asio::async_initiate<Token, void(result<ensured_event_hook>)>(
        [](auto handler, auto by, desired_event_hook wanted) {
            auto setup = std::make_unique<detail::event_hook_setup>(std::move(wanted));
            if (setup->step() != detail::event_hook_step::done)
                return detail::continue_setup(std::move(by), std::move(setup), std::move(handler));
            auto const like = detail::associations_of(handler, by.transport().get_executor()); // refused: not at once
            auto end = [s = std::move(setup), h = std::move(handler)]() mutable {
                std::move(h)(std::move(*s).finish());
            };
            boost::asio::post(by.transport().get_executor(), like.bind(std::move(end)));
        },
        token, std::move(org), std::move(desired));
}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/ensure_event_hook.ipp>
#endif
#endif
