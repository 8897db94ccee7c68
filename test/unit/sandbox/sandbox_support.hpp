#ifndef OKTA_TEST_UNIT_SANDBOX_SANDBOX_SUPPORT_HPP
#define OKTA_TEST_UNIT_SANDBOX_SANDBOX_SUPPORT_HPP

#include <okta/client.hpp>
#include <okta/sandbox/org.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace okta::test {

/// An org and its administrator's client.
struct sandbox_fixture
{
    explicit sandbox_fixture(sandbox::org_options options = {})
        : org(std::move(options)), client(sandbox::org::url(), api_token(org.token()), org, once)
    {
    }

    /// A client with another token.
    okta::client as(bearer_token token) { return {sandbox::org::url(), std::move(token), org, once}; }

    okta::user create(std::string const& login, new_user_profile const& more = {.login = "", .email = ""})
    {
        auto profile = more;
        profile.login = login;
        profile.email = login;
        return client.call(create_user{.profile = profile}).value();
    }

    okta::group create_group_named(std::string const& name)
    {
        return client.call(create_group{.profile = {.name = name}}).value();
    }

    template <class Action>
    std::vector<std::string> logins(Action const& action)
    {
        std::vector<std::string> all;
        auto pages = client.pages(action);
        for (int count = 0; auto const page = pages.next(); ++count) {
            BOOST_REQUIRE_LT(count, 1000);
            for (auto const& u : *page) all.push_back(u.profile.login);
        }
        if (pages.failure()) BOOST_FAIL(pages.failure()->message());
        return all;
    }

    /// The types of all events in the System Log.
    std::vector<std::string> events()
    {
        std::vector<std::string> types;
        auto pages = client.pages(list_log_events{.until = parse_timestamp("2026-01-02T00:00:00.000Z")});
        while (auto const page = pages.next())
            for (auto const& e : *page) types.push_back(*e.event_type);
        return types;
    }

    /// A request as it comes over the wire, with the administrator's token.
    http_response send(method m, std::string target, std::string body = {}, sandbox::wire_facts const& wire = {})
    {
        http_request r;
        r.method = m;
        r.origin = sandbox::org::url();
        r.target = std::move(target);
        r.fields.add("Authorization", "SSWS " + std::string(org.token().reveal()));
        r.fields.add("Accept", "application/json");
        if (!body.empty()) r.fields.add("Content-Type", "application/json");
        r.body = std::move(body);
        return org.answer(r, wire);
    }

    sandbox::org org;
    client_options const once = {.retry = {.max_retries = 0}, .governor = {}}; // what the org answers is looked at
    okta::client client;
};

/// `400 E0000001 login: reason`
inline std::string in_short(okta::error const& e)
{
    return std::to_string(e.status) + ' ' + e.code + (e.causes.empty() ? "" : ' ' + e.causes.front());
}

inline std::string code_of(http_response const& r)
{
    auto const code = r.body.empty() ? std::string()
                                     : std::string(boost::json::parse(r.body).at("errorCode").as_string());
    return std::to_string(r.status) + ' ' + code;
}

inline std::string field_of(http_response const& r, std::string_view name)
{
    return std::string(r.fields.find(name).value_or("(absent)"));
}

} // namespace okta::test
#endif
