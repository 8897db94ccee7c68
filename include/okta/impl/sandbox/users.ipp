#ifndef OKTA_IMPL_SANDBOX_USERS_IPP
#define OKTA_IMPL_SANDBOX_USERS_IPP

#include <okta/describe/fnv1a.hpp>
#include <okta/sandbox/behaviours.hpp>
#include <okta/sandbox/dialects.hpp>
#include <okta/sandbox/fold.hpp>
#include <okta/sandbox/listing.hpp>
#include <okta/sandbox/text.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

OKTA_DECL log_target target_of(user_record const& user)
{
    log_target t;
    t.id = user.id;
    t.type = "User";
    t.alternate_id = std::string(user.profile.text("login"));
    t.display_name = display_name(user);
    return t;
}

OKTA_DECL result<user_record*> require_user(call& c, id_of<any_user> const& id)
{
    if (id.text == "me" && c.caller.user.empty()) return refuse_missing("me", "User"); // a service app is no user
    bool const has_slash = id.text.find('/') != id.text.npos; // Okta finds a login with a slash by its id only
    auto* const found = id.text == "me" ? c.org.users.find_id(c.caller.user)
                        : has_slash     ? c.org.users.find_id(id.text)
                                        : c.org.users.find(id.text);
    if (!found) return refuse_missing(id.text, "User");
    return found;
}

/// Weak, as Okta's are (RFC 9110 section 8.8.1); another one after every change.
OKTA_DECL std::string etag_of(user_record const& user)
{
    auto mark = okta::detail::fnv1a(user.id, okta::detail::fnv1a_basis +
                                                 user.version); // the same bytes with every standard library
    std::string text = "W/\"";
    for (int i = 0; i < 16; ++i, mark >>= 4) text += "0123456789abcdef"[mark & 15];
    return text += '"';
}

OKTA_DECL link to_link(std::string href, char const* method)
{
    link l;
    l.href = std::move(href);
    if (method) l.method = method;
    return l;
}

OKTA_DECL void add_link(links& all, char const* relation, link l) { all[relation] = one_or_many<link>{std::move(l)}; }

OKTA_DECL user list_item(call const& c, user_record const& record)
{
    auto u = to_user(record);
    add_link(u.links.emplace(), "self", to_link(c.url("/api/v1/users/", record.id)));
    return u;
}

/// A user as single reads have it: with the links that its status allows.
OKTA_DECL user whole_user(call const& c, user_record const& record)
{
    auto u = list_item(c, record);
    auto const self = c.url("/api/v1/users/", record.id);
    auto const add = [&](char const* relation, std::string_view path, char const* method = "POST") {
        add_link(*u.links, relation, to_link(self + std::string(path), method));
    };
    if (record.type) add_link(*u.links, "type", to_link(c.url("/api/v1/meta/types/user/", *record.type)));
    auto const s = record.status;
    if (s == user_status::staged || s == user_status::deprovisioned) add("activate", "/lifecycle/activate");
    if (s == user_status::provisioned) add("reactivate", "/lifecycle/reactivate");
    if (s == user_status::suspended) add("unsuspend", "/lifecycle/unsuspend");
    if (s == user_status::locked_out) add("unlock", "/lifecycle/unlock");
    if (s == user_status::active) {
        add("suspend", "/lifecycle/suspend");
        add("resetPassword", "/lifecycle/reset_password");
        add("expirePassword", "/lifecycle/expire_password");
        add("changePassword", "/credentials/change_password");
        add("changeRecoveryQuestion", "/credentials/change_recovery_question");
    }
    if (s == user_status::deprovisioned) add("delete", "", "DELETE");
    else add("deactivate", "/lifecycle/deactivate");
    return u;
}

/// Whether the media type's `okta-response` parameter has that part: `application/json; okta-response="a,b"`.
OKTA_DECL bool omits(std::optional<std::string> const& content_type, std::string_view part)
{
    constexpr std::string_view parameter = "okta-response=";
    auto const at = content_type ? content_type->find(parameter) : std::string::npos;
    if (at == std::string::npos) return false;
    auto const list = std::string_view(*content_type).substr(at + parameter.size());
    return !for_each_part(list.substr(0, list.find(';')), ',', [&](std::string_view word) {
        word.remove_prefix(std::min(word.find_first_not_of(" \""), word.size()));
        return word.substr(0, word.find_last_not_of(" \"") + 1) != part;
    });
}

/// Leaves out what the caller does not want. Unknown parts are ignored.
OKTA_DECL void apply_okta_response(std::optional<std::string> const& content_type, user& u)
{
    if (omits(content_type, "omitCredentials")) u.credentials.reset();
    if (omits(content_type, "omitTransitioningToStatus")) u.transitioning_to_status.reset();
    if (omits(content_type, "omitCredentialsLinks") && u.links)
        for (auto const* const relation :
             {"resetPassword", "expirePassword", "forgotPassword", "changePassword", "changeRecoveryQuestion"})
            u.links->erase(relation);
}

/// `q` of List Users: the start of a first name, a last name or an e-mail address.
OKTA_DECL bool begins_with(user_record const& user, std::string_view q)
{
    return std::ranges::any_of(std::initializer_list<char const*>{"firstName", "lastName", "email"},
                               [&](char const* name) { return starts_with_ignoring_case(user.profile.text(name), q); });
}

OKTA_DECL result<page<user>> behave(call& c, list_users const& a)
{
    listing l;
    auto const wrong = read_listing(c, {a.search, a.filter, a.limit, a.after, a.sort_by, a.sort_order},
                                    {a.q ? 10 : 200, 200}, &users_search, &users_filter, l);
    if (wrong) return *wrong;
    bool const deprovisioned_too = a.search || a.filter;
    auto const wanted = [&](user_record const& u) {
        return (deprovisioned_too || u.status != user_status::deprovisioned) && (!a.q || begins_with(u, *a.q));
    };
    page<user> out;
    for (auto const* const u : select_page(c.org.users.all(), l, find_user_attribute, wanted, out.next)) {
        apply_okta_response(a.content_type, out.items.emplace_back(list_item(c, *u)));
        if (a.expand == "classification")
            out.items.back().embedded.emplace().custom["classification"] = {{"type", "STANDARD"}};
    }
    if (a.q) out.next.clear(); // cannot be paged
    c.fields = a.fields.value_or("");
    return out;
}

OKTA_DECL result<user> behave(call& c, get_user const& a)
{
    auto const found = require_user(c, a.id);
    if (!found) return found.error();
    auto u = whole_user(c, **found);
    apply_okta_response(a.content_type, u);
    if (a.expand == "blocks") u.embedded.emplace().blocks = (*found)->blocks;
    if (a.expand == "classification") u.embedded.emplace().custom["classification"] = {{"type", "STANDARD"}};
    result<user> r(std::move(u));
    r.facts().etag = etag_of(**found);
    return r;
}

OKTA_DECL result<std::vector<user_block>> behave(call& c, list_user_blocks const& a)
{
    auto const found = require_user(c, a.id);
    if (!found) return found.error();
    return (*found)->blocks;
}

} // namespace okta::sandbox::detail
#endif
