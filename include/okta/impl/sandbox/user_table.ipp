#ifndef OKTA_IMPL_SANDBOX_USER_TABLE_IPP
#define OKTA_IMPL_SANDBOX_USER_TABLE_IPP

#include <okta/codec/json_access.hpp>
#include <okta/sandbox/fold.hpp>
#include <okta/sandbox/user_table.hpp>

#include <utility>

namespace okta::sandbox::detail {

OKTA_DECL std::string_view short_name(std::string_view login) { return login.substr(0, login.find('@')); }

OKTA_DECL user_record& user_table::add(user_record user)
{
    user.number = ++last_;
    if (user.login.empty()) user.login = fold(user.profile.text("login"));
    auto& added = users_.emplace_hint(users_.end(), last_, std::move(user))->second;
    by_id_.emplace(added.id, &added);
    index_login(added);
    return added;
}

OKTA_DECL void user_table::index_login(user_record& user)
{
    by_login_.emplace(user.login, &user);
    by_short_name_.emplace(short_name(user.login), &user);
}

OKTA_DECL void user_table::forget_login(user_record& user)
{
    by_login_.erase(std::string_view(user.login));
    auto [first, last] = by_short_name_.equal_range(short_name(user.login));
    for (; first != last; ++first)
        if (first->second == &user) return void(by_short_name_.erase(first));
}

OKTA_DECL void user_table::remove(user_record& user)
{
    forget_login(user);
    by_id_.erase(std::string_view(user.id));
    users_.erase(user.number);
}

OKTA_DECL void user_table::rename(user_record& user, std::string_view login)
{
    if (user.login == fold(login)) return user.profile.set_text("login", login); // the index has it
    forget_login(user);
    user.profile.set_text("login", login);
    user.login = fold(login);
    index_login(user);
}

OKTA_DECL user_record* user_table::find_login(std::string_view login)
{
    auto const found = by_login_.find(std::string_view(fold(login)));
    return found == by_login_.end() ? nullptr : found->second;
}

OKTA_DECL user_record* user_table::find_id(std::string_view id)
{
    auto const found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

OKTA_DECL user_record* user_table::find(std::string_view id_or_login)
{
    if (auto* const user = find_id(id_or_login)) return user;
    if (auto* const user = find_login(id_or_login)) return user;
    auto const [first, last] = by_short_name_.equal_range(std::string_view(fold(id_or_login)));
    return first != last && std::next(first) == last ? first->second : nullptr;
}

OKTA_DECL user_record* user_table::at(std::uint64_t number)
{
    auto const found = users_.find(number);
    return found == users_.end() ? nullptr : &found->second;
}

OKTA_DECL void user_table::reserve(std::size_t count)
{
    by_id_.reserve(count);
    by_login_.reserve(count);
    by_short_name_.reserve(count);
}

OKTA_DECL std::string display_name(user_record const& user)
{
    auto name = std::string(user.profile.text("firstName"));
    if (auto const last = user.profile.text("lastName"); !last.empty()) (name += name.empty() ? "" : " ") += last;
    return name.empty() ? std::string(user.profile.text("login")) : name;
}

OKTA_DECL void find_user_attribute(void const* object, std::string_view path, scalars& out)
{
    auto const& user = *static_cast<user_record const*>(object);
    auto const time = [&](std::optional<timestamp> const& t) {
        if (t) out.emplace_back(*t);
    };
    if (path.starts_with("profile.")) user.profile.find(path.substr(8), out);
    else if (path == "id") out.emplace_back(std::string_view(user.id));
    else if (path == "status")
        out.emplace_back(okta::detail::enum_texts<user_status>[static_cast<std::size_t>(user.status)]);
    else if (path == "created") time(user.created);
    else if (path == "activated") time(user.activated);
    else if (path == "statusChanged") time(user.status_changed);
    else if (path == "lastUpdated") time(user.last_updated);
    else if (path == "lastLogin") time(user.last_login);
    else if (path == "passwordChanged") time(user.password_changed);
    else if (path == "type.id" && user.type) out.emplace_back(std::string_view(*user.type));
    else if (path == "classification.type")
        out.emplace_back(std::string_view("STANDARD")); // there are no LITE users here
    else if (path == "realmId" && user.realm) out.emplace_back(std::string_view(*user.realm));
}

OKTA_DECL user to_user(user_record const& record)
{
    user u;
    u.id = record.id;
    u.status = record.status;
    record.profile.store(&u.profile, okta::detail::type_table<user_profile>);
    if (record.transitioning_to) u.transitioning_to_status = *record.transitioning_to;
    u.created = record.created;
    u.activated = record.activated;
    u.status_changed = record.status_changed;
    u.last_login = record.last_login;
    u.last_updated = record.last_updated;
    u.password_changed = record.password_changed;
    if (record.type) u.type = user_type_reference{*record.type};
    if (record.realm) u.realm_id = *record.realm;
    auto const* const own = record.credentials.get();
    u.credentials.emplace();
    u.credentials->provider = own && own->provider
                                  ? *own->provider
                                  : authentication_provider{authentication_provider_type::okta, "OKTA"};
    if (own && own->has_password) u.credentials->password.emplace();
    if (own && !own->question.empty()) u.credentials->recovery_question = recovery_question{own->question, {}};
    return u;
}

} // namespace okta::sandbox::detail
#endif
