#include "fault_table.hpp"

// Answers whose body does not come as the header says, or is not what it says.

namespace okta::test {
namespace {

std::string chunked(std::string_view body) { return unframed("Transfer-Encoding: chunked\r\n", body); }

std::string zipped(std::string_view body) { return answer(200, "Content-Encoding: gzip\r\n", body); }

std::string sized(std::string_view length)
{
    return unframed("Content-Length: " + std::string(length) + "\r\n", a_user);
}

/// Many members that hold nothing, behind one that holds much.
std::string members()
{
    auto text = gzip(std::string(fault_body_bound / 2, ' '));
    auto const nothing = gzip("");
    while (text.size() + nothing.size() <= fault_body_bound) text += nothing;
    return text;
}

} // namespace

std::vector<fault> framing_faults()
{
    auto const bad_length = fails({http_error::bad_content_length});
    auto const bad_chunk = fails({http_error::bad_chunk});
    auto const truncated = fails({http_error::partial_message});
    auto const body_bound = exceeds(http_error::body_limit);
    auto const header_bound = exceeds(http_error::header_limit);
    auto const broken = fails({make_error_code(boost::system::errc::bad_message)});
    auto const user = std::string(a_user);
    auto const whole = gzip(user);
    auto damaged = whole;
    damaged[whole.size() / 2] ^= 0x55;

    return {
        {"Content-Length says less than there is", fault::both, replies(answer() + "and more"), answers(200), taken},
        {"Content-Length is a word", fault::both, replies(sized("many")), bad_length, unknown_outcome},
        {"Content-Length is negative", fault::both, replies(sized("-1")), bad_length, unknown_outcome},
        {"Content-Length has a sign", fault::both, replies(sized("+95")), bad_length, unknown_outcome},
        {"Content-Length is empty", fault::both, replies(sized("")), bad_length, unknown_outcome},
        {"two Content-Lengths that differ", fault::both, replies(answer(200, "Content-Length: 3\r\n")),
         fails({http_error::multiple_content_length}), unknown_outcome},
        {"two Content-Lengths that agree", fault::both, replies(answer(200, "Content-Length: 95\r\n")), answers(200),
         taken},
        {"Content-Length is huge", fault::both, replies(sized("1000000000000")), body_bound, too_large},
        {"Content-Length overflows", fault::both, replies(sized("18446744073709551711")), bad_length, unknown_outcome},
        {"Content-Length and chunks", fault::both,
         replies(answer(200, "Transfer-Encoding: chunked\r\n", "5f\r\n" + user + "\r\n0\r\n\r\n")),
         fails({http_error::bad_content_length, http_error::bad_transfer_encoding}), unknown_outcome},

        {"a chunk size that is no number", fault::both, replies(chunked("many\r\n")), bad_chunk, unknown_outcome},
        {"a chunk size that overflows", fault::both, replies(chunked("fffffffffffffffff\r\n")), bad_chunk,
         unknown_outcome},
        {"a huge chunk", fault::both, replies_endlessly(chunked("7fffffffffffffff\r\n"), " "), body_bound, too_large},
        {"a chunk longer than its size", fault::both, replies(chunked("5\r\n" + user + "\r\n0\r\n\r\n")), bad_chunk,
         unknown_outcome},
        {"half a chunk", fault::both, replies(chunked("5f\r\n" + user.substr(0, 50)), then::hang_up), truncated,
         unknown_outcome},
        {"no last chunk", fault::both, replies(chunked("5f\r\n" + user + "\r\n"), then::hang_up), truncated,
         unknown_outcome},
        {"endless chunks", fault::both, replies_endlessly(chunked(""), "1\r\n \r\n"), body_bound, too_large},
        {"endless chunks that are nearly all extension",
         fault::both,
         replies_endlessly(chunked(""), "1;a=" + std::string(4000, 'x') + "\r\n \r\n"),
         fails({net_error::timed_out}),
         unknown_outcome,
         {},
         soon},
        {"an endless chunk extension", fault::both, replies_endlessly(chunked("5f;a=\""), "x"), header_bound,
         too_large},
        {"an endless trailer", fault::both, replies_endlessly(chunked("0\r\n"), "X-Trailer: x\r\n"), header_bound,
         too_large},

        {"endless body without Content-Length", fault::both, replies_endlessly(unframed("", ""), " "), body_bound,
         too_large},
        {"a body until the end of the connection", fault::both, replies(unframed("", user), then::hang_up),
         answers(200), taken},

        {"gzip bomb", fault::both, replies(zipped(gzip(std::string(100 * fault_body_bound, ' ')))), body_bound,
         too_large},
        {"gzip bomb of many members", fault::both, replies(zipped(members())), broken, unknown_outcome},
        {"gzip that is damaged", fault::both, replies(zipped(damaged)), broken, unknown_outcome},
        {"gzip cut off", fault::both, replies(zipped(std::string_view(whole).substr(0, whole.size() / 2))), broken,
         unknown_outcome},
        {"gzip with something behind it", fault::both, replies(zipped(whole + "junk")), broken, unknown_outcome},
        {"gzip that is none", fault::both, replies(zipped(user)), broken, unknown_outcome},
        {"unknown Content-Encoding", fault::both, replies(answer(200, "Content-Encoding: br\r\n")), broken,
         unknown_outcome},
        {"two Content-Encodings", fault::both, replies(answer(200, "Content-Encoding: gzip, gzip\r\n")), broken,
         unknown_outcome},

        {"an answer nobody asked for, behind the answer", fault::both,
         replies(answer() + answer(200, "", R"({"id":"00uEvil"})")), answers(200), taken},
        {"Connection: close, and it stays open", fault::both, replies(answer(200, "Connection: close\r\n")),
         answers(200), taken},
        {"garbage behind the answer", fault::both, replies(answer() + "\x01\x02 garbage"), answers(200), taken},
    };
}

} // namespace okta::test
