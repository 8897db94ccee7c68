// Calls Okta's management API from the command line: `okta call list_users '{"limit":2}'`. See docs/command_line.md.
//
// There is no code for any single action here: everything is read off the library's tables, so an action that is added
// to the catalogue can be called.

#include "accounts.hpp"
#include "actions.hpp"
#include "call.hpp"
#include "events.hpp"
#include "listen.hpp"
#include "login.hpp"
#include "sandbox.hpp"
#include "send_event.hpp"

#include <okta/model/error.hpp>

#include <iostream>

namespace {

int run(cli::arguments const& a)
{
    using command = cli::arguments::command;
    switch (a.what) {
    case command::call: return cli::call(a);
    case command::login: return cli::login(a);
    case command::accounts: return cli::manage_accounts(a);
    case command::sandbox: return cli::serve_sandbox(a);
    case command::events: return cli::print_events(a);
    case command::listen: return cli::listen(a);
    case command::send_event: return cli::send_event(a);
    default: return cli::print_actions(a);
    }
}

} // namespace

int main(int argc, char** argv)
{
    try {
        auto const arguments = cli::parse_arguments(argc, argv);
        if (!arguments) return cli::success;
        int const status = run(*arguments);
        std::cout.flush();
        if (std::cout) return status;
        std::cerr << "okta: the output could not be written\n";
        return status == cli::success ? cli::no_answer : status;
    } catch (okta::exception const& e) { // a refused org URL or token
        std::cerr << "okta: " << e.error().summary << '\n';
    } catch (std::exception const& e) { // wrong usage, or a transport's options
        std::cerr << "okta: " << e.what() << '\n';
    }
    return cli::bad_usage;
}
