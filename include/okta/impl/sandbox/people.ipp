#ifndef OKTA_IMPL_SANDBOX_PEOPLE_IPP
#define OKTA_IMPL_SANDBOX_PEOPLE_IPP

#include <okta/sandbox/org.hpp>

#include <iterator>

namespace okta::sandbox::detail {

inline constexpr std::string_view first_names[] = {"Ada",    "Grace",    "Barbara", "Edsger",  "Alan",
                                                   "Donald", "Margaret", "Niklaus", "Frances", "Tony",
                                                   "Radia",  "Dennis",   "Ken",     "Hedy"};
inline constexpr std::string_view last_names[] = {"Lovelace", "Hopper",   "Liskov",   "Dijkstra", "Turing",
                                                  "Knuth",    "Hamilton", "Wirth",    "Allen",    "Hoare",
                                                  "Perlman",  "Ritchie",  "Thompson", "Lamarr"};
inline constexpr std::string_view departments[] = {"R&D",   "Sales",      "Support", "Finance",
                                                   "Legal", "Operations", "People"};
inline constexpr std::string_view cities[] = {"London", "Paris", "Vienna", "Lisbon", "Oslo", "Prague"};

template <std::size_t N>
std::string_view nth(std::string_view const (&list)[N], std::size_t i)
{
    return list[i % N];
}

OKTA_DECL user_record person(org_state& o, std::size_t number, timestamp now)
{
    auto const first = nth(first_names, number);
    auto const last = nth(last_names, number / std::size(first_names));
    auto login = std::string(first);
    login.append(".").append(last).append(".").append(std::to_string(number)).append("@example.com");
    for (auto& c : login)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    user_record user;
    user.id = o.new_id("00u");
    user.login = login; // lower case, without diacritics
    auto& p = user.profile;
    p.set_text("login", login);
    p.set_text("email", login);
    p.set_text("firstName", first);
    p.set_text("lastName", last);
    p.set_text("department", nth(departments, number / 3));
    p.set_text("city", nth(cities, number / 5));
    p.set_text("employeeNumber", std::to_string(number));
    p.shrink_to_fit();
    user.status = number % 17 == 16 ? user_status::staged : user_status::active;
    user.created = user.status_changed = user.last_updated = now;
    if (user.status == user_status::active) user.activated = user.password_changed = now;
    user.type = &o.default_type->data.id.text;
    user.realm = &o.default_realm->data.id.text;
    return user;
}

} // namespace okta::sandbox::detail

namespace okta::sandbox {

OKTA_DECL void org::add_people(std::size_t count)
{
    std::lock_guard const lock(shared_->mutex);
    auto& o = *shared_;
    auto const now = o.options.clock();
    o.users.reserve(o.users.size() + count);
    for (std::size_t made = 0, number = o.users.size(); made < count; ++number) {
        auto user = detail::person(o, number, now);
        if (o.users.has_folded(user.login)) continue; // there already, since people were added and deleted before
        o.users.add(std::move(user));
        ++o.default_type->users, ++o.default_realm->users, ++made;
    }
}

} // namespace okta::sandbox
#endif
