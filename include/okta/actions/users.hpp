#ifndef OKTA_ACTIONS_USERS_HPP
#define OKTA_ACTIONS_USERS_HPP

#include <okta/action/action.hpp>
#include <okta/model/result.hpp>
#include <okta/model/user.hpp>

// The templates take the type of an org's own profile, any described struct: `basic_get_user<my_profile>`. The names
// without `basic_` have Okta's attributes and keep the org's in `custom`.

namespace okta {

/// For `content_type` of List Users and Get User: the three parts left out make Okta answer faster, together only.
inline constexpr std::string_view lean_users =
    "application/json; okta-response=\"omitCredentials,omitCredentialsLinks,omitTransitioningToStatus\"";

enum class user_next_login { change_password };
BOOST_DESCRIBE_ENUM(user_next_login, change_password)
constexpr auto wire_names(user_next_login) { return renamed{{{"change_password", "changePassword"}}}; }

enum class prefer { respond_async };
BOOST_DESCRIBE_ENUM(prefer, respond_async)
constexpr auto wire_names(prefer) { return renamed{{{"respond_async", "respond-async"}}}; }

/// Without search or filter deactivated users are left out. `q` cannot be paged. Search results may be stale.
template <class Profile>
struct basic_list_users
{
    std::optional<std::string> search = {};
    std::optional<std::string> filter = {};
    std::optional<std::string> q = {};
    std::optional<std::int32_t> limit = {};
    std::optional<std::string> after = {};
    std::optional<std::string> sort_by = {};
    std::optional<std::string> sort_order = {};
    std::optional<std::string> fields = {};
    std::optional<std::string> expand = {};
    std::optional<std::string> content_type = {};

    using endpoint = get<"/api/v1/users{?search,filter,q,after,limit,sortBy,sortOrder,fields,expand}",
                         page<basic_user<Profile>>, scope::users_read, header<"Content-Type">>;
    static constexpr documented doc{
        "Lists the org's users.",
        {{"search", "Expression over all attributes, custom ones too, such as profile.department eq \"R&D\"."},
         {"filter",
          "Expression over status, lastUpdated, id and profile.login, email, firstName, lastName; case-sensitive."},
         {"q", "Start of a first name, last name or e-mail address; cannot be paged."},
         {"limit", "Page size, 1 to 200; 200 unless given, 10 with q."},
         {"after", "Cursor of a page, as the previous page's next link has it."},
         {"sort_by", "A property to sort by; with search only."},
         {"sort_order", "asc or desc; asc unless given."},
         {"fields", "What to return, such as status,profile:(login,city); the id always comes."},
         {"expand", "classification (Early Access)."},
         {"content_type", "The media type with an okta-response parameter that leaves parts of a user out."}}};

    BOOST_DESCRIBE_CLASS(basic_list_users, (),
                         (search, filter, q, limit, after, sort_by, sort_order, fields, expand, content_type), (), ())
};
using list_users = basic_list_users<user_profile>;

/// The answer's ETag, for `if_match`, is in `facts().etag`. A login with a slash is reachable by id only.
template <class Profile>
struct basic_get_user
{
    required<id_of<any_user>> id;
    std::optional<std::string> expand = {};
    std::optional<std::string> content_type = {};

    using endpoint = get<"/api/v1/users/{id}{?expand}", basic_user<Profile>, scope::users_read, header<"Content-Type">>;
    static constexpr documented doc{
        "Gets a user.",
        {{"id", "The user's id, login or unambiguous short name; me for the owner of the token."},
         {"expand", "blocks, or classification (Early Access): adds them to the answer."},
         {"content_type", "The media type with an okta-response parameter that leaves parts of a user out."}}};

    BOOST_DESCRIBE_CLASS(basic_get_user, (), (id, expand, content_type), (), ())
};
using get_user = basic_get_user<user_profile>;

/// Not to be repeated after an unknown outcome: look the login up instead.
template <class NewProfile, class Profile = NewProfile>
struct basic_create_user
{
    NewProfile profile;
    std::optional<user_credentials> credentials = {};
    std::optional<std::vector<id_of<struct group>>> group_ids = {};
    std::optional<id_of<realm>> realm_id = {};
    std::optional<user_type_reference> type = {};
    std::optional<bool> activate = {};
    std::optional<bool> provider = {};
    std::optional<open_enum<user_next_login>> next_login = {};

    using endpoint = post<"/api/v1/users{?activate,provider,nextLogin}", basic_user<Profile>, scope::users_manage>;
    static constexpr documented doc{
        "Creates a user.",
        {{"profile", "The attributes; login and email are required."},
         {"credentials", "Password (value, hash or hook), recovery question and provider."},
         {"group_ids", "Groups to put the user into, 20 at most."},
         {"realm_id", "The realm the user belongs to."},
         {"type", "The user type; the default one unless given."},
         {"activate", "Activates the user, as without this parameter; with false it is STAGED."},
         {"provider", "Creates the user with the authentication provider in credentials."},
         {"next_login", "changePassword: the user must change the password at the first sign-in."}}};

