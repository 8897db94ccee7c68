#ifndef OKTA_IMPL_EVENT_CATALOGUE_IPP
#define OKTA_IMPL_EVENT_CATALOGUE_IPP

#include <okta/events/catalogue.hpp>

#include <array>
#include <optional>
#include <vector>

namespace okta::detail {

// What is said of a member whose event says nothing of it.
template <class T> inline constexpr std::string_view usual_doc{};
template <class T> inline constexpr std::string_view usual_doc<std::optional<T>> = usual_doc<T>;
template <> inline constexpr std::string_view usual_doc<log_event>{"The event as Okta sent it."};
template <> inline constexpr std::string_view usual_doc<events::target<any_user>>{"The user."};
template <> inline constexpr std::string_view usual_doc<events::target<group>>{"The group."};
template <> inline constexpr std::string_view usual_doc<events::target<device>>{"The device."};
template <> inline constexpr std::string_view usual_doc<events::target<application>>{"The app."};
template <>
inline constexpr std::string_view usual_doc<events::target<application_user>>{"The app's account of the user."};
template <> inline constexpr std::string_view usual_doc<events::target<ssws_token>>{"The API token."};

/// What a member's type says of it.
template <class T>
struct event_member_type;

template <>
struct event_member_type<std::string>
{
    static constexpr auto what = event_member_kind::text;
    static constexpr std::string_view target_type = {};
};

template <>
struct event_member_type<std::vector<std::string>>
{
    static constexpr auto what = event_member_kind::texts;
    static constexpr std::string_view target_type = {};
};

template <>
struct event_member_type<log_event>
{
    static constexpr auto what = event_member_kind::details;
    static constexpr std::string_view target_type = {};
};

template <class Resource>
struct event_member_type<events::target<Resource>>
{
    static constexpr auto what = event_member_kind::target;
    static constexpr std::string_view target_type = target_kind_of<Resource>.type;
};

template <class T>
struct event_member_type<std::optional<T>> : event_member_type<T>
{
};

template <class E, class D>
constexpr event_member_info describe_event_member()
{
    using type = type_of_member<D>;
    event_member_info info{D::name, wire_name<E, D>(), usual_doc<type>};
    for (auto const& said : E::doc.parameters)
        if (said.member == info.name) info.doc = said.text;
    info.what = event_member_type<type>::what;
    info.target_type = event_member_type<type>::target_type;
    info.optional = is_optional<type>;
    return info;
}

template <class E>
inline constexpr auto event_members = []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<event_member_info, sizeof...(D)>{describe_event_member<E, D>()...};
}(members_of<E>{});

template <class E>
constexpr event_info describe_event()
{
    event_info info{type_name<E>(), {title_of<E>.data(), title_of<E>.size()}, E::doc.summary, {}, event_members<E>};
    if constexpr (requires { E::title; }) info.title = E::title;
    if constexpr (in_system_log<E>) info.event_type = E::source::event_type;
    return info;
}

OKTA_DECL std::span<event_info const> event_table()
{
    static constexpr auto table = []<class... E>(boost::mp11::mp_list<E...>) {
        return std::array<event_info, sizeof...(E)>{describe_event<E>()...};
    }(events::all{});
    return table;
}

OKTA_DECL event_info const* find_event(std::string_view name)
{
    for (auto const& info : event_table())
        if (info.id == name || (!name.empty() && info.event_type == name)) return &info;
    return nullptr;
}

} // namespace okta::detail
#endif
