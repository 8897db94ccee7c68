#include "fault_table.hpp"

// TLS that is refused, or is none, or ends without saying so.

namespace okta::test {
namespace {

using peer = fault_peer;

/// Before any handshake: these bytes instead of one.
fault_script instead_of_tls(std::string bytes, then what = then::hang_up)
{
    return [bytes = std::move(bytes), what](peer& p) {
        p.await_request();
        if (!bytes.empty()) p.send(bytes);
        finish(p, what);
    };
}

at_transport no_handshake(std::string says)
{
    at_transport t = fails({}, okta::sent::nothing);
    t.says = "TLS handshake with 127.0.0.1" + std::move(says);
    return t;
}

at_transport refused(std::string why)
{
    auto t = no_handshake(" (" + std::move(why) + ")");
    t.lasting = true;
    return t;
}

} // namespace

std::vector<fault> tls_faults()
{
    using enum certificate_flaw;
    using namespace std::string_literals;
    auto const handshake = no_handshake("");
    fault_server_options const bare{.script_has_handshake = true};

    return {
        {"certificate of an unknown authority",
         fault::tls,
         replies(answer()),
         refused("unable to get local issuer certificate"),
         lasting,
         {.flaw = unknown_authority}},
        {"certificate that expired",
         fault::tls,
         replies(answer()),
         refused("certificate has expired"),
         lasting,
         {.flaw = expired}},
        {"certificate that is not valid yet",
         fault::tls,
         replies(answer()),
         refused("certificate is not yet valid"),
         lasting,
         {.flaw = not_yet_valid}},
        {"certificate of another host",
         fault::tls,
         replies(answer()),
         refused("IP address mismatch"),
         lasting,
         {.certificate_names = "DNS:other.example,IP:127.0.0.2"}},

        {"plain HTTP on the TLS port", fault::tls, instead_of_tls("HTTP/1.1 400 Bad Request\r\n\r\n"), handshake,
         nothing_done, bare},
        {"garbage for a handshake", fault::tls, instead_of_tls("\x01\x02\x03\x04 garbage, and enough of it"), handshake,
         nothing_done, bare},
        {"an alert for a handshake", fault::tls, instead_of_tls("\x15\x03\x03\x00\x02\x02\x28"s), handshake,
         nothing_done, bare},
        {"half a handshake", fault::tls, instead_of_tls("\x16\x03\x03\x40\x00\x02\x00\x00"s), handshake, nothing_done,
         bare},
        {"hangs up in the handshake", fault::tls, instead_of_tls(""), handshake, nothing_done, bare},
        {"reset in the handshake", fault::tls, instead_of_tls("", then::reset),
         fails({net_error::connection_reset}, okta::sent::nothing), nothing_done, bare},
        {"a handshake never answered", fault::tls, instead_of_tls("", then::fall_silent),
         fails({net_error::timed_out}, okta::sent::nothing), nothing_done, bare, soon},

        {"TLS cut without notice, behind a whole answer", fault::tls, replies(answer(), then::cut), answers(200),
         taken},
        {"TLS cut without notice in a body that its end ends", fault::tls, replies(unframed("", a_user), then::cut),
         fails({http_error::partial_message}), unknown_outcome},
        {"TLS cut without notice before the header", fault::tls, replies("", then::cut),
         fails({http_error::end_of_stream}), unknown_outcome},
        {"TLS with a broken record in the answer",
         fault::tls,
         [](peer& p) {
             p.take_request();
             p.send("HTTP/1.1 200 OK\r\nContent-Length: 95\r\n\r\n{");
             p.send_beneath_tls("\x17\x03\x03\x00\x20 these 32 bytes decrypt to none."s);
             p.fall_silent();
         },
         {0, {}, okta::sent::perhaps_all, "read the answer of"},
         unknown_outcome},
        {"plain text in the middle of TLS",
         fault::tls,
         [](peer& p) {
             p.take_request();
             p.send_beneath_tls(answer());
             p.fall_silent();
         },
         {0, {}, okta::sent::perhaps_all, "read the answer of"},
         unknown_outcome},
    };
}

} // namespace okta::test
