// The bytes that a server reads: they become requests that are what they say, or are refused with a status; in whatever
// pieces they come. What comes through goes to an event hook's endpoint.
//
// An input is what a client sends: requests, one behind the other.

// The parser is within what is compiled with the library.
#undef OKTA_SEPARATE_COMPILATION

#include "expect.hpp"

#include <okta/event_hook.hpp>
#include <okta/transport/http_server.hpp>

#include <charconv>

namespace {

using fuzz::expect;

constexpr std::string_view own_origin = "http://127.0.0.1:8080";
constexpr std::size_t most_requests = 16;

okta::http_server_options small()
{
    okta::http_server_options o;
    o.max_header_bytes = 1'024;
    o.max_target_bytes = 256;
    o.max_body_bytes = 512;
    return o;
}

/// What a connection gave: its requests, and how it ended.
struct outcome
{
    std::vector<okta::received_request> requests = {};
    int refused = 0;
    std::string why = {};
    bool early = false; // the bytes end within a request
};

/// As the server's session does, with `piece` bytes a time.
outcome read(std::string_view sent, std::size_t piece)
{
    static auto const options = small();
    static std::string const own(own_origin);
    outcome o;
    std::string pending;
    okta::received_request now;
    std::optional<okta::detail::request_parser> parser;
    bool idle = true;
    while (!sent.empty() || !pending.empty()) {
        if (idle) pending.erase(0, std::min(pending.find_first_not_of("\r\n"), pending.size()));
        auto const before = pending.size();
        if (!pending.empty()) {
            idle = false;
            if (!parser) parser.emplace(now, options, own);
            boost::beast::error_code error;
            pending.erase(0, parser->put(boost::asio::buffer(pending), error));
            if (error && error != boost::beast::http::error::need_more) {
                auto const refused = parser->refusal(error, pending);
                o.refused = refused.status;
                o.why = refused.why;
                return o;
            }
            if (parser->is_done()) {
                bool const more = parser->keep_alive() && o.requests.size() < most_requests;
                o.requests.push_back(std::exchange(now, {}));
                parser.reset();
                idle = true;
                if (!more) return o;
                continue;
            }
        }
        if (sent.empty() && pending.size() == before) break; // it waits for more
        pending.append(sent.substr(0, piece));
        sent.remove_prefix(std::min(piece, sent.size()));
    }
    if (parser) {
        o.refused = 400; // as at the connection's end
        o.why = "the request ended too early";
        o.early = true;
    }
    return o;
}

bool alike(okta::http_fields const& a, okta::http_fields const& b)
{
    bool same = a.size() == b.size();
    for (std::size_t i = 0; same && i < a.size(); ++i) same = a[i].name == b[i].name && a[i].value == b[i].value;
    return same;
}

bool alike(okta::received_request const& a, okta::received_request const& b)
{
    return a.method_text == b.method_text && a.has_length == b.has_length && a.request.method == b.request.method &&
           a.request.origin == b.request.origin && a.request.target == b.request.target &&
           alike(a.request.fields, b.request.fields) && a.request.body == b.request.body;
}

void check_framing(okta::http_request const& r, bool has_length, std::string_view sent)
{
    auto const lengths = r.fields.all("Content-Length"), codings = r.fields.all("Transfer-Encoding");
    expect(codings.size() <= 1 && (codings.empty() || lengths.empty()), "two framings", sent);
    expect(has_length == (!lengths.empty() || !codings.empty()), "a framing that is not told", sent);
    expect(codings.empty() || okta::equal_ignoring_case(codings[0], "chunked"), "an unknown coding", sent);
    if (lengths.empty()) return expect(!codings.empty() || r.body.empty(), "a body of no length", sent, r.body);
    for (auto const text : lengths) { // repeated alike at most: RFC 9110 section 8.6
        std::size_t length = 0;
        auto const end = text.data() + text.size();
        expect(std::from_chars(text.data(), end, length).ptr == end && length == r.body.size(), "another length", sent,
               text);
    }
}

void check(okta::received_request const& got, std::string_view sent)
{
    auto const& r = got.request;
    auto const options = small();
    expect(okta::detail::is_token(got.method_text) && got.method_text != "CONNECT", "a method", sent, got.method_text);
    expect(got.method_known() || r.method == okta::method::get, "a method that was not sent", sent);
    expect(r.target.starts_with('/') && r.target.size() <= options.max_target_bytes + 1, "a target", sent, r.target);
    expect(std::ranges::all_of(r.target, [](char c) { return c > ' ' && c <= '~' && c != '#'; }), "a target", sent,
           r.target);
    auto const authority = std::string_view(r.origin).substr(std::min<std::size_t>(r.origin.size(), 7));
    expect(r.origin.starts_with("http://") && okta::detail::parse_authority(authority, 80), "an origin", sent,
           r.origin);
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < r.fields.size(); ++i) {
        auto const [name, value] = r.fields[i];
        expect(okta::detail::is_token(name), "a field's name", sent, name);
        expect(value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos, "a field's value", sent, value);
        bytes += name.size() + value.size();
    }
    expect(bytes <= options.max_header_bytes && r.body.size() <= options.max_body_bytes, "more than is allowed", sent);
    expect(r.fields.all("Host").size() <= 1, "two hosts", sent);
    check_framing(r, got.has_length, sent);
}

