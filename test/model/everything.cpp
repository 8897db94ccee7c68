#include "run.hpp"

namespace okta::test {

/// The whole visible state: every list to its end, every resource by its id, every user by login, short name and id.
void run::compare_everything()
{
    call_as_administrator();
    model.now = to_string(*time);
    expression const all{R"(id pr or status pr)", [](facts const&) { return true; }};
    list(list_users{.search = all.text, .limit = 17}, {.search = all});
    list(list_users{});
    list(list_groups{.limit = 3, .expand = "stats"});
    list(list_devices{.expand = device_expand::user_});
    list(list_realms{});
    perform(list_user_types{});
    auto const names = [](auto const& map) {
        std::vector<std::string> out;
        for (auto const& [id, entry] : map) out.push_back(id);
        return out;
    };
    for (auto const& id : names(model.users)) {
        auto const login = model.users.at(id).login();
        perform(get_user{.id = id, .expand = "blocks"});
        perform(get_user{.id = login});
        perform(get_user{.id = plain(login.substr(0, login.find('@')))});
    }
    for (auto const& id : names(model.groups)) {
        perform(get_group{.group_id = id});
        list(list_group_members{.group_id = id});
    }
    for (auto const& id : names(model.devices)) perform(get_device{.device_id = id});
    for (auto const& id : names(model.realms)) perform(get_realm{.realm_id = id});
    for (auto const& id : names(model.types)) perform(get_user_type{.type_id = id});
    for (std::size_t i = 0; i < std::min<std::size_t>(gone.size(), 10); ++i) perform(get_user{.id = gone[i]});
    list(list_log_events{.since = timestamp{}, .until = *time + std::chrono::seconds(1), .limit = 1'000});
}

} // namespace okta::test
