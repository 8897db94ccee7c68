// Requests that the sandbox's org gets: whatever comes, it answers one of Okta's statuses, in JSON, and errors in Okta's
// form; it shows no token, and says the same to the same requests again.
//
// An input is one request, or several with an RS (U+001E) between them: method and target, header lines, an empty line,
// the body. The org has a few people and groups.

#include "expect.hpp"

#include <okta/codec/decode.hpp>
#include <okta/sandbox/org.hpp>

#include <boost/json/parse.hpp>

namespace {

using fuzz::expect;
using fuzz::take_until;

constexpr std::string_view token = "00fuzzTokenOfTheAdministrator000000000000";

okta::sandbox::org made()
{
    okta::sandbox::org_options options;
    options.token = token;
    okta::sandbox::org org(std::move(options));
    org.add_people(3);
    okta::group g;
    g.id = okta::id_of<okta::group>("00g1");
    org.add_group(std::move(g));
    return org;
}

okta::http_request request_of(std::string_view text, okta::sandbox::wire_facts& wire)
{
    okta::http_request r;
    r.origin = okta::sandbox::org::url();
    auto first = take_until(text, '\n');
    auto const method = take_until(first, ' ');
    r.target = first;
    using enum okta::method;
    if (method == "GET") r.method = get;
    else if (method == "POST") r.method = post;
    else if (method == "PUT") r.method = put;
    else if (method == "DELETE") r.method = okta::method::del;
    else wire.method = method;
    for (auto line = take_until(text, '\n'); !line.empty(); line = take_until(text, '\n')) {
        auto const name = take_until(line, ':');
        r.fields.add(name, line.substr(std::min(line.find_first_not_of(' '), line.size())));
    }
    if (!r.fields.find("Authorization")) r.fields.add("Authorization", "SSWS " + std::string(token));
    if (!r.fields.find("Accept")) r.fields.add("Accept", "application/json");
    if (!r.fields.find("Content-Type")) r.fields.add("Content-Type", "application/json");
    r.body = text;
    return r;
}

void check(okta::http_response const& answer, std::string_view input)
{
    auto const status = answer.status;
    bool const echo = input.find(token) != input.npos; // the input itself has the token somewhere
    expect(status == 200 || status == 201 || status == 204 || (status >= 400 && status < 500), "a status", input,
           std::to_string(status));
    for (std::size_t i = 0; i < answer.fields.size(); ++i) {
        auto const field = answer.fields[i];
        expect(fuzz::is_one_line(field.value), "a header field of several lines", input, field.value);
        expect(echo || field.value.find(token) == field.value.npos, "a token in a header field", input, field.name);
    }
    expect(echo || answer.body.find(token) == answer.body.npos, "a token in an answer", input, answer.body);
    bool const challenged = status >= 400 && answer.fields.find("WWW-Authenticate"); // may be all that is said
    if (answer.body.empty())
        return expect(status == 204 || status == 200 || challenged, "an error without a body", input);
    boost::json::parse_options options;
    options.max_depth = 100;
    boost::system::error_code ec;
    (void)boost::json::parse(answer.body, ec, {}, options);
    expect(!ec, "an answer that is no JSON", input, answer.body);
    if (status < 400) return;
    auto const e = okta::decode<okta::error_document>(answer.body);
    expect(e && e->error_code.value_or("").starts_with("E0000"), "an error that is not Okta's", input, answer.body);
}

std::vector<okta::http_response> answers(okta::sandbox::org org, std::string_view text)
{
    std::vector<okta::http_response> all;
    constexpr std::size_t most = 8;
    while (!text.empty() && all.size() < most) {
        okta::sandbox::wire_facts wire;
        auto const request = request_of(take_until(text, '\x1e'), wire);
        all.push_back(org.answer(request, wire));
    }
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = fuzz::text_of(data, size);
    auto const all = answers(made(), text), again = answers(made(), text);
    for (auto const& answer : all) check(answer, text);
    for (std::size_t i = 0; i < all.size(); ++i)
        expect(all[i].status == again[i].status && all[i].body == again[i].body, "another answer to the same", text,
               again[i].body);
    return 0;
}
