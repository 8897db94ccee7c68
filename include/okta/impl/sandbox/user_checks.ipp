#ifndef OKTA_IMPL_SANDBOX_USER_CHECKS_IPP
#define OKTA_IMPL_SANDBOX_USER_CHECKS_IPP

#include <okta/sandbox/behaviours.hpp>
#include <okta/sandbox/fold.hpp>
#include <okta/sandbox/text.hpp>

#include <algorithm>
#include <functional>

namespace okta::sandbox::detail {

// What a user may be given: profile, credentials, type and realm. Each function sets it, or says why not.

/// The most characters that Okta's description of a user profile allows, where it says so.
inline constexpr std::pair<char const*, std::size_t> bounded_attributes[] = {
    {"firstName", 50},    {"lastName", 50},        {"countryCode", 2},     {"city", 128},
    {"state", 128},       {"zipCode", 50},         {"mobilePhone", 100},   {"primaryPhone", 100},
    {"secondEmail", 100}, {"streetAddress", 1024}, {"postalAddress", 4096}};

/// What a profile would be refused for. `self`: the user it belongs to, if there is one already.
OKTA_DECL std::optional<error> check_profile(call& c, attributes const& profile, user_record const* self)
{
    std::vector<std::string> causes;
    auto const check_address = [&](std::string const& name, std::string const& what) {
        auto const text = profile.text(name);
        auto const size = characters(text);
        if (text.empty()) causes.push_back(name + ": The field cannot be left blank");
        else if (size < 5 || size > 100)
            causes.push_back(name + ": String is too " + (size < 5 ? "short" : "long") + ": 5 to 100 characters");
        else if (auto const at = text.find('@');
                 at == 0 || at == text.npos || at + 1 == text.size() || text.find_first_of(" \t\r\n") != text.npos)
            causes.push_back(name + ": " + what);
    };
    check_address("login", "Username must be in the form of an email address");
    check_address("email", "Does not match required pattern");
    auto const limit = [&](std::string const& name, std::size_t most) {
        if (characters(profile.text(name)) > most)
            causes.push_back(name + ": String is too long: " + std::to_string(most) + " characters at most");
    };
    for (auto const& [name, most] : bounded_attributes) limit(name, most);
    constexpr std::size_t most_attributes = 1'000;
    if (profile.size() > most_attributes) causes.push_back("profile: A user has 1,000 attributes at most");
    else
        profile.for_each([&](attributes::entry const& e) {
            if (e.name.size() > 256) causes.push_back(printable(e.name, 40) + ": The name is too long");
        });
    if (auto const* const other = c.org.users.find_login(profile.text("login")); other && other != self)
        causes.push_back("login: An object with this field already exists in the current organization");
    if (causes.empty()) return std::nullopt;
    return refuse_invalid(std::move(causes));
}

/// A realm that has domains takes only users whose login and e-mail are of one of them.
OKTA_DECL std::optional<error> check_domains(attributes const& profile, realm_record const& in)
{
    auto const& domains = in.data.profile.domains;
    std::vector<std::string> causes;
    for (std::string const name : {"login", "email"}) {
        auto const text = profile.text(name);
        auto const domain = text.substr(text.rfind('@') + 1);
        auto const same = [&](std::string const& d) { return detail::equal_ignoring_case(d, domain); };
        if (domains && !domains->empty() && std::ranges::none_of(*domains, same))
            causes.push_back(name + ": The domain '" + printable(domain, 100) + "' is none of the realm's");
    }
    if (causes.empty()) return std::nullopt;
    return refuse_invalid(std::move(causes));
}

OKTA_DECL bool is_federated(user_credentials_record const* own)
{
    auto const type = own && own->provider && own->provider->type ? own->provider->type->known() : std::nullopt;
    return type == authentication_provider_type::federation || type == authentication_provider_type::social;
}

/// Whether a password is given: an answer's `"password": {}`, sent back, is none.
OKTA_DECL bool sets_password(std::optional<password> const& p)
{
    auto const* const clear = p ? p->get_if<password_value>() : nullptr;
    return p && (!clear || clear->value);
}

/// Sets a password (in clear, hashed, or checked by a hook) and a recovery question.
OKTA_DECL std::optional<error> set_credentials(call& c, std::optional<password> const& p,
                                               std::optional<recovery_question> const& q, bool strict,
                                               user_record& user)
{
    auto const fits = [](std::string_view text) { return !text.empty() && characters(text) <= 100; };
    if (q && ((q->question && !fits(*q->question)) || (q->answer && !fits(q->answer->reveal()))))
        return refuse_invalid({"recovery_question: question and answer have 1 to 100 characters"});
    if (sets_password(p)) {
        auto const* const clear = p->get_if<password_value>();
        if (!clear && user.status != user_status::staged)
            return refuse(403, "E0000038", "This operation is not allowed in the user's current status.");
        auto& own = user.own_credentials();
        if (is_federated(&own)) return refuse_invalid({"password: a user of a FEDERATION or SOCIAL provider has none"});
        if (clear) {
            auto const text = clear->value->reveal();
            auto const mark = std::hash<std::string_view>{}(text) ^ std::hash<std::string>{}(user.id);
            if (text.size() < 8 || text.size() > 72 || (strict && own.has_password && own.password_mark == mark))
                return refuse(403, "E0000080",
                              "The password does not meet the complexity requirements of the current password policy.");
            own.password_mark = mark;
        }
        own.has_password = true;
        user.password_changed = c.now;
    }
    if (q && q->question) user.own_credentials().question = *q->question;
    return std::nullopt;
}

/// The type that a user is given; without a wish, the default one.
OKTA_DECL result<user_type_record*> type_for(call& c, std::optional<user_type_reference> const& wanted)
{
    if (!wanted || wanted->id.text == "default") return c.org.default_type;
    auto* const type = c.org.types.find(wanted->id.text);
    if (!type) return refuse_invalid({"type: There is no user type '" + printable(wanted->id.text, 100) + "'"});
    return type;
}

OKTA_DECL result<realm_record*> realm_for(call& c, std::optional<id_of<realm>> const& wanted)
{
    if (!wanted) return c.org.default_realm;
    auto* const r = c.org.realms.find(wanted->text);
    if (!r) return refuse_invalid({"realmId: There is no realm '" + printable(wanted->text, 100) + "'"});
    return r;
}

OKTA_DECL void set_type(org_state& o, user_type_record& type, user_record& user)
{
    if (auto* const old = user.type ? o.types.find(*user.type) : nullptr) --old->users;
    user.type = &type.data.id.text;
    ++type.users;
}

OKTA_DECL void set_realm(org_state& o, realm_record& r, user_record& user)
{
    if (auto* const old = user.realm ? o.realms.find(*user.realm) : nullptr) --old->users;
    user.realm = &r.data.id.text;
    ++r.users;
}

} // namespace okta::sandbox::detail
#endif
