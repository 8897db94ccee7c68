#ifndef OKTA_TEST_SUPPORT_FAULT_TABLE_HPP
#define OKTA_TEST_SUPPORT_FAULT_TABLE_HPP

#include "fault_server.hpp"

#include <okta/transport/transport_error.hpp>

#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

// What may go wrong between a client and a server, a row per fault: what the server does, what asio_transport makes of
// it, what a client that repeats makes of it. The rows are in fault_rows_*.cpp, what reads them in
// test/transport/asio_faults_*_test.cpp. A new fault is a new row.

namespace okta::test {

/// What `asio_transport` makes of a fault: an answer, or an error with one of these codes.
struct at_transport
{
    int status = 0; ///< 0: an error
    std::vector<boost::system::error_code> codes = {};
    okta::sent sent = okta::sent::perhaps_all;
    std::string says = {}; ///< a part of the error's text; with this and no codes any code will do
    bool lasting = false;  ///< `transport_error::lasting`
};

/// What a client with two repeats makes of it, a word for each class of action, in the order
///
///     Get User, Add User to Group (PUT), Create User, Delete Group, Delete User (never repeated), Activate Device (a
///     POST that may be repeated)
///
/// or one word for all of them. Outcomes: `ok`; `lost`, no answer, an error of kind transport; `refused`, Okta's
/// answer, the last one, says no; `odd`, the answer is not what its description says.
struct at_client
{
    std::string outcomes = "ok";
    std::string tries = "1";           ///< requests the client sends
    int unseen = 0;                    ///< how many of them, from the first, the server's script does not read
    std::chrono::milliseconds wait{0}; ///< before each repetition; 0: a random one
};

inline constexpr int all_unseen = 1000;

/// A row.
struct fault
{
    enum wire { plain, tls, both };

    std::string name;
    wire over = both;
    fault_script server; ///< what it does each time the client comes
    at_transport transport;
    at_client client;
    fault_server_options options = {};         ///< but for `tls`
    std::chrono::milliseconds timeout{20'000}; ///< of each request; small where it is what ends the request
    bool on_kept_connection = false;           ///< a GET goes first, which try 1 of the script answers
};

[[nodiscard]] std::vector<fault> connection_faults();
[[nodiscard]] std::vector<fault> framing_faults();
[[nodiscard]] std::vector<fault> header_faults();
[[nodiscard]] std::vector<fault> status_faults();
[[nodiscard]] std::vector<fault> json_faults();
[[nodiscard]] std::vector<fault> tls_faults();

/// All of them.
[[nodiscard]] std::vector<fault> all_faults();

/// Bounds of the transport that the rows are written for.
inline constexpr std::size_t fault_header_bound = 8 * 1024, fault_body_bound = 256 * 1024;

/// Where nobody should go: redirects lead there.
[[nodiscard]] fault_server& elsewhere();

// ── words for the rows ──────────────────────────────────────────────────────────────────────────────────

using namespace std::chrono_literals;
using http_error = boost::beast::http::error;
namespace net_error = boost::asio::error;

inline at_transport answers(int status) { return {status}; }
inline at_transport fails(std::vector<boost::system::error_code> codes, okta::sent how_far = okta::sent::perhaps_all)
{
    return {0, std::move(codes), how_far};
}

inline at_transport exceeds(http_error bound) { return {0, {bound}, okta::sent::perhaps_all, "", true}; }

/// The server may have done it: only what may be done twice is repeated.
inline at_client const unknown_outcome{"lost", "3 3 1 3 1 3"};
/// The server cannot have done it: everything is repeated.
inline at_client const nothing_done{"lost", "3", all_unseen};
/// Repeating would not help.
inline at_client const lasting{"lost", "1", all_unseen};
/// The same, though the server may have done it: an answer too large, which it would be again.
inline at_client const too_large{"lost", "1"};
inline at_client const taken{"ok", "1"};
/// An answer that says no and means it.
inline at_client const final_no{"refused", "1"};
/// A no that may be a yes later, for all who may ask twice.
inline at_client const passing_no{"refused", "3 3 1 3 1 3"};
/// The body is of interest to Get User and Create User only.
inline at_client const bad_body{"odd ok odd ok ok ok", "1"};

/// Refused for a rate limit: nothing was done, so all may ask again, and wait so long before.
inline at_client limited(std::chrono::milliseconds wait) { return {"refused", "3", 0, wait}; }

/// The same where the script does not read the first `tries`.
inline at_client unread(at_client c, int tries = all_unseen)
{
    c.unseen = tries;
    return c;
}

enum class then { keep, hang_up, cut, reset, fall_silent };

/// Reads the request, sends these bytes, and then …
[[nodiscard]] fault_script replies(std::string bytes, then what = then::keep);
void finish(fault_peer& peer, then what);

/// Reads the request, sends `begin`, and then `bytes` again and again.
[[nodiscard]] fault_script replies_endlessly(std::string begin, std::string bytes);

/// A user, which no action but Get User and Create User looks at.
inline constexpr std::string_view a_user =
    R"({"id":"00u1","status":"ACTIVE","profile":{"login":"ada@example.com","email":"ada@example.com"}})";

/// `HTTP/1.1 200 Scripted`, these lines (each with its end), a request id, Content-Length and body.
[[nodiscard]] std::string answer(int status = 200, std::string_view lines = "", std::string_view body = a_user);

inline constexpr std::string_view request_id_of_answers = "reqOfTheFault";

/// The same with the body as it is and these lines only.
[[nodiscard]] std::string unframed(std::string_view lines, std::string_view body, int status = 200);

constexpr auto soon = 300ms; ///< a time-out for rows that wait for it

} // namespace okta::test
#endif
