#include "hook_arguments.hpp"

#include "arguments.hpp"
#include "request.hpp"

#include <okta/hook/hook_secret.hpp>

#include <CLI/CLI.hpp>

#include <cstdlib>

namespace cli {
namespace {

char const* const listen_footer =
    "Prints an event per line, as JSON, and says on standard error where it listens. Okta needs HTTPS on a public "
    "name: "
    "give --certificate and --key, or put a proxy before it. The secret is what the hook was registered with "
    "(channel.config.authScheme.value), whole: 'Basic …' if it begins so.\n"
    "It ends with SIGINT, SIGTERM or --count, once what it has taken is printed. What it has not printed when it is "
    "killed is lost.";

char const* const send_footer =
    "Sends what Okta would, so that a hook can be tried without it, and prints status and body of the answer. Exit "
    "status: 0; 1 the hook refused it; 2 wrong usage; 3 no answer.";

void add_secret(CLI::App& command, hook_arguments& h)
{
    command.add_option("--secret-file", h.secret_file, "what Okta sends in the header; else OKTA_HOOK_SECRET")
        ->type_name("FILE");
    command.add_option("--header", h.header, "the one with the secret; Authorization unless given")->type_name("NAME");
}

/// The secret, if it can be sent in a header.
okta::secret checked(okta::secret given, std::string const& place)
{
    if (auto const why = okta::detail::wrong_hook_secret(given.reveal()); !why.empty())
        throw usage_error(place + " has to hold the secret: what it holds " + why);
    return given;
}

} // namespace

void add_events(CLI::App& app, arguments& a)
{
    auto* const events = app.add_subcommand("events", "Prints the events that have a type.");
    events->callback([&a] { a.what = arguments::command::events; });
    events->add_option("EVENT", a.hook.event, "this one only, by name or event type, with its members");
    events->add_flag("--json", a.as_json, "as JSON, with every member");
}

void add_listen(CLI::App& app, arguments& a)
{
    auto& h = a.hook;
    auto* const listen = app.add_subcommand("listen", "Receives an event hook's events and prints them.");
    listen->footer(listen_footer);
    listen->callback([&a] { a.what = arguments::command::listen; });
    listen->add_option("--port", h.port, "8787 unless given; 0: any free one")->type_name("N");
    listen->add_option("--address", h.address, "127.0.0.1 unless given; 0.0.0.0 or ::: all of the machine's")
        ->type_name("ADDRESS");
    auto* const certificate = listen->add_option("--certificate", h.certificate_file, "PEM file with its chain: HTTPS");
    auto* const key = listen->add_option("--key", h.key_file, "PEM file of the certificate's key");
    certificate->type_name("FILE")->needs(key);
    key->type_name("FILE")->needs(certificate);
    add_secret(*listen, h);
    listen->add_option("--former-secret-file", h.former_secret_file, "one that is good as well, while it is changed")
        ->type_name("FILE");
    listen->add_option("--path", h.path, "of the hook's URL; any unless given")->type_name("PATH");
    listen->add_option("--types", h.types, "print these only: names or event types, separated by commas")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("TYPES");
    listen->add_option("--count", h.count, "end after so many events")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000'000}))
        ->type_name("N");
}

CLI::App* add_send_event(CLI::App& app, arguments& a)
{
    auto& h = a.hook;
    auto* const send = app.add_subcommand("send-event", "Sends a made-up event to an event hook, as Okta would.");
    send->footer(send_footer);
    send->callback([&a] { a.what = arguments::command::send_event; });
    send->add_option("EVENT", h.event, "such as user_created or user.lifecycle.create");
    send->add_option("--url", h.url, "of the hook; http://127.0.0.1:8787/ unless given")->type_name("URL");
    add_secret(*send, h);
    send->add_option("--count", h.count, "events in the delivery; 1 unless given")
        ->check(CLI::Range(std::size_t{1}, std::size_t{5'000}))
        ->type_name("N");
    send->add_option("--user-id", h.user_id, "of the event's user")->type_name("ID");
    send->add_option("--login", h.login, "of the event's user")->type_name("LOGIN");
    send->add_option("--group-id", h.group_id, "of the event's group")->type_name("ID");
    send->add_option("--device-id", h.device_id, "of the event's device")->type_name("ID");
    send->add_option("--app-id", h.app_id, "of the event's app")->type_name("ID");
    send->add_flag("--preview", h.preview, "as Okta's console previews a hook: without actor and targets");
    send->add_option("--data", h.data,
                     "what is sent instead, - for standard input: an event, an array of them, or a "
                     "whole delivery, as JSON")
        ->type_name("FILE");
    send->add_flag("--verify", h.verify, "verify the hook instead, as Okta does before it sends events");
    return send;
}

okta::secret secret_in(std::string const& file)
{
    auto text = read_input('@' + file);
    if (text.ends_with('\n')) text.pop_back();
    if (text.ends_with('\r')) text.pop_back();
    return checked(okta::secret(std::move(text)), "the file '" + file + "'");
}

okta::secret hook_secret(std::string const& file)
{
    if (!file.empty()) return secret_in(file);
    okta::secret given(std::getenv("OKTA_HOOK_SECRET"));
    return given.empty() ? given : checked(std::move(given), "OKTA_HOOK_SECRET");
}

} // namespace cli
