#ifndef OKTA_ACTIONS_REALMS_HPP
#define OKTA_ACTIONS_REALMS_HPP

#include <okta/action/action.hpp>
#include <okta/model/realm.hpp>
#include <okta/model/result.hpp>

// Realms need Okta Identity Governance, Secure Partner Access or Advanced Directory Management.

namespace okta {

/// Items lack `profile.domains`, which single reads have.
struct list_realms
{
    std::optional<std::string> search = {};
    std::optional<std::int32_t> limit = {};
    std::optional<std::string> after = {};
    std::optional<std::string> sort_by = {};
    std::optional<std::string> sort_order = {};

    using endpoint = get<"/api/v1/realms{?limit,after,search,sortBy,sortOrder}", page<realm>, scope::realms_read>;
    static constexpr documented doc{"Lists the org's realms.",
                                    {{"search", "Expression over most properties, such as profile.name co \"car\"."},
                                     {"limit", "Page size, at least 1; 200 unless given, 10 with search."},
                                     {"after", "Cursor of a page, as the previous page's next link has it."},
                                     {"sort_by", "A property to sort by, such as profile.name; with search only."},
                                     {"sort_order", "asc or desc; asc unless given."}}};
};
BOOST_DESCRIBE_STRUCT(list_realms, (), (search, limit, after, sort_by, sort_order))

struct get_realm
{
    required<id_of<realm>> realm_id;

    using endpoint = get<"/api/v1/realms/{realmId}", realm, scope::realms_read>;
    static constexpr documented doc{"Gets a realm.", {{"realm_id", "The realm's id."}}};
};
BOOST_DESCRIBE_STRUCT(get_realm, (), (realm_id))

struct create_realm
{
    new_realm_profile profile;

    using endpoint = post<"/api/v1/realms", realm, scope::realms_manage>;
    static constexpr documented doc{"Creates a realm.", {{"profile", "Name, e-mail domains and type."}}};
};
BOOST_DESCRIBE_STRUCT(create_realm, (), (profile))

/// Replaces the whole profile: domains left out are removed.
struct update_realm
{
    required<id_of<realm>> realm_id;
    new_realm_profile profile;

    using endpoint = put<"/api/v1/realms/{realmId}", realm, scope::realms_manage>;
    static constexpr documented doc{
        "Replaces a realm's profile.",
        {{"realm_id", "The realm's id."}, {"profile", "Name, e-mail domains and type; what is left out is deleted."}}};
};
BOOST_DESCRIBE_STRUCT(update_realm, (), (realm_id, profile))

/// Works once no user and no identity provider belongs to the realm; never on the default one.
struct delete_realm
{
    required<id_of<realm>> realm_id;

    using endpoint = del<"/api/v1/realms/{realmId}", no_content, scope::realms_manage>;
    static constexpr documented doc{"Deletes an empty realm.", {{"realm_id", "The realm's id."}}};
};
BOOST_DESCRIBE_STRUCT(delete_realm, (), (realm_id))

using realm_actions = boost::mp11::mp_list<list_realms, get_realm, create_realm, update_realm, delete_realm>;

template <class A>
    requires boost::mp11::mp_contains<realm_actions, A>::value
struct detail::listed_in<A>
{
    using type = realm_actions;
};
#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_actions<realm_actions>;
#endif

} // namespace okta
#endif
