// The ways to authorise, as docs/authorisation.md tells them. What runs here runs against an org in memory.

#include <okta.hpp>
#include <okta/auth/authorization_code.hpp>
#include <okta/auth/device_grant.hpp>
#include <okta/auth/file_store.hpp>
#include <okta/auth/oauth.hpp>
#include <okta/auth/scopes.hpp>
#include <okta/configured_client.hpp>
#include <okta/link_account.hpp>
#include <okta/sandbox/org.hpp>
#include <okta/sandbox/serve_tokens.hpp>

#include <fstream>
#include <iostream>

namespace {

// docs/authorisation.md: A service app
okta::client service_app(std::string const& url, okta::any_transport transport)
{
    auto const key = okta::signing_key::from_file("service-app.pem", {.kid = "my-key"}).value();
    auto const app = okta::oauth_client::with_key("0oa1a2b3c4d5e6f7g8h9", key);
    auto const scopes = okta::scopes_of<okta::list_users, okta::create_group>();
    return okta::client{url, okta::service_app{app, scopes}, transport};
}

// docs/authorisation.md: Bound to a key
okta::client bound_to_a_key(std::string const& url, okta::oauth_client const& app, okta::any_transport transport)
{
    okta::dpop const proofs; // a new key pair, for this process
    return okta::client{url, okta::service_app{app, {"okta.users.read"}, {.dpop = proofs}}, transport};
}

// docs/authorisation.md: A key that stays where it is
okta::oauth_client key_elsewhere(std::function<void(std::string, std::function<void(std::string)>)> const& sign_in_hsm)
{
    return okta::oauth_client::with_signer(
        "0oa1a2b3c4d5e6f7g8h9", okta::signing_algorithm::rs256, "my-key", [sign_in_hsm](std::string input, auto done) {
            sign_in_hsm(std::move(input), [done](std::string signature) { done(std::move(signature)); });
        });
}

std::optional<okta::error> store(okta::token_set const& tokens);

// docs/authorisation.md: A user in the browser
struct sessions
{
    okta::sign_in begun = {};
    std::string origin = {};
    std::optional<okta::client> client = {};
};

okta::authorization_code_flow const& flow()
{
    static okta::authorization_code_flow const f{okta::oauth_client::without_secret("0oa1a2b3c4d5e6f7g8h9"),
                                                 "https://app.example.com/callback",
                                                 {"openid", "offline_access", "okta.users.read.self"}};
    return f;
}

std::string begin(sessions& session)
{
    session.begun = flow().start(session.origin);
    return session.begun.url; // redirect the browser there
}

std::string come_back(sessions& session, std::string const& query, okta::any_transport transport)
{
    auto user = flow().finish(std::exchange(session.begun, {}), query, store);
    if (!user) return user.error().message();
    session.client.emplace(session.origin, std::move(*user), transport);
    auto const me = session.client->call(okta::get_user_info{});
    return me ? "Hello, " + me->name.value_or("you") : me.error().message();
}

// docs/authorisation.md: Tokens that outlive the program
std::optional<okta::error> store(okta::token_set const& tokens)
{
    std::ofstream file("refresh-token", std::ios::trunc); // yours: encrypted, on a disk that keeps its word
    file << tokens.refresh_token.value_or("").reveal() << std::flush;
    if (file) return std::nullopt;
    okta::error e;
    e.kind = okta::error_kind::authorisation;
    e.summary = "the refresh token cannot be written";
    return e;
}

okta::client next_start(std::string const& url, okta::oauth_client const& app, okta::secret kept,
                        okta::any_transport transport)
{
    return okta::client{url, okta::refresh_token{app, std::move(kept), store}, transport};
}

// docs/authorisation.md: A device without a browser
okta::result<okta::token_set> by_device(okta::client& org)
{
    okta::device_grant grant{okta::oauth_client::without_secret("0oa1a2b3c4d5e6f7g8h9"), {"openid", "offline_access"}};
    return okta::sign_in_by_device(org, std::move(grant), [](okta::device_authorize_response const& codes) {
        std::cout << "Enter " << codes.user_code.value() << " at " << codes.verification_uri.value() << '\n';
    });
}

// docs/authorisation.md: Accounts that a product keeps
okta::connector_profile const& profile()
{
    static okta::connector_profile const p{.kind = okta::connector_kind::end_user,
                                           .org = "https://example.okta.com",
                                           .client_id = "0oa1a2b3c4d5e6f7g8h9",
                                           .redirect_uri = "http://127.0.0.1:8765/callback",
                                           .scopes = {"openid", "offline_access", "okta.users.read.self"}};
    return p;
}

okta::result<okta::linked_account> link_account(okta::file_store store, okta::any_transport transport)
{
    auto const show = [](std::string const& url) { std::cout << "Open " << url << '\n'; };
    return okta::link_account(profile(), store, {.transport = transport, .owner_id = "ada", .open = show});
}

okta::result<okta::user> call_for(std::string const& account, okta::file_store store, okta::any_transport transport)
{
    auto org = okta::open_account(store, account, profile(), transport);
    if (!org) return org.error();
    return org->call(okta::get_user{.id = "me"});
}

// docs/authorisation.md: As the environment says
okta::client from_the_environment() { return okta::client{okta::config::from_environment()}; }

void against_the_sandbox()
{
    auto const pair = okta::sandbox::make_key_pair();
    okta::sandbox::org org;
    okta::sandbox::token_endpoint apps;
    apps.add({"0oaReports", pair.key_id, pair.public_jwk, {"okta.users.read"}});
    okta::sandbox::serve_tokens(org, std::move(apps));

    // docs/authorisation.md: In a test
    auto const key = okta::signing_key::from_jwk(pair.private_jwk).value();
    auto const app = okta::oauth_client::with_key("0oaReports", key);
    okta::oauth_environment environment;
    environment.now = [&] { return org.now(); };
    okta::client client{org.url(), okta::service_app{app, {"okta.users.read"}, {.environment = environment}}, org};

    auto const users = client.call(okta::list_users{}).value();
    auto const refused = client.call(okta::create_group{.profile = {.name = "Engineers"}});
    std::cout << users.size() << " user; " << refused.error().message() << '\n';
}

} // namespace

int main()
{
    try {
        against_the_sandbox();
    } catch (std::exception const& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
    (void)service_app, (void)bound_to_a_key, (void)key_elsewhere, (void)begin, (void)come_back, (void)next_start,
        (void)by_device, (void)link_account, (void)call_for, (void)from_the_environment;
}
