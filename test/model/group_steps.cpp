#include "words.hpp"

namespace okta::test {
namespace {

constexpr std::size_t most_groups = 14;

new_group_profile some_profile(chance& random)
{
    new_group_profile p{.name = some_word(random) + (random.one_in(2) ? " team" : "")};
    if (random.one_in(2)) p.description = random.one_in(15) ? std::string(1025, 'd') : some_word(random);
    p.custom = some_custom(random, false);
    if (random.one_in(15)) p.name = std::string(256, 'n');
    if (random.one_in(15))
        for (p.name = "é"; p.name.size() < 400;) p.name += "é"; // 200 characters
    return p;
}

void forget(run& r, std::string const& id, std::optional<no_content> const& done)
{
    if (done) r.gone.insert(r.gone.begin(), id);
}

/// What no action makes: a group that an app has brought.
void seed_group(run& r)
{
    if (r.model.groups.size() >= most_groups) return;
    group g{.profile = okta_group_profile{.name = some_word(r.random)}, .type = group_type::app_group};
    auto const id = r.org.add_group(g).text;
    r.model.groups[id] = {
        id,          "APP_GROUP",      {{"name", boost::json::value(g.name())}}, r.model.now, r.model.now,
        r.model.now, ++r.model.created};
}

} // namespace

void group_step(run& r)
{
    auto& random = r.random;
    auto const id = some_key(r, r.model.groups);
    auto const user = random.one_in(12) ? some_user_name(r) : some_key(r, r.model.users);
    switch (random.below(16)) {
    case 0:
        if (r.model.groups.size() < most_groups) r.perform(create_group{.profile = some_profile(random)});
        return;
    case 1: return static_cast<void>(r.perform(get_group{.group_id = id}));
    case 2: return static_cast<void>(r.perform(update_group{.group_id = id, .profile = some_profile(random)}));
    case 3: return forget(r, id, r.perform(delete_group{.group_id = id}));
    case 4: return random.one_in(3) ? seed_group(r) : void();
    case 5: {
        list_group_members a{.group_id = id};
        if (random.one_in(2)) a.limit = static_cast<std::int32_t>(1 + random.below(9));
        return r.list(a);
    }
    case 6:
    case 7:
    case 8:
    case 9: return static_cast<void>(r.perform(remove_user_from_group{.group_id = id, .user_id = user}));
    default: r.perform(add_user_to_group{.group_id = id, .user_id = user});
    }
}

} // namespace okta::test
