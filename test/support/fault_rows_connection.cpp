#include "fault_table.hpp"

// Connections that end, or do not, at every point of a request.

namespace okta::test {
namespace {

using peer = fault_peer;

constexpr auto half_a_header = "HTTP/1.1 200 OK\r\nX-Half: an";
constexpr auto only_a_header = "HTTP/1.1 200 OK\r\nContent-Length: 95\r\n\r\n";
constexpr auto half_a_body = "HTTP/1.1 200 OK\r\nContent-Length: 95\r\n\r\n{\"id\":\"00u";

/// Answers the request that comes first, then does `goes_wrong` with the next one, then answers all others.
fault_script at_second_request(fault_script goes_wrong)
{
    return [goes_wrong = std::move(goes_wrong)](peer& p) {
        if (p.try_number() == 2) return goes_wrong(p);
        p.take_request();
        p.send(answer());
    };
}

} // namespace

std::vector<fault> connection_faults()
{
    auto const reset = fails({net_error::connection_reset});
    auto const ended = fails({http_error::end_of_stream});
    auto const truncated = fails({http_error::partial_message});
    auto const late = fails({net_error::timed_out});
    auto const nothing = okta::sent::nothing;
    at_client const done_by_the_second{"ok ok lost ok lost ok", "2 2 1 2 1 2"};

    return {
        {"connection refused",
         fault::both,
         {},
         fails({net_error::connection_refused}, nothing),
         nothing_done,
         {.door = door::refusing}},
        {"connected, but nobody ever looks",
         fault::plain,
         {},
         late,
         unread(unknown_outcome),
         {.door = door::unattended},
         soon},
        {"connected, but nobody ever looks, under TLS",
         fault::tls,
         {},
         fails({net_error::timed_out}, nothing),
         nothing_done,
         {.door = door::unattended},
         soon},
        {"hangs up when accepted", fault::plain, [](peer& p) { p.cut(); }, ended, unread(unknown_outcome)},
        {"reset before the request is read", fault::both,
         [](peer& p) {
             p.await_request();
             p.reset();
         },
         reset, unread(unknown_outcome)},

        {"reset before the header", fault::both, replies("", then::reset), reset, unknown_outcome},
        {"reset in the header", fault::both, replies(half_a_header, then::reset), reset, unknown_outcome},
        {"reset after the header", fault::both, replies(only_a_header, then::reset), reset, unknown_outcome},
        {"reset in the body", fault::both, replies(half_a_body, then::reset), reset, unknown_outcome},
        {"reset after the body", fault::both, replies(answer(), then::reset), answers(200), taken},

        {"hangs up before the header", fault::both, replies("", then::hang_up), ended, unknown_outcome},
        {"hangs up in the header", fault::both, replies(half_a_header, then::hang_up), truncated, unknown_outcome},
        {"hangs up after the header", fault::both, replies(only_a_header, then::hang_up), truncated, unknown_outcome},
        {"hangs up in the body", fault::both, replies(half_a_body, then::hang_up), truncated, unknown_outcome},
        {"hangs up after the body", fault::both, replies(answer(), then::hang_up), answers(200), taken},

        {"silent before the header", fault::both, replies("", then::fall_silent), late, unknown_outcome, {}, soon},
        {"silent in the header",
         fault::both,
         replies(half_a_header, then::fall_silent),
         late,
         unknown_outcome,
         {},
         soon},
        {"silent in the body", fault::both, replies(half_a_body, then::fall_silent), late, unknown_outcome, {}, soon},
        {"a header that drips",
         fault::both,
         [](peer& p) {
             p.take_request();
             p.send("HTTP/1.1 200 OK\r\nX-Slow: ");
             p.send_slowly(std::string(500, 'x'), 10ms);
         },
         late,
         unknown_outcome,
         {},
         soon},
        {"a body that drips",
         fault::both,
         [](peer& p) {
             p.take_request();
             p.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
             p.send_slowly(std::string(500, ' '), 10ms);
         },
         late,
         unknown_outcome,
         {},
         soon},
        {"every byte in a packet of its own", fault::both,
         [](peer& p) {
             p.take_request();
             p.send_slowly(answer(), 50us);
         },
         answers(200), taken},
        {"every byte of a chunked answer in a packet of its own", fault::both,
         [](peer& p) {
             p.take_request();
             p.send_slowly(unframed("Transfer-Encoding: chunked\r\n",
                                    "5f;a=b\r\n" + std::string(a_user) + "\r\n0\r\nX-Trailer: x\r\n\r\n"),
                           50us);
         },
         answers(200), taken},

        {"every byte of chunks that hold nothing in a packet of its own", fault::both,
         [](peer& p) {
             p.take_request();
             p.send_slowly(unframed("Transfer-Encoding: chunked\r\n", "0\r\n\r\n", 404), 50us);
         },
         answers(404), final_no},

        {"a kept connection ended before it is used again",
         fault::both,
         [](peer& p) {
             p.take_request();
             if (p.try_number() == 1) p.send_and_hang_up(answer());
             p.send(answer());
         },
         answers(200),
         taken,
         {},
         20'000ms,
         true},
        {"a kept connection reset as the next request arrives",
         fault::both,
         at_second_request([](peer& p) { p.reset(); }),
         reset,
         unread(done_by_the_second, 1),
         {},
         20'000ms,
         true},
        {"a kept connection ended as the next request arrives",
         fault::both,
         at_second_request([](peer& p) { p.hang_up(); }),
         ended,
         unread(done_by_the_second, 1),
         {},
         20'000ms,
         true},
        {"a kept connection that falls silent",
         fault::both,
         at_second_request([](peer& p) { p.fall_silent(); }),
         late,
         unread(done_by_the_second, 1),
         {},
         soon,
         true},
    };
}

} // namespace okta::test
