#include "run.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <array>
#include <exception>

namespace okta::test {
namespace {

constexpr timestamp start{std::chrono::seconds{1'767'225'600}};
constexpr std::size_t most_realms = 14;

sandbox::org_options options_for(std::uint64_t seed, std::shared_ptr<timestamp> const& time)
{
    sandbox::org_options o;
    o.clock = [time] { return *time; };
    o.random = sandbox::seeded_random{seed};
    o.max_realms = most_realms;
    return o;
}

std::string when(std::optional<timestamp> const& t) { return t ? to_string(*t) : ""; }

std::string line_of(view const& v)
{
    std::string out;
    for (auto const& [name, value] : v) out.append("\n    ").append(name).append(": ").append(value);
    return out;
}

} // namespace

run::run(std::uint64_t seed, std::size_t people)
    : random(seed),
      time(std::make_shared<timestamp>(start)),
      org(options_for(seed, time)),
      gone{"00u00000000000000madeup", "nobody@example.com", "nobody"},
      seed_(seed),
      recorder_{org}
{
    org.add_people(people);
    adopt();
    poll = client().pages(list_log_events{.since = start, .limit = 7});
}

/// Takes over what an org has from the beginning.
void run::adopt(user const& u)
{
    model.users[u.id.text] = {.id = u.id.text,
                              .status = std::string(u.status.text()),
                              .type = model.default_type,
                              .realm = model.default_realm,
                              .profile = attributes_of(u.profile),
                              .created = when(u.created),
                              .activated = when(u.activated),
                              .status_changed = when(u.status_changed),
                              .last_updated = when(u.last_updated),
                              .password_changed = when(u.password_changed),
                              .has_password = u.credentials && u.credentials->password,
                              .number = ++model.created};
}

void run::adopt()
{
    tokens.push_back({std::string(org.token().reveal()), {"*"}, org.administrator().user, "", "", false});
    call_as_administrator();
    auto const me = client().call(get_user{.id = "me"}).value();
    model.administrator = me.id.text;
    model.default_type = me.type.value().id.text;
    model.default_realm = me.realm_id.value().text;
    model.max_realms = most_realms;
    auto everyone = client().pages(list_users{.search = "id pr"});
    while (auto const page = everyone.next())
        for (auto const& u : *page) adopt(u);
    auto const groups = client().call(list_groups{}).value();
    for (auto const& g : groups) {
        model.everyone = g.id.text;
        model.groups[g.id.text] = {
            g.id.text,       std::string(g.type.text()), attributes_of(std::get<okta_group_profile>(g.profile.value)),
            when(g.created), when(g.last_updated),       when(g.last_membership_updated)};
    }
    auto const realms = client().call(list_realms{}).value();
    for (auto const& e : realms)
        model.realms[e.id.text] = {e.id.text,
                                   e.profile.name,
                                   e.profile.realm_type ? std::string(e.profile.realm_type->text()) : "",
                                   {},
                                   true,
                                   when(e.created),
                                   when(e.last_updated)};
    auto const types = client().call(list_user_types{}).value();
    for (auto const& t : types)
        model.types[t.id.text] = {t.id.text,
                                  t.name,
                                  t.display_name,
                                  t.description,
                                  true,
                                  when(t.created),
                                  t.created_by.value_or(""),
                                  when(t.last_updated),
                                  t.last_updated_by.value_or("")};
}

void run::drive(boost::asio::awaitable<void> work)
{
    std::exception_ptr thrown;
    boost::asio::co_spawn(context_, std::move(work), [&](std::exception_ptr e) { thrown = e; });
    context_.restart();
    context_.run_for(std::chrono::seconds(30));
    if (thrown) std::rethrow_exception(thrown);
}

okta::client& run::client()
{
    auto const& token = model.caller.text;
    if (auto const it = clients_.find(token); it != clients_.end()) return it->second;
    bool const api = model.caller.scopes == std::vector<std::string>{"*"};
    any_authoriser auth = api ? any_authoriser(api_token(secret(token))) : any_authoriser(bearer_token(secret(token)));
    return clients_
        .emplace(token,
                 okta::client(org.url(), std::move(auth), recorder_, {.retry = {.max_retries = 0}, .governor = {}}))
        .first->second;
}

void run::choose_caller() { model.caller = random.one_in(10) ? random.of(tokens) : tokens.front(); }

void run::step()
{
    ++steps;
    if (!random.one_in(4)) *time += std::chrono::milliseconds(random.below(2'000));
    if (random.one_in(60) && *time - start < std::chrono::days(60))
        *time += std::chrono::minutes(random.below(24 * 60));
    model.now = to_string(*time);
    choose_caller();
    using step_function = void (*)(run&);
    static constexpr std::array<step_function, 16> kinds{user_step,
                                                         user_step,
                                                         user_step,
                                                         replace_or_update_step,
                                                         replace_or_update_step,
                                                         group_step,
                                                         group_step,
                                                         group_step,
                                                         device_step,
                                                         device_step,
                                                         realm_step,
                                                         user_type_step,
                                                         list_users_step,
                                                         list_step,
                                                         log_step,
                                                         token_step};
    random.of(kinds)(*this);
    if (random.one_in(12)) user_info_step(*this);
}

void run::settle_refusal(std::string const& request, answer const& expected, error const* got)
{
    std::string wanted;
    for (auto const& r : expected.refusals) wanted += std::to_string(r.status) + ' ' + r.code + ' ';
    if (!got) disagree(request, wanted, "a success");
    if (expected.good()) disagree(request, "a success", got->message());
    auto const same = [&](refusal const& r) { return r.status == got->status && r.code == got->code; };
    if (std::ranges::none_of(expected.refusals, same)) disagree(request, wanted, got->message());
    ++refused[got->code];
}

void run::compare_lists(std::string const& request, std::vector<view> const& wanted, std::vector<view> const& got)
{
    for (std::size_t i = 0; i < std::min(wanted.size(), got.size()); ++i)
        if (auto const d = difference(wanted[i], got[i]); !d.empty())
            disagree(request, "item " + std::to_string(i) + d, line_of(got[i]));
    if (wanted.size() > got.size())
        disagree(request, std::to_string(wanted.size()) + " items, among them" + line_of(wanted[got.size()]),
                 std::to_string(got.size()));
    if (wanted.size() < got.size())
        disagree(request, std::to_string(wanted.size()) + " items",
                 std::to_string(got.size()) + ", among them" + line_of(got[wanted.size()]));
}

void run::disagree(std::string const& request, std::string const& wanted, std::string const& got) const
{
    throw disagreement("seed " + std::to_string(seed_) + ", step " + std::to_string(steps) + ", at " + model.now +
                       ", caller " + model.caller.text + "\n  request: " + request + "\n  model: " + wanted +
                       "\n  org: " + got);
}

view run::seen(log_event const& e)
{
    view v{{"eventType", e.event_type.value_or("")},
           {"published", e.published ? to_string(*e.published) : ""},
           {"actor", e.actor ? e.actor->id.value_or("") : ""}};
    for (auto const& t : e.target.value_or(std::vector<log_target>{}))
        v["targets"] += t.id.value_or("") + ':' + t.type.value_or("") + ' ';
    return v;
}

} // namespace okta::test
