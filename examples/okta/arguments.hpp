#ifndef OKTA_EXAMPLES_OKTA_ARGUMENTS_HPP
#define OKTA_EXAMPLES_OKTA_ARGUMENTS_HPP

#include "hook_arguments.hpp"

#include <okta/auth/authoriser.hpp>
#include <okta/model/secret.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace cli {

enum exit_status { success = 0, service_error = 1, bad_usage = 2, no_answer = 3 };

/// What the user has to put right: printed as it is, with exit status 2.
struct usage_error : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

enum class format { json, ndjson, table };

struct arguments
{
    enum class command { call, actions, sandbox, login, accounts, events, listen, send_event };

    command what = command::call;
    std::string action = {};
    std::string input = "{}"; ///< JSON, `-` or `@file`
    format output = format::json;
    bool all = false;
    bool dry_run = false;
    bool as_json = false;

    std::uint16_t port = 0; ///< 0: any free one
    std::size_t users = 20;
    bool tls = false;
    bool rate_limits = false;
    std::string seed_file = {};

    std::string org_url = {};
    okta::secret token = {};
    bool bearer = false;                          ///< the token is an OAuth access token
    std::optional<okta::any_authoriser> app = {}; ///< a service app, instead of a token
    std::string account = {};                     ///< of `okta login`, to call with, to sign in to again or to remove
    std::string client_id = {}, redirect_uri = {};
    std::vector<std::string> scopes = {};
    bool dpop = false;
    bool check = false;
    std::string ca_file = {};
    std::optional<std::string> proxy = {};
    std::chrono::milliseconds timeout{0};
    std::optional<int> max_retries = {};
    bool verbose = false;
    hook_arguments hook = {};
};

/// The command line, completed from the environment; nothing when it asked for help only, which is printed then.
/// \throws usage_error
std::optional<arguments> parse_arguments(int argc, char** argv);

} // namespace cli
#endif
