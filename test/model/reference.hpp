#ifndef OKTA_TEST_MODEL_REFERENCE_HPP
#define OKTA_TEST_MODEL_REFERENCE_HPP

#include "expression.hpp"
#include "view.hpp"

#include <okta/actions/catalogue.hpp>
#include <okta/actions/system_log.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

// The reference: what an org must do, as naive as can be. Nothing is indexed, nothing shared, times are texts.

namespace okta::test {

struct user_entry
{
    std::string id, status, type, realm;
    attributes profile = {};
    std::string created = {}, activated = {}, status_changed = {}, last_updated = {}, password_changed = {};
    bool has_password = false;
    std::string provider = "OKTA", provider_name = "OKTA", question = {};
    std::vector<user_block> blocks = {};
    std::string transitioning_to = {};
    int revision = 0;                     ///< counts its changes
    std::vector<std::string> groups = {}; ///< ids in the order of joining, without Everyone
    std::size_t number = 0;               ///< in the order of creation, as with the others below

    [[nodiscard]] std::string login() const { return std::string(profile.at("login").as_string()); }
};

struct group_entry
{
    std::string id, type;
    attributes profile = {};
    std::string created = {}, last_updated = {}, last_membership_updated = {};
    std::size_t number = 0;
};

struct realm_entry
{
    std::string id, name, type;
    std::vector<std::string> domains = {};
    bool is_default = false;
    std::string created = {}, last_updated = {};
    std::size_t number = 0;
};

struct device_entry
{
    std::string id, status;
    attributes profile = {};
    std::string created = {}, last_updated = {};
    std::vector<std::pair<std::string, std::string>> users = {}; ///< id, and since when
    std::size_t number = 0;
};

struct type_entry
{
    std::string id, name, display_name;
    std::optional<std::string> description;
    bool is_default = false;
    std::string created = {}, created_by = {}, last_updated = {}, last_updated_by = {};
    std::size_t number = 0;
};

struct event_entry
{
    std::string type;
    std::vector<std::pair<std::string, std::string>> targets; ///< id and type
    std::string actor, published;
};

struct token_entry
{
    std::string text;
    std::vector<std::string> scopes; ///< `*`: an API token
    std::string user;                ///< empty: a service app's
    std::string client;
    std::string expires; ///< empty: never
    bool revoked = false;
};

struct refusal
{
    int status;
    std::string code;
};

/// What an action gives. When several things are wrong any of them may be said.
struct answer
{
    std::vector<refusal> refusals = {};
    view value = {};              ///< the resource
    std::vector<view> items = {}; ///< or the list

    [[nodiscard]] bool good() const { return refusals.empty(); }
    void refuse(int status, std::string code) { refusals.push_back({status, std::move(code)}); }
    void refuse_unless(bool condition, int status, std::string code)
    {
        if (!condition) refuse(status, std::move(code));
    }
};

/// Whether it sets a password: the `{}` of an answer, sent back, does not.
bool is_set(std::optional<password> const& p);

/// The `fields` parameter that the test uses.
inline constexpr char const* a_few_fields = "id,status,profile:(login,city)";

answer not_found();

/// The entries of a map in the order of their creation, which is that of unsorted lists.
template <class Map>
auto in_order(Map const& map)
{
    std::map<std::size_t, typename Map::mapped_type const*> out;
    for (auto const& [id, entry] : map) out[entry.number] = &entry;
    return out;
}

/// What is asked of a list beside its request: the parsed forms of what the request has as texts.
struct asked
{
    std::optional<expression> search = {}, filter = {};
    bool broken = false; ///< one of them is not well-formed
};

class reference
{
public:
    std::string now;         ///< of the call at hand
    token_entry caller = {}; ///< whose call it is

    std::string administrator, everyone, default_realm, default_type; ///< ids
    std::size_t max_realms = 0;

    std::map<std::string, user_entry> users;
    std::map<std::string, group_entry> groups;
    std::map<std::string, realm_entry> realms;
    std::map<std::string, device_entry> devices;
    std::map<std::string, type_entry> types;
    std::vector<event_entry> log;
    std::map<std::string, std::pair<std::string, int>> etags; ///< those seen → user id and revision
    std::size_t created = 0;                                  ///< resources so far

    /// Why the caller may not do what needs one of those scopes.
    [[nodiscard]] answer admit(std::vector<std::string> const& scopes, bool bearer_only) const;

