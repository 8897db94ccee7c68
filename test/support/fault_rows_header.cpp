#include "fault_table.hpp"

// Answers that are no HTTP/1.1, or whose header is not one.

namespace okta::test {

std::vector<fault> header_faults()
{
    using namespace std::string_view_literals;
    auto const rows_of = [](std::string_view lines) { return replies(answer(200, lines)); };
    auto const field = fails({http_error::bad_field});
    auto const value = fails({http_error::bad_value});
    auto const version = fails({http_error::bad_version});
    auto const bound = exceeds(http_error::header_limit);
    auto const raw = [](std::string_view bytes) { return replies(std::string(bytes), then::hang_up); };

    return {
        {"100 before the answer", fault::both, replies("HTTP/1.1 100 Continue\r\n\r\n" + answer()), answers(200),
         taken},
        {"103 before the answer", fault::both,
         replies("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=next\r\n\r\n" + answer()), answers(200), taken},
        {"103 that claims to have a body", fault::both,
         replies("HTTP/1.1 103 Early Hints\r\nContent-Length: 95\r\n\r\n" + answer()), answers(200), taken},
        {"endless interim answers", fault::both,
         replies_endlessly("", "HTTP/1.1 103 Early Hints\r\nX-Hint: none\r\n\r\n"), bound, too_large},
        {"101 that nobody asked for", fault::both,
         raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
         fails({http_error::bad_status}), unknown_outcome},

        {"an endless status line", fault::both, replies_endlessly("HTTP/1.1 200 ", "OK "), bound, too_large},
        {"endless header lines", fault::both, replies_endlessly("HTTP/1.1 200 OK\r\n", "X-Again: and again\r\n"), bound,
         too_large},
        {"one endless header line", fault::both, replies_endlessly("HTTP/1.1 200 OK\r\nX-Long: ", "x"), bound,
         too_large},
        {"NUL in a header value", fault::both, rows_of("X-Nul: a\0b\r\n"sv), value, unknown_outcome},
        {"NUL in a header name", fault::both, rows_of("X-N\0l: ab\r\n"sv), field, unknown_outcome},
        {"a header line without colon", fault::both, rows_of("X-No-Colon\r\n"), field, unknown_outcome},
        {"a blank before the colon", fault::both, rows_of("X-Blank : x\r\n"), field, unknown_outcome},
        {"CR in a header value", fault::both, rows_of("X-Cr: a\rb\r\n"), fails({http_error::bad_line_ending}),
         unknown_outcome},
        {"lines that end in LF", fault::both, raw("HTTP/1.1 200 OK\nContent-Length: 2\n\n{}"),
         fails({http_error::bad_reason}), unknown_outcome},
        {"a folded header line", fault::both, rows_of("X-Folded: a\r\n b\r\n"), answers(200), taken},
        {"a header in no known encoding", fault::both, rows_of("X-Octets: \xff\xfe\x80\r\n"), answers(200), taken},

        {"garbage for a status line", fault::both, raw("\x01\x02\xff garbage\r\n\r\n"), version, unknown_outcome},
        {"another protocol's greeting", fault::both, raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"), version, unknown_outcome},
        {"HTTP/0.9", fault::both, raw(a_user), version, unknown_outcome},
        {"HTTP/1.0", fault::both, raw("HTTP/1.0 200 OK\r\n\r\n" + std::string(a_user)), answers(200), taken},
        {"HTTP/2 in a status line", fault::both, raw("HTTP/2 200 OK\r\n\r\n"), version, unknown_outcome},
        {"HTTP/2 frames", fault::both, raw("\0\0\0\4\0\0\0\0\0\0\0\0\4\1\0\0\0\0"sv), version, unknown_outcome},
        {"a status of two digits", fault::both, raw("HTTP/1.1 99 Short\r\n\r\n"), fails({http_error::bad_status}),
         unknown_outcome},
        {"a status line without reason", fault::both,
         raw("HTTP/1.1 200 \r\nContent-Length: 95\r\n\r\n" + std::string(a_user)), answers(200), taken},
        {"a status line without the blank before the reason", fault::both,
         raw("HTTP/1.1 200\r\nContent-Length: 95\r\n\r\n" + std::string(a_user)), fails({http_error::bad_status}),
         unknown_outcome},
    };
}

} // namespace okta::test
