#include "fault_table.hpp"

// Answers of status 2xx whose body is not what the action's description says.

namespace okta::test {
namespace {

fault_script body(std::string_view text) { return replies(answer(200, "Content-Type: application/json\r\n", text)); }

std::string deep(std::size_t levels) { return R"({"id":"00u1","_embedded":)" + std::string(levels, '['); }

} // namespace

std::vector<fault> json_faults()
{
    auto const good = answers(200);
    using namespace std::string_view_literals;
    auto const user = std::string(a_user);

    return {
        {"200 without body", fault::both, body(""), good, bad_body},
        {"204 where an answer is due", fault::both, replies(unframed("", "", 204)), answers(204), bad_body},
        {"204 with a body", fault::both, replies(answer(204)), answers(204), bad_body},
        {"202 with the answer", fault::both, replies(answer(202)), answers(202), taken},
        {"200 with HTML", fault::both, body("<html><body>Sign in</body></html>"), good, bad_body},
        {"JSON called HTML", fault::both, replies(answer(200, "Content-Type: text/html\r\n")), good, taken},
        {"JSON with an escape in a member's name", fault::both, body(R"({"\u0069d":"00u1","status":"ACTIVE"})"), good,
         taken},
        {"JSON cut off", fault::both, body(std::string_view(a_user).substr(0, 60)), good, bad_body},
        {"JSON with something behind it", fault::both, body(user + "}"), good, bad_body},
        {"JSON twice", fault::both, body(user + user), good, bad_body},
        {"JSON with a byte order mark", fault::both, body("\xef\xbb\xbf" + user), good, bad_body},
        {"JSON in UTF-16", fault::both, body("\xff\xfe{\0}\0"sv), good, bad_body},
        {"NUL in JSON", fault::both, body("{\"id\":\"00\0u1\"}"sv), good, bad_body},
        {"a line break in a JSON string", fault::both, body("{\"id\":\"00\nu1\"}"), good, bad_body},
        {"an escape that is none", fault::both, body(R"({"id":"\x30"})"), good, bad_body},
        {"invalid UTF-8", fault::both, body("{\"id\":\"\xc0\xaf\"}"), good, bad_body},
        {"UTF-8 cut off", fault::both, body("{\"id\":\"\xe2\x82\"}"), good, bad_body},
        {"a lone surrogate", fault::both, body(R"({"id":"\ud800"})"), good, bad_body},
        {"surrogates in the wrong order", fault::both, body(R"({"id":"\udc00\ud800"})"), good, bad_body},
        {"JSON of the wrong type", fault::both, body(R"(["00u1"])"), good, bad_body},
        {"a member of the wrong type", fault::both, body(R"({"id":"00u1","status":{"is":"ACTIVE"}})"), good, bad_body},
        {"a number for a text", fault::both, body(R"({"id":17})"), good, bad_body},
        {"null for a user", fault::both, body("null"), good, bad_body},
        {"null for a profile", fault::both, body(R"({"id":"00u1","profile":null})"), good, taken},
        {"a timestamp that is none", fault::both, body(R"({"id":"00u1","created":"yesterday"})"), good, bad_body},
        {"JSON too deep", fault::both, body(deep(5000)), good, bad_body},
    };
}

} // namespace okta::test
