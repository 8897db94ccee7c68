// The fault table through asio_transport alone: what one request gives, and that the next one is none the worse for it.

#include "fault_trials.hpp"

#include <chrono>
#include <set>

namespace asio_faults_transport_test {
namespace {

using namespace okta::test;
using okta::transport_result;

okta::http_request get(std::string origin, std::string target, std::chrono::milliseconds timeout)
{
    okta::http_request request;
    request.origin = std::move(origin);
    request.target = std::move(target);
    request.timeout = timeout;
    return request;
}

void check(transport_result const& result, at_transport const& expected, findings& found)
{
    if (expected.status != 0) {
        if (result) found.equal(result->status, expected.status, "the status");
        else found.add("no answer: " + result.error().message());
        return;
    }
    if (result) return found.add("answered " + std::to_string(result->status) + ": " + result->body.substr(0, 80));
    auto const& e = result.error();
    if (!expected.codes.empty() && std::ranges::find(expected.codes, e.code) == expected.codes.end())
        found.add("another error: " + e.message());
    if (e.what.find(expected.says) == std::string::npos) found.add("'" + e.what + "' does not say " + expected.says);
    found.equal(e.lasting, expected.lasting, "that the error is lasting");
    found.equal(e.sent == okta::sent::nothing, expected.sent == okta::sent::nothing, "that nothing was sent");
}

bool ended(boost::system::error_code code)
{
    return code == http_error::end_of_stream || code == net_error::connection_reset || code == net_error::broken_pipe;
}

/// How a server that is well again is found to be so, on whatever connections the fault left.
void check_recovery(trial const& t, okta::asio_transport& transport, fault_server& server, findings& found)
{
    if (t.row.options.flaw != certificate_flaw::none || t.row.options.door != door::open) return;
    if (t.row.options.certificate_names != fault_server_options{}.certificate_names) return;
    server.heal();
    auto result = transport.send(get(server.origin(), "/after", 20'000ms));
    if (!result && t.row.transport.status != 0 && ended(result.error().code)) // before the end of the kept one arrived
        result = transport.send(get(server.origin(), "/after", 20'000ms));
    if (!result) return found.add("and then: " + result.error().message());
    found.equal(result->body, "healed", "the next answer");
    found.equal(server.requests().back().target, "/after", "the last request");
}

std::string run(trial const& t, std::size_t, findings& found)
{
    fault_server server(t.row.server, t.options());
    auto transport = transport_for_faults();
    auto expected = t.row.client.unseen == all_unseen ? 0u : 1u;
    if (t.row.on_kept_connection) {
        auto const first = transport.send(get(server.origin(), "/first", 20'000ms));
        found.equal(first ? first->status : 0, 200, "the first answer's status");
        expected = t.row.client.unseen == 0 ? 2u : 1u;
    }
    auto const result = transport.send(get(server.origin(), "/api/v1/users/me", t.timeout()));
    check(result, t.row.transport, found);
    found.equal(server.requests().size(), expected, "the number of requests");
    check_recovery(t, transport, server, found);
    return t.name();
}

BOOST_AUTO_TEST_CASE(every_fault_is_what_the_table_says)
{
    auto const rows = all_faults();
    BOOST_TEST(rows.size() >= 45u);
    std::set<std::string> names;
    for (auto const& row : rows) BOOST_TEST(names.insert(row.name).second, "two rows are called " << row.name);

    run_trials(rows, 1, run);
    BOOST_TEST(elsewhere().connections() == 0);
}

} // namespace
} // namespace asio_faults_transport_test