/// What a request comes to at an event hook; its inbox keeps nothing.
void give_to_hook(okta::http_request const& r, std::string_view sent)
{
    static okta::hook_endpoint hook([](auto&&, auto const& done) { done(okta::put_result::kept); },
                                    {.secrets = {okta::secret("wire-secret")}, .path = "/okta/events"});
    auto const answer = hook.handle(r);
    constexpr std::array statuses{200, 204, 400, 401, 404, 405, 413, 415};
    expect(std::ranges::count(statuses, answer.status) == 1, "a status", sent, std::to_string(answer.status));
    auto const* const wrong = okta::detail::refusal(answer);
    expect(!wrong, "an answer that cannot be sent", sent, wrong ? wrong : "");
}

/// In pieces a header is looked at when all of it is there: what ends or grows too large before has no other fault.
bool refused_alike(outcome const& whole, outcome const& again, std::size_t size)
{
    if (whole.refused == again.refused && whole.early == again.early) return true;
    if (whole.refused == 0) return false;
    if (again.refused == 413) return true; // Beast counts a chunk again whose extension has a quote without end
    if (whole.early) return again.refused == 431 && size + 4 > small().max_header_bytes; // it waited for too much
    if (whole.refused == 431) return again.refused != 414; // it may have another fault behind that, or just fit
    return again.early || again.refused == 431 || again.refused == 414;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const sent = fuzz::text_of(data, size);
    auto const whole = read(sent, size);
    constexpr std::array refusals{0, 400, 413, 414, 417, 431, 501, 505};
    expect(std::ranges::count(refusals, whole.refused) == 1, "a status", sent, std::to_string(whole.refused));
    expect(fuzz::is_one_line(whole.why) && whole.why.empty() == (whole.refused == 0), "why", sent, whole.why);
    for (auto const& r : whole.requests) {
        check(r, sent);
        if (r.method_known()) give_to_hook(r.request, sent);
    }
    for (std::size_t const piece : {1u, 7u, 100u}) {
        auto const again = read(sent, piece);
        auto const count = again.requests.size();
        // Beast counts blanks only in what it looks at together: in pieces they may pass where they did not before.
        auto const more = whole.refused == 431 ? 1u : 0u;
        auto const both = static_cast<std::ptrdiff_t>(std::min(count, whole.requests.size()));
        expect(count <= whole.requests.size() + more &&
                   std::equal(again.requests.begin(), again.requests.begin() + both, whole.requests.begin(),
                              [](auto const& a, auto const& b) { return alike(a, b); }),
               "other requests from pieces", sent, std::to_string(piece));
        // Blanks around a value and the like count where a header is not there at once.
        if (count < whole.requests.size())
            return expect(again.refused == 431, "a request less from pieces", sent, std::to_string(piece)), 0;
        expect(refused_alike(whole, again, size), "refused otherwise in pieces",
               std::to_string(whole.refused) + whole.why, std::to_string(again.refused) + again.why);
    }
    return 0;
}
