#include "fault_table.hpp"

// Answers that are proper HTTP and say no, or not yet, or go elsewhere.

namespace okta::test {
namespace {

using peer = fault_peer;

constexpr std::string_view html = "<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>";
constexpr std::string_view okta_error =
    R"({"errorCode":"E0000009","errorSummary":"Internal Server Error","errorLink":"E0000009","errorId":"oae1",)"
    R"("errorCauses":[]})";
constexpr std::string_view too_many =
    R"({"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests.",)"
    R"("errorLink":"E0000047","errorId":"oae2","errorCauses":[]})";

/// The server's clock in these answers is 1794657600.
constexpr std::string_view date = "Date: Sat, 14 Nov 2026 12:00:00 GMT\r\n";

std::string dated(std::string_view lines) { return std::string(date).append(lines); }

fault_script says(int status, std::string_view lines = "", std::string_view body = okta_error)
{
    return replies(answer(status, lines, body));
}

std::string window(std::string_view limit, std::string_view remaining, std::string_view reset)
{
    return std::string(date)
        .append("X-Rate-Limit-Limit: ")
        .append(limit)
        .append("\r\nX-Rate-Limit-Remaining: ")
        .append(remaining)
        .append("\r\nX-Rate-Limit-Reset: ")
        .append(reset)
        .append("\r\n");
}

fault_script says_429(std::string const& lines) { return says(429, lines, too_many); }

/// `bytes` for the first `times` requests, then an answer.
fault_script at_first(int times, std::string bytes)
{
    return [times, bytes = std::move(bytes)](peer& p) {
        p.take_request();
        p.send(p.try_number() <= times ? bytes : answer());
    };
}

fault_script redirects(int status)
{
    return [status](peer& p) {
        p.take_request();
        p.send(answer(status, "Location: " + elsewhere().origin() + "/api/v1/users/me\r\n", ""));
    };
}

} // namespace

std::vector<fault> status_faults()
{
    at_client const odd{"odd", "1"};
    auto const longest = 65'000ms; // retry_options::longest_window
    at_client const ok_at_second{"ok ok refused ok refused ok", "2 2 1 2 1 2"};
    at_client const ok_at_third{"ok ok refused ok refused ok", "3 3 1 3 1 3"};

    return {
        {"301 to another host", fault::both, redirects(301), answers(301), odd},
        {"302 to another host", fault::both, redirects(302), answers(302), odd},
        {"307 to another host", fault::both, redirects(307), answers(307), odd},
        {"308 to another host", fault::both, redirects(308), answers(308), odd},
        {"304 that nobody asked for", fault::both, replies(unframed("", "", 304)), answers(304), odd},

        {"400", fault::both, says(400), answers(400), final_no},
        {"401", fault::both, says(401), answers(401), final_no},
        {"404", fault::both, says(404), answers(404), final_no},
        {"408", fault::both, says(408, "", ""), answers(408), passing_no},
        {"412", fault::both, says(412), answers(412), final_no},
        {"413", fault::both, says(413, "", html), answers(413), final_no},
        {"413 before the request is read", fault::both,
         [](peer& p) {
             p.await_request();
             p.send(answer(413, "Connection: close\r\n", ""));
             p.hang_up();
         },
         answers(413), unread(final_no)},
        {"421", fault::both, says(421, "", ""), answers(421), final_no},
        {"500", fault::both, says(500, "", ""), answers(500), passing_no},
        {"500 with Okta's error", fault::both, says(500), answers(500), passing_no},
        {"500, then the answer", fault::both, at_first(1, answer(500, "", okta_error)), answers(500), ok_at_second},
        {"501", fault::both, says(501), answers(501), final_no},
        {"502 with HTML", fault::both, says(502, "Content-Type: text/html\r\n", html), answers(502), passing_no},
        {"503 with Retry-After",
         fault::both,
         says(503, "Retry-After: 7\r\n", html),
         answers(503),
         {"refused", "3 3 1 3 1 3", 0, 7'000ms}},
        {"503 with Retry-After and a date",
         fault::both,
         says(503, dated("Retry-After: Sat, 14 Nov 2026 12:00:07 GMT\r\n"), html),
         answers(503),
         {"refused", "3 3 1 3 1 3", 0, 7'000ms}},
        {"503 with a Retry-After of days",
         fault::both,
         says(503, "Retry-After: 864000\r\n", html),
         answers(503),
         {"refused", "3 3 1 3 1 3", 0, longest}},
        {"503 with a Retry-After that is negative", fault::both, says(503, "Retry-After: -1\r\n"), answers(503),
         passing_no},
        {"503 with a Retry-After that overflows", fault::both, says(503, "Retry-After: 99999999999999999999\r\n"),
         answers(503), passing_no},
        {"503 twice, then the answer", fault::both, at_first(2, answer(503, "", html)), answers(503), ok_at_third},
        {"504", fault::both, says(504, "", html), answers(504), passing_no},
        {"505", fault::both, says(505, "", html), answers(505), final_no},
        {"999", fault::both, says(999, "", ""), answers(999), final_no},

        {"429", fault::both, says_429(window("600", "0", "1794657620")), answers(429), limited(21'000ms)},
        {"429, then the answer",
         fault::both,
         at_first(1, answer(429, window("600", "0", "1794657620"), too_many)),
         answers(429),
         {"ok", "2", 0, 21'000ms}},
        {"429, the window is over", fault::both, says_429(window("600", "0", "1794657500")), answers(429),
         limited(2'000ms)},
        {"429, the window ends in an hour", fault::both, says_429(window("600", "0", "1794661200")), answers(429),
         limited(longest)},
        {"429, the concurrency limit", fault::both, says_429(window("0", "0", "1794657660")), answers(429),
         limited(0ms)},
        {"429, the concurrency limit, then the answer",
         fault::both,
         at_first(1, answer(429, window("0", "0", "1794657660"), too_many)),
         answers(429),
         {"ok", "2"}},
        {"429 with its headers twice", fault::both,
         says_429(window("600", "0", "1794657620") + window("600", "0", "1794657620")), answers(429),
         limited(21'000ms)},
        {"429 with its headers twice, and differently", fault::both,
         says_429(window("600", "0", "1794657620") + window("1200", "5", "1794657650")), answers(429),
         limited(21'000ms)},
        {"429 without headers", fault::both, says_429(""), answers(429), limited(0ms)},
        {"429 without a date", fault::both,
         says_429("X-Rate-Limit-Limit: 600\r\nX-Rate-Limit-Remaining: 0\r\nX-Rate-Limit-Reset: 1794657620\r\n"),
         answers(429), limited(0ms)},
        {"429 without a reset", fault::both,
         says_429(dated("X-Rate-Limit-Limit: 600\r\nX-Rate-Limit-Remaining: 0\r\n")), answers(429), limited(0ms)},
        {"429 with nothing but a reset", fault::both, says_429(dated("X-Rate-Limit-Reset: 1794657620\r\n")),
         answers(429), limited(0ms)},
        {"429 whose reset is absurd", fault::both, says_429(window("600", "0", "9223372036854775807")), answers(429),
         limited(longest)},
        {"429 whose reset overflows", fault::both, says_429(window("600", "0", "99999999999999999999")), answers(429),
         limited(0ms)},
        {"429 whose headers are negative", fault::both, says_429(window("-1", "-1", "-9223372036854775808")),
         answers(429), limited(2'000ms)},
        {"429 whose headers are words", fault::both, says_429(window("many", "none", "soon")), answers(429),
         limited(0ms)},
        {"429 with HTML", fault::both, says(429, window("600", "0", "1794657620"), html), answers(429),
         limited(21'000ms)},
        {"429 with Retry-After", fault::both, says(429, "Retry-After: 7\r\n", html), answers(429), limited(7'000ms)},
    };
}

} // namespace okta::test
