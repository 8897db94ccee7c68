#include "arguments.hpp"

#include <okta/version.hpp>

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <iostream>

namespace cli {
namespace {

char const* const call_footer =
    "The argument is one flat JSON object with the names that Okta uses, whether a parameter goes into the path, the "
    "query, a header or the body: {\"userId\":\"00u1\",\"limit\":2,\"If-Match\":\"W/\\\"1\\\"\"}. `okta actions "
    "ACTION` "
    "lists them.\nOptions left out are taken from the environment: OKTA_CLIENT_ORGURL, OKTA_CLIENT_TOKEN, and "
    "OKTA_CLIENT_AUTHORIZATIONMODE=Bearer when the token is an access token. Prefer it for tokens: other users see "
    "command lines.\nExit status: 0; 1 Okta answered an error (as JSON on standard error); 2 wrong usage or input; 3 "
    "no "
    "answer, or one that could not be read.";

struct texts // what CLI11 fills in
{
    std::string token = {}, access_token = {}, sandbox_token = {}, proxy = {}, output = {};
    double timeout = 0;
    long max_retries = 0;
};

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
    call->add_option("--org-url", a.org_url, "such as https://example.okta.com")->type_name("URL");
    auto* const token = call->add_option("--token", t.token, "API token")->type_name("TOKEN");
    call->add_option("--access-token", t.access_token, "OAuth access token")->type_name("TOKEN")->excludes(token);
    call->add_option("--ca-file", a.ca_file, "PEM file of the authorities to trust, instead of the system's")
        ->type_name("FILE");
    call->add_option("--proxy", t.proxy, "http://[user:password@]host[:port]; empty: none; else HTTPS_PROXY counts")
        ->type_name("URL");
    call->add_option("--timeout", t.timeout, "bound on each request; 30 unless given")
        ->check(CLI::Range(0.001, 86400.0))
        ->type_name("SECONDS");
    call->add_option("--max-retries", t.max_retries, "0: nothing is repeated yet")->type_name("N");
}

void add_actions(CLI::App& app, arguments& a)
{
    auto* const actions = app.add_subcommand("actions", "Prints what can be called.");
    actions->callback([&a] { a.what = arguments::command::actions; });
    actions->add_option("ACTION", a.action, "this one only, with its parameters");
    actions->add_flag("--json", a.as_json, "as JSON, with every parameter");
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

std::string environment(char const* name)
{
    auto const* const value = std::getenv(name);
    return value ? value : "";
}

bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

void complete(arguments& a, texts& t)
{
    if (t.max_retries != 0) throw usage_error("--max-retries takes 0 only: this version repeats nothing");
    a.output = t.output == "ndjson" ? format::ndjson : t.output == "table" ? format::table : format::json;
    a.timeout = std::chrono::milliseconds(static_cast<long>(t.timeout * 1000));
    if (a.org_url.empty()) a.org_url = environment("OKTA_CLIENT_ORGURL");
    a.bearer = !t.access_token.empty();
    a.token = okta::secret(a.bearer ? t.access_token : t.token);
    if (!a.token.empty()) return;
    a.token = okta::secret(environment("OKTA_CLIENT_TOKEN"));
    auto const mode = environment("OKTA_CLIENT_AUTHORIZATIONMODE");
    a.bearer = equal_ignoring_case(mode, "Bearer");
    if (!a.token.empty() && !a.bearer && !mode.empty() && !equal_ignoring_case(mode, "SSWS"))
        throw usage_error("OKTA_CLIENT_AUTHORIZATIONMODE is '" + mode + "': SSWS and Bearer are understood");
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
    add_sandbox(app, a, t);
    try {
        app.parse(argc, argv);
        if (app.got_subcommand("call") && app.get_subcommand("call")->count("--proxy")) a.proxy = t.proxy;
    } catch (CLI::ExtrasError const&) {
        throw usage_error(surplus(app));
    } catch (CLI::Success const& e) { // --help, --version
        app.exit(e);
        return std::nullopt;
    } catch (CLI::ParseError const& e) {
        throw usage_error(std::string(e.what()) + "; see okta --help");
    }
    if (a.what == arguments::command::sandbox) a.token = okta::secret(t.sandbox_token);
    else complete(a, t);
    return a;
}

} // namespace cli
