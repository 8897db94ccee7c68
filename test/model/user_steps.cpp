#include "words.hpp"

#include <array>

namespace okta::test {
namespace {

constexpr std::size_t most_users = 300;

template <class Profile>
Profile typed(boost::json::object json)
{
    auto profile = okta::detail::blank<Profile>(); // a result cannot hold what has required members
    okta::error e;
    if (!okta::detail::decode_value(std::move(json), &profile, okta::detail::type_table<Profile>, e))
        throw exception(e);
    return profile;
}

void add_all(boost::json::object& to, boost::json::object const& from)
{
    for (auto const& [name, value] : from) to[name] = value;
}

std::optional<password> some_password(chance& random)
{
    if (!random.one_in(3)) return std::nullopt;
    if (random.one_in(5))
        return hashed_password{{.algorithm = password_hash_algorithm::sha_256, .value = secret("aGFzaA==")}};
    if (random.one_in(9)) return password_value{}; // as answers have it
    if (random.one_in(6)) return hooked_password{{.type = "default"}};
    if (random.one_in(8)) return password_value{secret(std::string(random.one_in(2) ? 73 : 3, 'x'))};
    return password_value{secret("Correct-Horse-7")};
}

std::optional<recovery_question> some_question(chance& random)
{
    if (!random.one_in(5)) return std::nullopt;
    auto const answer = random.one_in(8) ? std::string(101, 'x') : std::string("blue");
    return recovery_question{.question = some_word(random), .answer = secret(answer)};
}

create_user some_new_user(run& r)
{
    auto& random = r.random;
    boost::json::object profile{{"login", some_login(random)}, {"email", some_login(random)}};
    if (random.one_in(2)) profile["email"] = profile["login"];
    add_all(profile, some_attributes(random, false));
    add_all(profile, some_custom(random, false));
    if (random.one_in(12)) spoil(random, profile);
    create_user a{.profile = typed<new_user_profile>(std::move(profile))};
    user_credentials c{.password = some_password(random), .recovery_question = some_question(random)};
    if (random.one_in(8)) {
        std::array const kinds{authentication_provider_type::federation, authentication_provider_type::social,
                               authentication_provider_type::okta};
        auto const kind = random.of(kinds);
        c.provider = {.type = kind, .name = "elsewhere"};
        if (kind == authentication_provider_type::okta) c.provider->name = "OKTA";
        else a.provider = true, c.password = {};
    }
    if (c.password || c.recovery_question || c.provider) a.credentials = std::move(c);
    if (random.one_in(4)) a.activate = random.one_in(2);
    if (random.one_in(9)) a.next_login = user_next_login::change_password;
    if (random.one_in(4)) a.type = {.id = some_key(r, r.model.types)};
    if (random.one_in(4)) a.realm_id = some_key(r, r.model.realms);
    if (random.one_in(3)) {
        auto& ids = a.group_ids.emplace();
        auto const count = random.one_in(12) ? 21 : 1 + random.below(3);
        while (ids.size() < count)
            ids.emplace_back(random.one_in(15) ? random.of(r.gone) : random.of(r.model.groups).first);
    }
    return a;
}

/// Gets a user. Its ETag must be the one that it had, unless it has changed.
bool read(run& r, get_user const& a)
{
    auto const got = r.perform(a);
    if (!got) return false;
    auto const& u = r.model.users.at(got->id.text);
    auto const& etag = r.last_facts.etag;
    if (!etag.starts_with("W/\"")) r.disagree("ETag of " + u.id, "a weak one", etag);
    auto const [it, is_new] = r.model.etags.try_emplace(etag, u.id, u.revision);
    if (it->second != std::pair(u.id, u.revision))
        r.disagree("ETag of " + u.id, "another than before its change", etag);
    for (auto const& [other, of] : r.model.etags)
        if (of == it->second && other != etag) r.disagree("ETag of " + u.id, other, etag);
    return true;
}

std::string some_etag(run& r, std::string const& name)
{
    if (auto const* const u = r.model.find_user(name); u && r.random.one_in(2)) { // the right one
        r.call_as_administrator();
        if (read(r, get_user{.id = u->id})) return r.last_facts.etag;
    }
    return r.model.etags.empty() || r.random.one_in(9) ? "W/\"0000\"" : r.random.of(r.model.etags).first;
}

template <class A>
void add_the_rest(run& r, A& a, boost::json::object const&)
{
    auto& random = r.random;
    user_credentials_update c{.password = some_password(random), .recovery_question = some_question(random)};
    if (random.one_in(3) && (c.password || c.recovery_question)) a.credentials = std::move(c);
    if (random.one_in(6)) a.type = {.id = some_key(r, r.model.types)};
    if (random.one_in(6)) a.realm_id = some_key(r, r.model.realms);
    if (random.one_in(4)) a.if_match = some_etag(r, a.id.text);
}

void update(run& r)
{
    boost::json::object profile;
    if (r.random.one_in(4)) profile["login"] = some_login(r.random);
    if (r.random.one_in(6)) profile["email"] = some_login(r.random);
    if (r.random.one_in(25)) profile["email"] = nullptr;
    add_all(profile, some_attributes(r.random, true));
    add_all(profile, some_custom(r.random, true));
    if (r.random.one_in(15)) spoil(r.random, profile);
    update_user a{.id = some_user_name(r)};
    if (!r.random.one_in(8)) a.profile = typed<user_profile_update>(std::move(profile));
    add_the_rest(r, a, profile);
    r.perform(a);
}

void replace(run& r)
{
    boost::json::object profile{{"login", some_login(r.random)}, {"email", some_login(r.random)}};
    auto const name = some_user_name(r);
    if (auto const* const u = r.model.find_user(name); u && r.random.one_in(2)) profile["login"] = u->login();
    if (r.random.one_in(25)) profile.erase("email");
    add_all(profile, some_attributes(r.random, false));
    add_all(profile, some_custom(r.random, false));
    if (r.random.one_in(15)) spoil(r.random, profile);
    replace_user a{.id = name, .profile = typed<user_profile>(std::move(profile))};
    add_the_rest(r, a, profile);
    r.perform(a);
}

void look_at(run& r)
{
    get_user a{.id = some_user_name(r)};
    if (r.random.one_in(4)) a.expand = "blocks";
    if (r.random.one_in(5)) a.content_type = lean_users;
    read(r, a);
}

void disturb(run& r)
{
    auto& u = r.model.users.at(r.random.of(r.model.users).first);
    std::array const statuses{user_status::suspended, user_status::locked_out, user_status::recovery,
                              user_status::active};
    if (r.random.one_in(2) && u.status != "DEPROVISIONED" && u.status != "STAGED" && u.id != r.model.administrator) {
        auto const status = r.random.of(statuses);
        std::optional<user_status> to;
        if (r.random.one_in(4)) to = user_status::active;
        r.org.set_status(u.id, status, to);
        r.model.set_status(u, std::string(open_enum<user_status>(status).text()), to ? "ACTIVE" : "");
        return;
    }
    u.blocks.clear();
    for (auto n = r.random.below(3); n > 0; --n)
        u.blocks.push_back(
            {block_type::device_based, r.random.one_in(2) ? block_scope::any_devices : block_scope::unknown_devices});
    r.org.set_blocks(u.id, u.blocks);
}

void delete_one(run& r)
{
    delete_user a{.id = some_user_name(r)};
    auto const* const u = r.model.find_user(a.id.text);
    if (u && u->id == r.model.administrator && u->id != r.model.caller.user) return; // who owns the token of most calls
    if (r.random.one_in(4)) a.send_email = r.random.one_in(2);
    if (r.random.one_in(4)) a.prefer = prefer::respond_async;
    auto const id = u ? u->id : "";
    if (r.perform(a) && !r.model.users.contains(id)) r.gone.insert(r.gone.begin(), id);
}

} // namespace

void user_step(run& r)
{
    switch (r.random.below(13)) {
    case 0:
    case 1: return look_at(r);
    case 2: return static_cast<void>(r.perform(list_user_blocks{.id = some_user_name(r)}));
    case 3: return disturb(r);
    case 4:
    case 5:
    case 6: return delete_one(r);
    default:
        if (r.model.users.size() < most_users) r.perform(some_new_user(r));
    }
}

void replace_or_update_step(run& r)
{
    if (r.random.one_in(2)) update(r);
    else replace(r);
}

} // namespace okta::test
