#ifndef OKTA_EXAMPLES_OKTA_HOOK_ARGUMENTS_HPP
#define OKTA_EXAMPLES_OKTA_HOOK_ARGUMENTS_HPP

#include <okta/model/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cli {

struct arguments;

inline constexpr std::uint16_t usual_hook_port = 8787;

/// What `okta events`, `okta listen` and `okta send-event` have of their own.
struct hook_arguments
{
    std::string event = {}; ///< `user_created` or `user.lifecycle.create`

    std::string address = "127.0.0.1";
    std::uint16_t port = usual_hook_port; ///< 0: any free one
    std::string certificate_file = {}, key_file = {};
    std::string secret_file = {}, former_secret_file = {};
    std::string header = "Authorization";
    std::string path = {};
    std::vector<std::string> types = {}; ///< as given; empty: all
    std::size_t count = 0;               ///< listen: 0 for no end

    std::string url = {};
    std::string user_id = {}, login = {}, group_id = {}, device_id = {}, app_id = {};
    std::string data = {}; ///< a file, `-` or nothing
    bool verify = false;
    bool preview = false;
};

void add_events(CLI::App& app, arguments& a);
void add_listen(CLI::App& app, arguments& a);

/// But for `--ca-file`, `--proxy` and `--timeout`, which every command that sends has.
CLI::App* add_send_event(CLI::App& app, arguments& a);

/// The secret of an event hook: in that file, or else in OKTA_HOOK_SECRET; empty when neither names one.
/// \throws usage_error that names the file, never what is in it
okta::secret hook_secret(std::string const& file);

/// The secret in that file; a line's end behind it does not count. \throws usage_error
okta::secret secret_in(std::string const& file);

} // namespace cli
#endif
