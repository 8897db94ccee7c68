#include "words.hpp"

#include <array>

namespace okta::test {
namespace {

language log_filter(run& r)
{
    std::vector<boost::json::value> ids, types;
    for (int i = 0; i < 4; ++i) {
        ids.emplace_back(boost::json::string(some_key(r, r.model.users)));
        ids.emplace_back(boost::json::string(some_key(r, r.model.groups)));
    }
    for (auto const* t :
         {"user.lifecycle.create", "user.lifecycle", "group", "membership", "add", "delete", "activate"})
        types.emplace_back(t);
    return {{{"eventType", {"eq", "ne", "co", "sw", "ew", "pr"}, types},
             {"target.id", {"eq", "sw", "pr"}, ids},
             {"target.type", {"eq"}, {"User", "UserGroup"}},
             {"actor.id", {"eq", "ne"}, ids},
             {"outcome.result", {"eq", "ne"}, {"SUCCESS", "FAILURE"}}},
            true,
            true,
            {"published gt \"2026-01-01T00:00:00.000Z\"", "eventType eq", "eventType", "not eventType eq \"x\"",
             "eventType eq \"x\" xor eventType eq \"y\""}};
}

void read_bounded(run& r)
{
    auto& random = r.random;
    auto const now = *parse_timestamp(r.model.now);
    auto const ago = [&] { return now - std::chrono::minutes(random.below(random.one_in(2) ? 600 : 20'000)); };
    list_log_events a{.until = random.one_in(2) ? now + std::chrono::seconds(1) : ago()};
    asked q;
    if (random.one_in(2)) a.since = ago();
    if (!r.model.log.empty() && random.one_in(3)) a.since = parse_timestamp(random.of(r.model.log).published);
    if (random.one_in(20)) a.since = now - std::chrono::days(181);
    if (random.one_in(40)) a.after = "1", a.since = now;
    if (random.one_in(3)) a.limit = static_cast<std::int32_t>(5 + random.below(200));
    if (random.one_in(3)) a.sort_order = random.one_in(2) ? log_order::ascending : log_order::descending;
    if (random.one_in(4)) a.q = random.one_in(2) ? "user.lifecycle.create" : some_key(r, r.model.users);
    if (random.one_in(2)) {
        if (auto const l = log_filter(r); random.one_in(10)) a.filter = random.of(l.broken), q.broken = true;
        else {
            q.filter = random_expression(random, l);
            a.filter = q.filter->text;
        }
    }
    r.list(a, q);
}

/// Without `until`: to the first empty page.
void read_polling(run& r)
{
    list_log_events a{.limit = 100};
    if (r.random.one_in(2)) a.since = *parse_timestamp(r.model.now) - std::chrono::minutes(r.random.below(300));
    r.list(a);
}

/// Goes on with the poll that began with the run: every event once, in order.
void go_on_polling(run& r)
{
    r.call_as_administrator();
    std::vector<view> got, wanted;
    for (int n = 0; n < 5'000; ++n) {
        auto const page = r.next(*r.poll);
        if (!page) r.disagree("the poll", "another page", page.at_end() ? "the end" : page.error().message());
        if (page->empty()) break;
        for (auto const& e : *page) got.push_back(run::seen(e));
    }
    for (; r.polled < r.model.log.size(); ++r.polled) {
        auto const& e = r.model.log[r.polled];
        wanted.push_back({{"eventType", e.type}, {"published", e.published}, {"actor", e.actor}});
        for (auto const& [id, type] : e.targets) wanted.back()["targets"] += id + ':' + type + ' ';
    }
    r.compare_lists("the poll", wanted, got);
}

} // namespace

void log_step(run& r)
{
    switch (r.random.below(4)) {
    case 0: return go_on_polling(r);
    case 1: return read_polling(r);
    default: read_bounded(r);
    }
}

void user_info_step(run& r)
{
    auto const caller = r.model.caller;
    if (r.tokens.size() > 1) r.model.caller = r.tokens[1 + r.random.below(r.tokens.size() - 1)];
    if (r.model.caller.scopes == std::vector<std::string>{"*"}) return;
    r.perform(get_user_info{});
}

void token_step(run& r)
{
    auto& random = r.random;
    if (r.tokens.size() > 12 || (random.one_in(3) && r.tokens.size() > 1)) {
        auto const which = 1 + random.below(r.tokens.size() - 1);
        if (r.tokens[which].revoked) r.tokens.erase(r.tokens.begin() + static_cast<std::ptrdiff_t>(which));
        else r.org.revoke_token(secret(r.tokens[which].text)), r.tokens[which].revoked = true;
        return;
    }
    std::array<char const*, 14> const scopes{"openid",
                                             "openid",
                                             "profile",
                                             "email",
                                             "address",
                                             "phone",
                                             "groups",
                                             "okta.users.read",
                                             "okta.users.manage",
                                             "okta.groups.manage",
                                             "okta.devices.manage",
                                             "okta.realms.read",
                                             "okta.userTypes.manage",
                                             "okta.logs.read"};
    token_entry t{.text = r.org.new_token(), .scopes = {}, .user = {}, .client = "0oaServiceApp", .expires = {}};
    for (auto const* scope : scopes)
        if (random.one_in(2)) t.scopes.emplace_back(scope);
    if (!random.one_in(5)) t.user = random.of(r.model.users).first;
    sandbox::grant g{
        .kind = sandbox::grant::scheme::access_token, .scopes = t.scopes, .user = t.user, .client = t.client};
    if (random.one_in(2)) {
        g.expires = *parse_timestamp(r.model.now) + std::chrono::minutes(random.below(3'000));
        t.expires = to_string(*g.expires);
    }
    r.org.add_token(secret(t.text), g);
    r.tokens.push_back(t);
}

} // namespace okta::test
