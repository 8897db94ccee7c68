#include "words.hpp"

#include <array>

namespace okta::test {
namespace {

constexpr std::size_t most_devices = 10;

void seed_device(run& r)
{
    auto& random = r.random;
    if (r.model.devices.size() >= most_devices) return;
    std::array const statuses{device_status::active, device_status::created, device_status::deactivated,
                              device_status::suspended};
    std::array const platforms{device_platform::ios, device_platform::windows};
    device d{.status = random.of(statuses)};
    d.profile = {.display_name = some_word(random), .platform = random.of(platforms), .registered = true};
    if (random.one_in(2)) d.profile.serial_number = "C02-" + std::to_string(random.below(5));
    if (random.one_in(2)) d.profile.managed = random.one_in(2);
    std::vector<user_id> users;
    if (d.status != device_status::deactivated && random.one_in(2)) users.emplace_back(random.of(r.model.users).first);
    auto const id = r.org.add_device(d, users).text;
    device_entry e{id, std::string(d.status.text()), attributes_of(d.profile), r.model.now, r.model.now};
    for (auto const& u : users) e.users.emplace_back(u.text, r.model.now);
    e.number = ++r.model.created;
    r.model.devices[id] = e;
}

new_realm_profile some_realm(chance& random)
{
    new_realm_profile p{.name = some_word(random) + ' ' + std::to_string(random.below(4))};
    if (random.one_in(3)) p.domains = std::vector<std::string>{"example.com", "acme.test"};
    if (random.one_in(9)) p.domains.emplace();
    if (random.one_in(3)) p.realm_type = random.one_in(2) ? realm_type::partner : realm_type::default_;
    return p;
}

std::string some_type_name(chance& random)
{
    std::array<char const*, 8> const names{"Person", "robot", "R2_D2", "guest", "a1", "9lives", "with blank", "grün"};
    return random.of(names);
}

template <class Map>
std::string type_key(run& r, Map const& types)
{
    return r.random.one_in(12) ? "default" : some_key(r, types);
}

} // namespace

void device_step(run& r)
{
    auto const id = some_key(r, r.model.devices);
    switch (r.random.below(8)) {
    case 0:
    case 1: return seed_device(r);
    case 2:
        if (r.perform(delete_device{.device_id = id})) r.gone.insert(r.gone.begin(), id);
        return;
    case 3:
    case 4: return static_cast<void>(r.perform(activate_device{.device_id = id}));
    case 5:
    case 6: return static_cast<void>(r.perform(deactivate_device{.device_id = id}));
    default: r.perform(get_device{.device_id = id});
    }
}

void realm_step(run& r)
{
    auto const id = some_key(r, r.model.realms);
    switch (r.random.below(6)) {
    case 0:
    case 1: return static_cast<void>(r.perform(create_realm{.profile = some_realm(r.random)}));
    case 2: return static_cast<void>(r.perform(update_realm{.realm_id = id, .profile = some_realm(r.random)}));
    case 3:
    case 4:
        if (r.perform(delete_realm{.realm_id = id})) r.gone.insert(r.gone.begin(), id);
        return;
    default: r.perform(get_realm{.realm_id = id});
    }
}

void user_type_step(run& r)
{
    auto& random = r.random;
    auto const id = type_key(r, r.model.types);
    auto const it = r.model.types.find(id);
    switch (random.below(7)) {
    case 0:
    case 1: {
        create_user_type a{.name = some_type_name(random), .display_name = some_word(random)};
        if (random.one_in(2)) a.name = "t" + std::to_string(random.below(30));
        if (random.one_in(2)) a.description = some_word(random);
        return static_cast<void>(r.perform(a));
    }
    case 2: {
        update_user_type a{.type_id = id};
        if (random.one_in(2)) a.display_name = some_word(random);
        if (random.one_in(2)) a.description = some_word(random);
        return static_cast<void>(r.perform(a));
    }
    case 3: {
        auto const name = it == r.model.types.end() || random.one_in(4) ? some_type_name(random) : it->second.name;
        return static_cast<void>(r.perform(replace_user_type{
            .type_id = id, .name = name, .display_name = some_word(random), .description = some_word(random)}));
    }
    case 4:
        if (r.perform(delete_user_type{.type_id = id})) r.gone.insert(r.gone.begin(), id);
        return;
    case 5: return static_cast<void>(r.perform(list_user_types{}));
    default: r.perform(get_user_type{.type_id = id});
    }
}

} // namespace okta::test
