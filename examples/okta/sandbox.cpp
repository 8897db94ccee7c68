#include "sandbox.hpp"

#include "certificate.hpp"
#include "request.hpp"

#include <okta/sandbox/authorization_server.hpp>
#include <okta/sandbox/seed.hpp>
#include <okta/sandbox/serve.hpp>
#include <okta/transport/http_server.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <cstdio>
#include <iostream>
#include <random>
#include <unistd.h>

namespace cli {
namespace {

namespace sandbox = okta::sandbox;

constexpr char const* app_scopes[] = {"okta.users.read",       "okta.users.manage",   "okta.groups.read",
                                      "okta.groups.manage",    "okta.realms.read",    "okta.realms.manage",
                                      "okta.devices.read",     "okta.devices.manage", "okta.userTypes.read",
                                      "okta.userTypes.manage", "okta.logs.read"};

char const* const usual_seed = R"({
    "realms": [{"profile": {"name": "Partners", "domains": ["partner.example.com"]}},
               {"profile": {"name": "Contractors"}}],
    "groups": [{"profile": {"name": "Engineers", "description": "Who builds it"}},
               {"profile": {"name": "Support"}}, {"profile": {"name": "Sales"}}],
    "devices": [{"profile": {"displayName": "Ada's laptop", "platform": "MACOS", "registered": true}},
                {"profile": {"displayName": "Grace's phone", "platform": "ANDROID", "registered": true}},
                {"profile": {"displayName": "Front desk", "platform": "WINDOWS", "registered": true}}]})";

/// A file that goes with the process.
class temporary_file
{
public:
    explicit temporary_file(std::string const& text)
    {
        auto const descriptor = ::mkstemp(path_.data());
        if (descriptor < 0) throw usage_error("sandbox: no temporary file can be made in /tmp");
        auto const written = ::write(descriptor, text.data(), text.size());
        ::close(descriptor);
        if (written != static_cast<ssize_t>(text.size())) throw usage_error("sandbox: cannot write " + path_);
    }
    temporary_file(temporary_file const&) = delete;
    ~temporary_file() { std::remove(path_.c_str()); }

    [[nodiscard]] std::string const& path() const { return path_; }

private:
    std::string path_ = "/tmp/okta-sandbox-XXXXXX";
};

/// As a shell reads it.
std::string shell_quoted(std::string_view text)
{
    std::string out = "'";
    for (char const c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out += '\'';
}

sandbox::org make_org(arguments const& a, sandbox::seed const& usual, sandbox::seed const* own)
{
    sandbox::org_options options;
    options.clock = sandbox::system_clock{};
    options.random = sandbox::seeded_random{(std::uint64_t{std::random_device{}()} << 32) | std::random_device{}()};
    if (!a.token.empty()) options.token = a.token.reveal();
    options.limits.enforced = a.rate_limits;
    if (own) own->configure(options);
    sandbox::org org(std::move(options));
    org.add_people(a.users);
    usual.plant(org);
    if (own) own->plant(org);
    return org;
}

/// A service app, an app that people sign in to, and the server that gives both their tokens.
sandbox::key_pair add_apps(sandbox::org& org, std::string const& client_id)
{
    auto keys = sandbox::make_key_pair();
    std::vector<std::string> const scopes(std::begin(app_scopes), std::end(app_scopes));
    sandbox::sign_in_app people;
    people.client_id = "0oasandboxNativeApp";
    people.redirect_uris = {"http://127.0.0.1:8765/callback"};
    people.scopes = {"openid", "profile", "email", "offline_access"};
    people.scopes.insert(people.scopes.end(), scopes.begin(), scopes.end());
    people.device_grant = people.rotates = true;
    sandbox::authorization_server server;
    server.add(sandbox::service_app{client_id, keys.key_id, keys.public_jwk, scopes});
    server.add(std::move(people));
    sandbox::serve_oauth(org, server);
    return keys;
}

void print(std::string_view name, std::string_view value)
{
    std::cout << "OKTA_CLIENT_" << name << '=' << shell_quoted(value) << '\n';
}

void print_access(okta::http_server const& server, sandbox::org const& org, std::string const& client_id,
                  sandbox::key_pair const& keys)
{
    print("ORGURL", server.origin());
    print("TOKEN", org.token().reveal());
    print("CLIENTID", client_id);
    print("KEYID", keys.key_id);
    print("PRIVATEKEY", keys.private_jwk.reveal()); // of this org in memory only: it is gone with it
    std::string scopes;
    for (auto const* const scope : app_scopes) scopes += (scopes.empty() ? "" : " ") + std::string(scope);
    print("SCOPES", scopes);
}

} // namespace

int serve_sandbox(arguments const& a)
{
    sandbox::seed const usual(usual_seed);
    std::optional<sandbox::seed> own;
    if (!a.seed_file.empty()) own.emplace(read_input('@' + a.seed_file));
    auto org = make_org(a, usual, own ? &*own : nullptr);
    std::string const client_id = "0oasandboxServiceApp";
    auto const keys = add_apps(org, client_id);

    boost::asio::io_context context(1);
    okta::http_server_options options;
    options.port = a.port;
    options.chunked = true; // as Okta's answers are
    std::optional<temporary_file> authority;
    if (a.tls) {
        auto made = make_certificate();
        authority.emplace(made.pem);
        options.certificate_chain_pem = std::move(made.pem);
        options.private_key_pem = std::move(made.key_pem);
    }
    okta::http_server server(context.get_executor(), std::move(options), sandbox::serve(org));
    boost::asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](auto...) { server.stop(); });
    server.start();

    print_access(server, org, client_id, keys);
    if (authority) std::cout << "OKTA_SANDBOX_CA_FILE=" << shell_quoted(authority->path()) << '\n';
    std::cout << "ready" << std::endl;
    context.run();
    return success;
}

} // namespace cli