    // `id` is the one of a new resource, which only the org can choose.

    answer act(create_user const& a, std::string const& id);
    answer act(get_user const& a, std::string const& id = {});
    answer act(update_user const& a, std::string const& id = {});
    answer act(replace_user const& a, std::string const& id = {});
    answer act(delete_user const& a, std::string const& id = {});
    answer act(list_user_blocks const& a, std::string const& id = {});
    answer act(get_user_info const& a, std::string const& id = {});
    answer list(list_users const& a, asked const& q) const;

    answer act(create_group const& a, std::string const& id);
    answer act(get_group const& a, std::string const& id = {});
    answer act(update_group const& a, std::string const& id = {});
    answer act(delete_group const& a, std::string const& id = {});
    answer act(add_user_to_group const& a, std::string const& id = {});
    answer act(remove_user_from_group const& a, std::string const& id = {});
    answer list(list_group_members const& a, asked const& q) const;
    answer list(list_groups const& a, asked const& q) const;

    answer act(get_device const& a, std::string const& id = {});
    answer act(delete_device const& a, std::string const& id = {});
    answer act(activate_device const& a, std::string const& id = {});
    answer act(deactivate_device const& a, std::string const& id = {});
    answer list(list_devices const& a, asked const& q) const;

    answer act(create_realm const& a, std::string const& id);
    answer act(get_realm const& a, std::string const& id = {});
    answer act(update_realm const& a, std::string const& id = {});
    answer act(delete_realm const& a, std::string const& id = {});
    answer list(list_realms const& a, asked const& q) const;

    answer act(create_user_type const& a, std::string const& id);
    answer act(get_user_type const& a, std::string const& id = {});
    answer act(update_user_type const& a, std::string const& id = {});
    answer act(replace_user_type const& a, std::string const& id = {});
    answer act(delete_user_type const& a, std::string const& id = {});
    answer act(list_user_types const& a, std::string const& id = {});

    answer list(list_log_events const& a, asked const& q) const;

    /// The user of that id, login or short name, or `me`; null: none, or several.
    [[nodiscard]] user_entry* find_user(std::string const& name);

    [[nodiscard]] view shown(user_entry const& u, bool alone) const;
    [[nodiscard]] view shown(group_entry const& g) const;
    [[nodiscard]] std::size_t size_of(group_entry const& g) const;
    [[nodiscard]] view shown(realm_entry const& r, bool alone) const;
    [[nodiscard]] view shown(device_entry const& d) const;
    [[nodiscard]] view shown(type_entry const& t) const;

    void set_status(user_entry& u, std::string const& status, std::string const& transitioning_to = {});
    void note(std::string type, std::vector<std::pair<std::string, std::string>> targets);

private:
    void check_profile(answer& r, attributes const& profile, std::string const& realm, std::string const& self) const;
    void check_credentials(answer& r, std::optional<password> const& p, std::optional<recovery_question> const& q,
                           bool staged) const;
    void check_name(answer& r, std::string const& name, std::string const& self) const;
    answer change(user_entry& u, std::optional<std::string> const& if_match, attributes const& profile,
                  user_credentials_update const& credentials, std::string const& realm, std::string const& type,
                  bool replace);
    void join(group_entry& g, user_entry& u);
    void leave(group_entry& g, user_entry& u);
    [[nodiscard]] bool has_member(group_entry const& g, user_entry const& u) const;
    [[nodiscard]] std::string actor() const;
    [[nodiscard]] std::string creator() const;
    [[nodiscard]] facts facts_of(user_entry const& u) const;
    [[nodiscard]] facts facts_of(group_entry const& g) const;
    [[nodiscard]] facts facts_of(realm_entry const& r) const;
    [[nodiscard]] facts facts_of(device_entry const& d) const;
    [[nodiscard]] facts facts_of(event_entry const& e) const;
};

/// A resource that a list may show: what can be asked of it, and what is shown.
struct listed
{
    facts known;
    view shown;
};

/// Those of them that were asked for, sorted if `sort_by` is given: by the attribute's first value, those without one
/// last, ties by id.
std::vector<view> chosen(std::vector<listed> all, asked const& q, std::optional<std::string> const& sort_by,
                         std::optional<std::string> const& sort_order);

} // namespace okta::test
#endif