    BOOST_DESCRIBE_CLASS(basic_create_user, (),
                         (profile, credentials, group_ids, realm_id, type, activate, provider, next_login), (), ())
};
using create_user = basic_create_user<new_user_profile, user_profile>;

/// A partial update: absent members and attributes stay as they are, `okta::null` clears an attribute.
template <class ProfileUpdate, class Profile = ProfileUpdate>
struct basic_update_user
{
    required<id_of<any_user>> id;
    std::optional<ProfileUpdate> profile = {};
    std::optional<user_credentials_update> credentials = {};
    std::optional<id_of<realm>> realm_id = {};
    std::optional<user_type_reference> type = {};
    std::optional<bool> strict = {};
    std::optional<std::string> if_match = {};

    using endpoint =
        post<"/api/v1/users/{id}{?strict}", basic_user<Profile>, scope::users_manage, header<"If-Match">, idempotent>;
    static constexpr documented doc{
        "Changes some of a user's attributes.",
        {{"id", "The user's id, login or unambiguous short name; me for the owner of the token."},
         {"profile", "The attributes to change; null clears one."},
         {"credentials", "A new password or recovery question."},
         {"realm_id", "The realm to move the user to."},
         {"type", "The type the user has: it changes by Replace User only."},
         {"strict", "Checks a new password against the policy's minimum age and history."},
         {"if_match", "The ETag that the user must still have, from Get User."}}};

    BOOST_DESCRIBE_CLASS(basic_update_user, (), (id, profile, credentials, realm_id, type, strict, if_match), (), ())
};
using update_user = basic_update_user<user_profile_update, user_profile>;

/// Replaces the whole profile: attributes left out are deleted. Read the user, change its profile, and send it with
/// `.if_match = read.facts().etag`.
template <class Profile>
struct basic_replace_user
{
    required<id_of<any_user>> id;
    required<Profile> profile;
    std::optional<user_credentials_update> credentials = {};
    std::optional<id_of<realm>> realm_id = {};
    std::optional<user_type_reference> type = {};
    std::optional<bool> strict = {};
    std::optional<std::string> if_match = {};

    using endpoint = put<"/api/v1/users/{id}{?strict}", basic_user<Profile>, scope::users_manage, header<"If-Match">>;
    static constexpr documented doc{"Replaces a user's profile, and the type if one is given.",
                                    {{"id", "The user's id, login or unambiguous short name."},
                                     {"profile", "All attributes; what is left out is deleted."},
                                     {"credentials", "A new password or recovery question."},
                                     {"realm_id", "The realm the user belongs to."},
                                     {"type", "The type to change the user to."},
                                     {"strict", "Checks a new password against the policy's minimum age and history."},
                                     {"if_match", "The ETag that the user must still have, from Get User."}}};

    BOOST_DESCRIBE_CLASS(basic_replace_user, (), (id, profile, credentials, realm_id, type, strict, if_match), (), ())
};
using replace_user = basic_replace_user<user_profile>;

struct list_user_blocks
{
    required<id_of<any_user>> id;

    using endpoint = get<"/api/v1/users/{id}/blocks", std::vector<user_block>, scope::users_read>;
    static constexpr documented doc{"Lists what blocks a user from signing in.",
                                    {{"id", "The user's id, login or unambiguous short name."}}};
};
BOOST_DESCRIBE_STRUCT(list_user_blocks, (), (id))

/// In two steps: the first call deactivates, the second deletes for good. Both answer 204, so a repeated first call is
/// a deletion: read the user in between.
struct delete_user
{
    required<id_of<any_user>> id;
    std::optional<bool> send_email = {};
    std::optional<open_enum<okta::prefer>> prefer = {};

    using endpoint =
        del<"/api/v1/users/{id}{?sendEmail}", no_content, scope::users_manage, header<"Prefer">, not_idempotent>;
    static constexpr documented doc{"Deactivates a user, or deletes a deactivated one.",
                                    {{"id", "The user's id, login or unambiguous short name."},
                                     {"send_email", "Sends the administrator an e-mail about the deactivation."},
                                     {"prefer", "respond-async: answers before it is done."}}};
};
BOOST_DESCRIBE_STRUCT(delete_user, (), (id, send_email, prefer))

using user_actions =
    boost::mp11::mp_list<list_users, get_user, create_user, update_user, replace_user, list_user_blocks, delete_user>;

template <class A>
    requires boost::mp11::mp_contains<user_actions, A>::value
struct detail::listed_in<A>
{
    using type = user_actions;
};
#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_actions<user_actions>;
#endif

} // namespace okta
#endif
