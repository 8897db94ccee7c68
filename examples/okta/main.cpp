// Calls Okta's management API from the command line: `okta call list_users '{"limit":2}'`. See docs/command_line.md.
//
// There is no code for any single action here: everything is read off the library's tables, so an action that is added
// to the catalogue can be called.

#include "actions.hpp"
#include "call.hpp"

#include <okta/model/error.hpp>

#include <iostream>

int main(int argc, char** argv)
{
    try {
        auto const arguments = cli::parse_arguments(argc, argv);
        if (!arguments) return cli::success;
        bool const calls = arguments->what == cli::arguments::command::call;
        int const status = calls ? cli::call(*arguments) : cli::print_actions(*arguments);
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
