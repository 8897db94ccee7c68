#ifndef OKTA_TEST_CRASH_TOKEN_SERVER_HPP
#define OKTA_TEST_CRASH_TOKEN_SERVER_HPP

#include <okta/transport/concepts.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace okta::test {

/// A token endpoint with rotating refresh tokens that lives in the process which is killed, and whose memory does not:
/// everything it does is a line in its journal before it answers. The journal is all that it starts from.
///
///     login <refresh token> - <ms>              a user signed in
///     issue <refresh token> <by which one> <ms> a refresh token was used
///     revoke - - <ms>                           a dead one was used: theft, as far as Okta can tell
class token_server
{
public:
    /// `grace`: how long the last refresh token but one can still be used.
    token_server(std::string const& journal, std::chrono::milliseconds grace, unsigned seed);
    ~token_server();
    token_server(token_server const&) = delete;
    token_server& operator=(token_server const&) = delete;

    /// A user signs in: the refresh token.
    std::string login();

    http_response serve(http_request const& request);

    /// Called with the refresh token that came with the access token of a call, when that is used.
    std::function<void(std::string const& refresh_token)> on_use = {};

private:
    using milliseconds = std::chrono::milliseconds;

    void replay(std::string_view line);
    void record(std::string const& what, std::string const& token, std::string const& by);
    std::string issue(std::string const& what, std::string const& by);
    http_response refresh(std::string const& token);

    int journal_ = -1;
    milliseconds grace_;
    std::minstd_rand random_;
    int lines_ = 0;
    std::string current_ = {}, parent_ = {};           // empty: none
    std::map<std::string, milliseconds> rotated_ = {}; // when a refresh token was used first
};

/// Okta sends `Cache-Control` and such; what matters here is the JSON.
http_response json_answer(int status, std::string body);

} // namespace okta::test
#endif
