#ifndef OKTA_IMPL_EVENT_IPP
#define OKTA_IMPL_EVENT_IPP

#include <okta/events/event.hpp>

#include <utility>

namespace okta {
namespace detail {

/// A member of an event struct: found among the targets, or why not.
struct target_picker
{
    log_event const& details;
    std::string why = {};

    template <class Resource>
    bool fill(events::target<Resource>& to, bool demanded)
    {
        auto const& kind = target_kind_of<Resource>;
        auto const* found = find_target(details, kind);
        if (!found) {
            if (demanded && why.empty()) why = no_such_target(details, kind);
            return false;
        }
        to.id = *found->id;
        if (found->alternate_id) to.alternate_id = *found->alternate_id;
        if (found->display_name) to.display_name = *found->display_name;
        return true;
    }

    template <class Resource>
    void operator()(events::target<Resource>& to)
    {
        fill(to, true);
    }

    template <class Resource>
    void operator()(std::optional<events::target<Resource>>& to)
    {
        if (!fill(to.emplace(), false)) to.reset();
    }

    template <class T>
    void operator()(T&)
    {
    }
};

/// Empty: it fits. Events that name no targets (previews) do.
template <class E>
std::string fill_event(E& e, log_event& details)
{
    target_picker pick{details};
    if (details.target && !details.target->empty())
        boost::mp11::mp_for_each<boost::describe::describe_members<E, boost::describe::mod_public>>(
            [&](auto member) { pick(e.*member.pointer); });
    if (!pick.why.empty()) return std::move(pick.why);
    e.details = std::move(details);
    if constexpr (requires { e.read_details(); }) e.read_details();
    return {};
}

template <class E>
event make(log_event&& details)
{
    event made(std::in_place_type<E>);
    std::string why;
    if constexpr (in_system_log<E>) why = fill_event(*std::get_if<E>(&made), details);
    else why = "it is no event of the System Log";
    if (why.empty()) return made;
    auto type = details.event_type.value_or("");
    return events::unknown{std::move(type), std::move(why), std::move(details)};
}

OKTA_DECL event make_event(std::size_t index, log_event&& details)
{
    return [&]<class... E>(boost::mp11::mp_list<E...>) {
        constexpr event (*makers[])(log_event&&) = {make<E>...};
        return makers[index](std::move(details));
    }(events::all{});
}

OKTA_DECL event type_event(log_event&& details)
{
    auto const type = details.event_type ? std::string_view(*details.event_type) : std::string_view{};
    auto const index = all_events_index.find(type);
    if (index < event_types_of_all.size()) return make_event(index, std::move(details));
    return events::unknown{std::string(type), {}, std::move(details)};
}

} // namespace detail

OKTA_DECL event to_event(log_event details) { return detail::type_event(std::move(details)); }

OKTA_DECL log_event const* details_of(event const& e) noexcept
{
    return [&]<class... E>(std::variant<E...> const*) {
        log_event const* found = nullptr;
        auto const look = [&](auto const& one) {
            if constexpr (requires { one.details; }) found = &one.details;
        };
        ((std::holds_alternative<E>(e) ? look(*std::get_if<E>(&e)) : void()), ...);
        return found;
    }(static_cast<event const*>(nullptr));
}

OKTA_DECL std::string_view event_type_of(event const& e) noexcept
{
    if (auto const* u = std::get_if<events::unknown>(&e)) return u->event_type;
    return detail::event_types_of_all[e.index() - 1];
}

} // namespace okta
#endif
