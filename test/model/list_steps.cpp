#include "words.hpp"

#include <array>

namespace okta::test {
namespace {

using values = std::vector<boost::json::value>;
using operators = std::vector<std::string>;

operators const equality{"eq"};
operators const order{"eq", "gt", "ge", "lt", "le", "pr"};
operators const time_order{"eq", "gt", "ge", "lt", "le"};
operators const text{"eq", "sw", "gt", "ge", "lt", "le", "pr"};
operators const searchable{"eq", "sw", "co", "gt", "ge", "lt", "le", "pr"};

values texts(std::vector<std::string> const& all)
{
    values out;
    for (auto const& t : all) out.emplace_back(boost::json::string(t));
    return out;
}

values some_words(chance& random)
{
    return texts({some_word(random), some_word(random), lower(some_word(random)), "a", "e", "", "S", "\"J\""});
}

values some_logins(chance& random) { return texts({some_login(random), some_login(random), "ada", "@ACME", "b"}); }

/// Times at which something happened, and others.
template <class Map>
values some_times(run& r, Map const& map)
{
    values out = texts({r.model.now, "2026-01-01T00:00:00.000Z"});
    for (int i = 0; i < 3 && !map.empty(); ++i) {
        auto const& entry = r.random.of(map).second;
        out.emplace_back(boost::json::string(entry.created));
        out.emplace_back(boost::json::string(entry.last_updated));
    }
    return out;
}

template <class Map>
values some_ids(run& r, Map const& map)
{
    values out;
    for (int i = 0; i < 4; ++i) out.emplace_back(boost::json::string(some_key(r, map)));
    return out;
}

values const statuses = texts(
    {"STAGED", "PROVISIONED", "active", "ACTIVE", "DEPROVISIONED", "SUSPENDED", "LOCKED_OUT", "none"});

language users_search(run& r)
{
    auto& random = r.random;
    auto const times = some_times(r, r.model.users);
    return {{{"profile.firstName", searchable, some_words(random)},
             {"profile.lastName", searchable, some_words(random)},
             {"profile.login", searchable, some_logins(random)},
             {"profile.email", searchable, some_logins(random)},
             {"profile.department", text, some_words(random)},
             {"profile.badge", text, some_words(random)},
             {"profile.tags", {"eq", "sw", "pr"}, some_words(random)},
             {"profile.level", order, {-3, 0, 2, 5, std::int64_t{9'007'199'254'740'993}}},
             {"profile.ratio", order, {-0.75, 0, 0.25, 1, 1.25}},
             {"profile.scores", order, {-2, 3, 7}},
             {"profile.remote", {"eq", "pr"}, {true, false}},
             {"id", equality, some_ids(r, r.model.users)},
             {"status", equality, statuses},
             {"type.id", equality, some_ids(r, r.model.types)},
             {"created", time_order, times},
             {"activated", time_order, times},
             {"statusChanged", time_order, times},
             {"lastUpdated", time_order, times}},
            true,
            false,
            {"profile.login ne \"x\"", "profile.city co \"x\"", "profile.login ew \"x\"", "profile.login eq",
             "(status eq \"ACTIVE\"", "status eq \"ACTIVE", "nonsense eq \"x\"", "status eq \"ACTIVE\" and",
             "status ~ \"x\"", "not (status eq \"ACTIVE\")"}};
}

language users_filter(run& r)
{
    auto& random = r.random;
    return {{{"profile.firstName", equality, some_words(random)},
             {"profile.lastName", equality, some_words(random)},
             {"profile.login", equality, some_logins(random)},
             {"profile.email", equality, some_logins(random)},
             {"id", equality, some_ids(r, r.model.users)},
             {"status", equality, statuses},
             {"lastUpdated", time_order, some_times(r, r.model.users)}},
            false,
            false,
            {"profile.department eq \"x\"", "status gt \"ACTIVE\"", "profile.login sw \"a\"", "created gt \"x\"",
             "status eq \"ACTIVE\" or", "not (status eq \"ACTIVE\")", "status eq"}};
}

language groups_search(run& r)
{
    auto& random = r.random;
    auto const times = some_times(r, r.model.groups);
    return {{{"profile.name", {"eq", "sw", "co"}, some_words(random)},
             {"profile.description", {"eq", "sw", "co"}, some_words(random)},
             {"profile.badge", {"eq", "sw"}, some_words(random)},
             {"profile.level", equality, {-3, 0, 2, 5}},
             {"id", equality, some_ids(r, r.model.groups)},
             {"type", equality, texts({"OKTA_GROUP", "BUILT_IN", "app_group"})},
             {"created", {"eq", "gt", "lt"}, times},
             {"lastUpdated", {"eq", "gt", "lt"}, times},
             {"lastMembershipUpdated", {"eq", "gt", "lt"}, times}},
            true,
            false,
            {"profile.name ew \"x\"", "type co \"GROUP\"", "type eq", "() and type eq \"x\"", "members eq \"x\""}};
}

language groups_filter(run& r)
{
    auto const times = some_times(r, r.model.groups);
    return {{{"id", equality, some_ids(r, r.model.groups)},
             {"type", equality, texts({"OKTA_GROUP", "BUILT_IN", "APP_GROUP"})},
             {"lastUpdated", {"eq", "gt", "lt"}, times},
             {"lastMembershipUpdated", {"eq", "gt", "lt"}, times}},
            false,
            false,
            {"profile.name eq \"x\"", "created gt \"2026-01-01T00:00:00.000Z\"", "type eq \"x\" and"}};
}

language devices_search(run& r)
{
    auto& random = r.random;
    return {{{"profile.displayName", {"eq", "sw", "co"}, some_words(random)},
             {"profile.serialNumber", {"eq", "sw", "co"}, texts({"C02-1", "c02-3", "02", "C"})},
             {"profile.platform", {"eq", "sw"}, texts({"IOS", "windows", "W"})},
             {"profile.managed", equality, {true, false}},
             {"id", equality, some_ids(r, r.model.devices)},
             {"status", equality, texts({"ACTIVE", "created", "SUSPENDED", "DEACTIVATED"})},
             {"lastUpdated", time_order, some_times(r, r.model.devices)}},
            true,
            false,
            {"profile.platform co \"I\"", "created gt \"2026-01-01T00:00:00.000Z\"", "id"}};
}

language realms_search(run& r)
{
    return {{{"profile.name", {"eq", "sw", "co"}, some_words(r.random)},
             {"id", equality, some_ids(r, r.model.realms)},
             {"created", {"eq", "gt", "lt"}, some_times(r, r.model.realms)}},
            true,
            false,
            {"id co \"g\"", "profile.name ==  \"x\"", "profile.name eq \"x\" or ()"}};
}

/// Fills a parameter with an expression, a broken one at times.
void ask(run& r, language const& l, std::optional<std::string>& parameter, std::optional<expression>& meaning, asked& q)
{
    if (r.random.one_in(12)) {
        parameter = r.random.of(l.broken);
        q.broken = true;
        return;
    }
    meaning = random_expression(r.random, l);
    parameter = meaning->text;
}

/// The start of a word; no letter is cut in two.
std::string some_start(chance& random)
{
    auto const word = some_word(random);
    auto const start = word.substr(0, 1 + random.below(3));
    return static_cast<unsigned char>(start.back()) < 0x80 ? start : word;
}

std::optional<std::int32_t> some_limit(chance& random)
{
    if (random.one_in(3)) return std::nullopt;
    return static_cast<std::int32_t>(1 + random.below(random.one_in(2) ? 5 : 240));
}

template <class A>
void sort(chance& random, A& a, std::vector<std::string> const& attributes)
{
    if (!random.one_in(2)) return;
    a.sort_by = random.of(attributes);
    if (random.one_in(2)) a.sort_order = random.one_in(2) ? "desc" : "asc";
}

void groups(run& r)
{
    list_groups a{.limit = some_limit(r.random)};
    asked q;
    switch (r.random.below(4)) {
    case 0: break;
    case 1: a.q = some_start(r.random); break;
    case 2: ask(r, groups_filter(r), a.filter, q.filter, q); break;
    default:
        ask(r, groups_search(r), a.search, q.search, q);
        sort(r.random, a, {"profile.name", "lastUpdated", "type"});
    }
    if (r.random.one_in(4)) a.expand = "stats";
    r.list(a, q);
}

void devices(run& r)
{
    list_devices a{.limit = some_limit(r.random)};
    asked q;
    if (r.random.one_in(2)) ask(r, devices_search(r), a.search, q.search, q);
    if (r.random.one_in(3)) a.expand = r.random.one_in(2) ? device_expand::user_ : device_expand::user_summary;
    r.list(a, q);
}

void realms(run& r)
{
    list_realms a{.limit = some_limit(r.random)};
    asked q;
    if (r.random.one_in(2)) {
        ask(r, realms_search(r), a.search, q.search, q);
        sort(r.random, a, {"profile.name", "created"});
    }
    r.list(a, q);
}

} // namespace

void list_users_step(run& r)
{
    list_users a{.limit = some_limit(r.random)};
    asked q;
    switch (r.random.below(8)) {
    case 0: break;
    case 1: a.q = some_start(r.random); break;
    case 2:
    case 3: ask(r, users_filter(r), a.filter, q.filter, q); break;
    default:
        ask(r, users_search(r), a.search, q.search, q);
        sort(r.random, a, {"profile.lastName", "profile.login", "status", "created", "profile.level", "id"});
        if (r.random.one_in(30)) ask(r, users_filter(r), a.filter, q.filter, q);
    }
    if (r.random.one_in(8)) a.fields = a_few_fields;
    if (r.random.one_in(8)) a.content_type = lean_users;
    if (r.random.one_in(40)) a.after = "madeup";
    r.list(a, q);
}

void list_step(run& r)
{
    switch (r.random.below(3)) {
    case 0: return groups(r);
    case 1: return devices(r);
    default: realms(r);
    }
}

} // namespace okta::test
