#include "arguments.hpp"

#include "request.hpp"

#include <okta/configured_client.hpp>
#include <okta/version.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

namespace cli {
namespace {

char const* const call_footer =
    "The argument is one flat JSON object with the names that Okta uses, whether a parameter goes into the path, the "
    "query, a header or the body: {\"userId\":\"00u1\",\"limit\":2,\"If-Match\":\"W/\\\"1\\\"\"}. `okta actions "
    "ACTION` "
    "lists them.\nOptions left out are taken from the environment: OKTA_CLIENT_ORGURL, OKTA_CLIENT_TOKEN, and "
    "OKTA_CLIENT_AUTHORIZATIONMODE=Bearer when the token is an access token, or =PrivateKey for a service app, with "
    "OKTA_CLIENT_CLIENTID, OKTA_CLIENT_PRIVATEKEY (PEM, JWK or a file's name) and OKTA_CLIENT_SCOPES. Prefer it for "
    "tokens: other users see command lines.\nExit status: 0; 1 Okta answered an error (as JSON on standard error); 2 "
    "wrong usage or input; 3 "
    "no "
    "answer, or one that could not be read.";

struct texts // what CLI11 fills in
{
    std::string token = {}, access_token = {}, sandbox_token = {}, proxy = {}, output = {};
    std::string client_id = {}, private_key = {}, kid = {}, scopes = {};
    bool dpop = false;
    double timeout = 0;
};

/// How any server is reached.
void add_transport(CLI::App& command, arguments& a, texts& t, char const* timeout)
{
    command.add_option("--ca-file", a.ca_file, "PEM file of the authorities to trust, instead of the system's")
        ->type_name("FILE");
    command.add_option("--proxy", t.proxy, "http://[user:password@]host[:port]; empty: none; else HTTPS_PROXY counts")
        ->type_name("URL");
    command.add_option("--timeout", t.timeout, timeout)->check(CLI::Range(0.001, 86400.0))->type_name("SECONDS");
}

/// How the org is reached.
void add_connection(CLI::App& command, arguments& a, texts& t)
{
    command.add_option("--org-url", a.org_url, "such as https://example.okta.com")->type_name("URL");
    add_transport(command, a, t, "bound on each request; 30 unless given");
    command.add_option("--max-retries", a.max_retries, "how often what may be repeated is; 3 unless given, 0: never")
        ->check(CLI::Range(0, 100))
        ->type_name("N");
    command.add_flag("-v,--verbose", a.verbose, "say on standard error what is sent, answered and waited for");
}

void add_call(CLI::App& app, arguments& a, texts& t)
{
    auto* const call = app.add_subcommand("call", "Calls an action and prints its result as JSON.");
    call->footer(call_footer);
    call->callback([&a] { a.what = arguments::command::call; });
    call->add_option("ACTION", a.action, "such as list_users")->required();
    call->add_option("JSON", a.input, "the parameters: a JSON object, - for standard input, or @FILE; {} unless given");
    call->add_flag("--all", a.all, "follow a list to its last page");
    call->add_flag("--dry-run", a.dry_run, "print the HTTP request without secrets; send nothing");
    call->add_option("--output", t.output, "json unless given; ndjson: an item per line")
        ->check(CLI::IsMember({"json", "ndjson", "table"}));
    add_connection(*call, a, t);
    call->add_option("--account", a.account, "one of `okta login`; the only one there is unless given")
        ->type_name("ID");
    auto* const token = call->add_option("--token", t.token, "API token")->type_name("TOKEN");
    auto* const access = call->add_option("--access-token", t.access_token, "OAuth access token");
    access->type_name("TOKEN")->excludes(token);
    call->add_option("--client-id", t.client_id, "of a service app")->type_name("ID");
    auto* const key = call->add_option("--private-key", t.private_key, "the service app's key: a PEM or JWK file");
    key->type_name("FILE")->excludes(token)->excludes(access);
    call->add_option("--key-id", t.kid, "the key's name at Okta, where the key does not say it")->type_name("KID");
    call->add_option("--scopes", t.scopes,
                     "of the service app's token, separated by blanks or commas; those that the "
                     "action needs unless given")
        ->type_name("SCOPES");
    call->add_flag("--dpop", t.dpop, "tokens bound to a key that is made for this run");
}

void add_actions(CLI::App& app, arguments& a)
{
    auto* const actions = app.add_subcommand("actions", "Prints what can be called.");
    actions->callback([&a] { a.what = arguments::command::actions; });
    actions->add_option("ACTION", a.action, "this one only, with its parameters");
    actions->add_flag("--json", a.as_json, "as JSON, with every parameter");
}

char const* const login_footer =
    "Signs a user in to an application of the org (type Native; grant types Refresh Token, and Device Authorization or "
    "Authorization Code) and keeps the tokens in ~/.okta/accounts, or OKTA_ACCOUNTS, in files that only you can read. "
    "Shows a code that is entered on any device; with --redirect-uri, a URL for a browser on this machine. Prints the "
    "account's id.";

void add_login(CLI::App& app, arguments& a, texts& t)
{
    auto* const login = app.add_subcommand("login", "Signs you in, for calls as yourself.");
    login->footer(login_footer);
    login->callback([&a] { a.what = arguments::command::login; });
    add_connection(*login, a, t);
    login->add_option("--client-id", t.client_id, "of the application; else OKTA_CLIENT_CLIENTID")->type_name("ID");
    login->add_option("--scopes", t.scopes, "such as okta.users.read, separated by blanks or commas")
        ->type_name("SCOPES");
    login->add_option("--redirect-uri", a.redirect_uri, "that is registered: http://127.0.0.1:PORT/PATH")
        ->type_name("URI");
    login->add_flag("--dpop", t.dpop, "tokens bound to a key that is kept with them");
    login->add_option("--account", a.account, "sign in to this one again")->type_name("ID");
}

void add_accounts(CLI::App& app, arguments& a, texts& t)
{
    auto* const accounts = app.add_subcommand("accounts", "Prints the accounts of `okta login`.");
    accounts->callback([&a] { a.what = arguments::command::accounts; });
    auto* const check = accounts->add_flag("--check", a.check, "make a harmless call with each");
    accounts->add_option("--remove", a.account, "end this one's tokens and forget it")
        ->type_name("ID")
        ->excludes(check);
    accounts->add_flag("--json", a.as_json, "as JSON");
    add_connection(*accounts, a, t);
}

char const* const sandbox_footer =
    "It prints the org's URL, an API token and the credentials of a service app as lines that a shell can read, then "
    "'ready', and serves until SIGINT or SIGTERM. What is in it is gone with it.\n"
    "The seed file is a JSON object with users, groups, realms, userTypes, devices, apiTokens, accessTokens, "
    "rateLimits "
    "and rateLimitWindowSeconds; see docs/testing_your_program.md.";

void add_sandbox(CLI::App& app, arguments& a, texts& t)
{
    auto* const sandbox = app.add_subcommand("sandbox", "Serves an Okta org in memory, to try programs against.");
    sandbox->footer(sandbox_footer);
    sandbox->callback([&a] { a.what = arguments::command::sandbox; });
    sandbox->add_option("--port", a.port, "on 127.0.0.1; any free one unless given")->type_name("N");
    sandbox->add_flag("--tls", a.tls, "https, with a certificate made for this run");
    sandbox->add_option("--users", a.users, "made-up people to begin with; 20 unless given")
        ->check(CLI::Range(std::size_t{0}, std::size_t{10'000'000}))
        ->type_name("N");
    sandbox->add_option("--token", t.sandbox_token, "the API token; a fixed one unless given")->type_name("TOKEN");
    sandbox->add_flag("--rate-limits", a.rate_limits, "refuse what is above the limits, as Okta does");
    sandbox->add_option("--seed-file", a.seed_file, "what is in the org besides, as JSON")->type_name("FILE");
}

namespace config = okta::config;

/// What the environment says, and over it what the command line does.
config::settings settings_of(arguments const& a, texts const& t)
{
    auto const environment = config::from_environment();
    if (!environment) throw usage_error(environment.error().summary);
    config::settings given;
    auto const put = [](auto& to, auto value, char const* source) {
        if (!value.empty()) to.emplace(std::move(value), source);
    };
    put(given.org_url, a.org_url, "--org-url");
    put(given.token, okta::secret(t.token), "--token");
    put(given.access_token, okta::secret(t.access_token), "--access-token");
    put(given.client_id, t.client_id, "--client-id");
    put(given.private_key, okta::secret(t.private_key), "--private-key");
    put(given.private_key_id, t.kid, "--key-id");
    if (t.dpop) given.dpop.emplace(true, "--dpop");
    using mode = config::authorization_mode;
    if (given.token) given.mode.emplace(mode::ssws, "--token");
    else if (given.access_token) given.mode.emplace(mode::bearer, "--access-token");
    else if (given.private_key) given.mode.emplace(mode::private_key, "--private-key");
    return merged(*environment, std::move(given));
}

/// Those that were given, or else those that the action needs.
std::vector<std::string> scopes_of(texts const& t, std::string const& action)
{
    std::vector<std::string> scopes;
    if (t.scopes.empty() && !action.empty())
        for (auto const scope : find_action(action).scopes) scopes.emplace_back(scope);
    for (std::size_t at = 0; at < t.scopes.size();) {
        auto const end = std::min(t.scopes.find_first_of(" ,", at), t.scopes.size());
        if (end != at) scopes.push_back(t.scopes.substr(at, end - at));
        at = end + 1;
    }
    return scopes;
}

void complete(arguments& a, texts& t)
{
    a.output = t.output == "ndjson" ? format::ndjson : t.output == "table" ? format::table : format::json;
    if (!a.account.empty() && (!t.token.empty() || !t.access_token.empty() || !t.private_key.empty()))
        throw usage_error("--account is given, and another credential as well: one of them");
    auto settings = settings_of(a, t);
    a.bearer = !a.account.empty();
    if (a.bearer) return; // the account's org and tokens
    if (settings.org_url) a.org_url = settings.org_url->value;
    if (settings.max_retries && !a.max_retries) a.max_retries = settings.max_retries->value;
    auto const mode = mode_of(settings);
    a.bearer = mode != config::authorization_mode::ssws;
    auto const* const credential = credential_of(settings);
    if (mode != config::authorization_mode::private_key) {
        if (credential) a.token = credential->value;
        return;
    }
    if (a.dry_run) return; // it sends nothing
    if (!settings.client_id) throw usage_error("no client id: set OKTA_CLIENT_CLIENTID, or give --client-id");
    if (!credential) throw usage_error("no private key: set OKTA_CLIENT_PRIVATEKEY, or give --private-key");
    if (!settings.scopes || !t.scopes.empty()) settings.scopes.emplace(scopes_of(t, a.action), "--scopes");
    a.app = authoriser_of(settings);
}

void complete_login(arguments& a, texts const& t)
{
    auto const settings = settings_of(a, t);
    if (settings.org_url) a.org_url = settings.org_url->value;
    if (!settings.client_id) throw usage_error("no client id: give --client-id, or set OKTA_CLIENT_CLIENTID");
    a.client_id = settings.client_id->value;
    a.dpop = t.dpop;
    a.scopes = scopes_of(t, {});
}

/// Names surplus options only: what else is surplus may be a token that slipped.
std::string surplus(CLI::App const& app)
{
    std::string names;
    std::size_t values = 0;
    for (auto const& argument : app.remaining(true)) {
        if (argument.size() > 1 && argument.starts_with('-')) names += ' ' + argument.substr(0, argument.find('='));
        else ++values;
    }
    if (!names.empty()) return "there is no option" + names + "; see okta --help";
    return std::to_string(values) + " argument" + (values == 1 ? "" : "s") + " too many; see okta --help";
}

} // namespace

std::optional<arguments> parse_arguments(int argc, char** argv)
{
    arguments a;
    texts t;
    CLI::App app{"Calls the actions of Okta's management API.", "okta"};
    app.set_version_flag("--version", "okta " + std::string(okta::version));
    app.require_subcommand(1);
    add_call(app, a, t);
    add_actions(app, a);
    add_login(app, a, t);
    add_accounts(app, a, t);
    add_sandbox(app, a, t);
    add_events(app, a);
    add_listen(app, a);
    add_transport(*add_send_event(app, a), a, t, "bound on the delivery; 3 unless given, as Okta waits");
    try {
        app.parse(argc, argv);
        for (auto const* const command : {"call", "login", "accounts", "send-event"})
            if (app.got_subcommand(command) && app.get_subcommand(command)->count("--proxy")) a.proxy = t.proxy;
    } catch (CLI::ExtrasError const&) {
        throw usage_error(surplus(app));
    } catch (CLI::Success const& e) { // --help, --version
        app.exit(e);
        return std::nullopt;
    } catch (CLI::ParseError const& e) {
        throw usage_error(std::string(e.what()) + "; see okta --help");
    }
    a.timeout = std::chrono::milliseconds(static_cast<long>(t.timeout * 1000));
    if (a.what == arguments::command::sandbox) a.token = okta::secret(t.sandbox_token);
    else if (a.what == arguments::command::call) complete(a, t);
    else if (a.what == arguments::command::login) complete_login(a, t);
    return a;
}

} // namespace cli
