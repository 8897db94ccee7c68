// The fault table through a client that repeats twice: what a call of each class of action gives, how often it is sent,
// how long it waits, and what the repetitions carry.

#include "fault_trials.hpp"

#include <okta/actions/devices.hpp>
#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>
#include <okta/client.hpp>

#include <boost/asio/use_future.hpp>

#include <mutex>
#include <set>
#include <sstream>

namespace asio_faults_client_test {
namespace {

using namespace okta::test;

constexpr int max_retries = 2;
constexpr auto longest_delay = 8ms;
constexpr auto token = "00faultToken-0123456789";

/// A client's transport that remembers what it was given, and a clock whose waits take no time.
struct client_under_test
{
    struct log
    {
        std::mutex mutex;
        std::vector<okta::http_request> sent;
        std::vector<std::chrono::milliseconds> waits;
    };

    struct watched
    {
        okta::asio_transport inner;
        std::shared_ptr<log> seen;

        okta::transport_result send(okta::http_request request)
        {
            note(request);
            return inner.send(std::move(request));
        }
        [[nodiscard]] auto get_executor() const { return inner.get_executor(); }
        template <class Token>
        auto async_send(okta::http_request request, Token&& t)
        {
            note(request);
            return inner.async_send(std::move(request), std::forward<Token>(t));
        }
        void note(okta::http_request const& request)
        {
            std::lock_guard const lock(seen->mutex);
            seen->sent.push_back(request);
        }
    };

    [[nodiscard]] okta::client_options options(std::chrono::milliseconds timeout, bool governed) const
    {
        okta::client_options o;
        if (!governed) o.governor = {};
        o.timeout = timeout;
        o.retry.max_retries = max_retries;
        o.retry.first_delay = longest_delay / 2;
        o.retry.longest_delay = longest_delay;
        o.clock.now = [seen = seen] {
            auto now = std::chrono::steady_clock::now();
            std::lock_guard const lock(seen->mutex);
            for (auto const wait : seen->waits) now += wait;
            return now;
        };
        o.clock.sleep = [seen = seen](std::chrono::milliseconds time) {
            std::lock_guard const lock(seen->mutex);
            seen->waits.push_back(time);
        };
        return o;
    }

    /// `governed`: with the governor that every client has unless told otherwise.
    client_under_test(std::string const& origin, std::chrono::milliseconds timeout, bool governed = false)
        : org(origin, okta::api_token(okta::secret(token)), watched{transport, seen}, options(timeout, governed))
    {
    }

    okta::asio_transport transport = transport_for_faults();
    std::shared_ptr<log> seen = std::make_shared<log>();
    okta::client org;
};

/// What a call gave, whatever its action.
struct call_outcome
{
    std::string word = "ok";
    okta::error error = {};
    okta::response_facts facts = {};
};

std::string word_for(okta::error_kind kind)
{
    switch (kind) {
    case okta::error_kind::transport: return "lost";
    case okta::error_kind::service: return "refused";
    case okta::error_kind::unexpected_answer: return "odd";
    default: return std::string(to_string(kind));
    }
}

/// Blocking, or on Asio: the two drivers have to agree.
template <class Action>
call_outcome call(okta::client& org, Action const& action, bool on_asio)
{
    auto const r = on_asio ? org.async_call(action, boost::asio::use_future).get() : org.call(action);
    if (r) return {"ok", {}, r.facts()};
    return {word_for(r.error().kind), r.error(), r.facts()};
}

struct action_class
{
    char const* name;
    call_outcome (*call)(okta::client&, bool on_asio);
    bool safe = false;
};

/// In the order of the table's words.
constexpr action_class classes[] = {
    {"Get User", [](okta::client& org, bool a) { return call(org, okta::get_user{.id = "00u1"}, a); }, true},
    {"Add User to Group",
     [](okta::client& org, bool a) {
         return call(org, okta::add_user_to_group{.group_id = "00g1", .user_id = "00u1"}, a);
     }},
    {"Create User",
     [](okta::client& org, bool a) {
         okta::create_user user{.profile = {.login = "ada@example.com", .email = "ada@example.com"}};
         return call(org, user, a);
     }},
    {"Delete Group", [](okta::client& org, bool a) { return call(org, okta::delete_group{.group_id = "00g1"}, a); }},
    {"Delete User", [](okta::client& org, bool a) { return call(org, okta::delete_user{.id = "00u1"}, a); }},
    {"Activate Device",
     [](okta::client& org, bool a) { return call(org, okta::activate_device{.device_id = "guo1"}, a); }},
};
constexpr std::size_t class_count = std::size(classes);

std::string word_of(std::string const& words, std::size_t index)
{
    std::istringstream in(words);
    std::vector<std::string> all;
    for (std::string word; in >> word;) all.push_back(word);
    if (all.size() != 1 && all.size() != class_count) return "a row of " + std::to_string(all.size()) + " words";
    return all.size() == 1 ? all.front() : all[index];
}

/// What the error says beside its kind: of which answer, whether it may have happened, why it was not sent again.
void check_error(fault const& row, action_class const& of, call_outcome const& got, int tries, findings& found)
{
    auto const& e = got.error;
    auto const& at = row.transport;
    if (got.word == "lost" && !at.codes.empty() && std::ranges::find(at.codes, e.transport_code) == at.codes.end())
        found.add("another error: " + e.message());
    if (got.word != "lost") found.equal(e.status, at.status, "the error's status");
    if (e.message().find(token) != std::string::npos) found.add("the error holds the token");

    std::set<int> const unsure = {408, 500, 502, 503, 504};
    auto const may_have = got.word == "lost"      ? at.sent != okta::sent::nothing
                          : got.word == "refused" ? unsure.contains(e.status)
                                                  : e.status / 100 == 2;
    found.equal(e.may_have_happened, may_have && !of.safe, "may_have_happened");

    std::string causes;
    for (auto const& cause : e.causes) causes += cause + ';';
    auto const gives_up = tries == max_retries + 1 ? "3 attempts were made" : "it may have had its effect";
    if (tries > 1 || (may_have && got.word != "odd" && !at.lasting))
        if (causes.find(gives_up) == std::string::npos) found.add("'" + causes + "' does not say: " + gives_up);
}

void check_waits(fault const& row, client_under_test const& client, std::size_t tries, findings& found)
{
    auto const& waits = client.seen->waits;
    found.equal(waits.size(), tries - 1, "the number of waits");
    for (auto const wait : waits) {
        if (row.client.wait != 0ms) found.equal(wait.count(), row.client.wait.count(), "a wait in ms");
        else if (wait < 1ms || wait > longest_delay) found.add("a wait of " + std::to_string(wait.count()) + " ms");
    }
}

/// Each carries the credentials, once, and says which repetition it is, and of what if the server gave it a name.
void check_requests(fault const& row, std::vector<server_request> const& requests, std::string const& origin,
                    findings& found)
{
    auto repetition = row.client.unseen;
    for (auto const& r : requests) {
        if (r.target == "/first") continue;
        found.equal(r.fields.all("Authorization").size(), 1u, "the number of tokens");
        found.equal(r.fields.find("Authorization").value_or(""), std::string("SSWS ") + token, "a request's token");
        found.equal(r.fields.find("Host").value_or(""), origin.substr(origin.find("//") + 2), "a request's host");
        found.equal(r.fields.find("X-Okta-Retry-Count").value_or("0"), std::to_string(repetition), "the retry count");
        found.equal(r.fields.find("X-Okta-Retry-For").value_or(""),
                    repetition > 0 && row.transport.status != 0 ? request_id_of_answers : "", "what is repeated");
        ++repetition;
    }
}

std::string run(trial const& t, std::size_t index, findings& found)
{
    auto const& row = t.row;
    auto const& of = classes[index];
    fault_server server(row.server, t.options());
    client_under_test client(server.origin(), t.timeout());
    if (row.on_kept_connection) {
        okta::http_request first;
        first.origin = server.origin();
        first.target = "/first";
        found.equal(client.transport.send(first).has_value(), true, "that the first request is answered");
    }
    auto const got = of.call(client.org, t.tls);

    auto const tries = std::stoi(word_of(row.client.tries, index));
    found.equal(got.word, word_of(row.client.outcomes, index), "the outcome");
    found.equal(client.seen->sent.size(), static_cast<std::size_t>(tries), "the number of tries");
    found.equal(got.facts.attempts, tries, "the number of attempts in the facts");
    found.equal(server.requests().size(),
                static_cast<std::size_t>(std::max(tries - row.client.unseen, 0) + (row.on_kept_connection ? 1 : 0)),
                "the number of requests that the server saw");
    check_waits(row, client, client.seen->sent.size(), found);
    check_requests(row, server.requests(), server.origin(), found);
    if (got.word != "ok") check_error(row, of, got, tries, found);
    return t.name() + ", " + of.name;
}

/// A governor may make a call wait longer, so as not to be refused again, but not for longer than a call may take.
std::string run_governed(trial const& t, std::size_t index, findings& found)
{
    fault_server server(t.row.server, t.options());
    client_under_test client(server.origin(), t.timeout(), true);
    auto const got = classes[index].call(client.org, t.tls);

    auto const tries = std::stoi(word_of(t.row.client.tries, index));
    auto const longest = okta::retry_options{}.max_elapsed;
    std::chrono::milliseconds waited{0};
    for (auto const wait : client.seen->waits) waited += wait;
    if (waited > longest) found.add("it waited for " + std::to_string(waited.count()) + " ms in all");
    found.equal(got.word, word_of(t.row.client.outcomes, index), "the outcome");
    if (got.facts.attempts > tries) found.equal(got.facts.attempts, tries, "the number of tries");
    auto const shortest = t.row.client.wait * (tries - 1);
    if (got.facts.attempts < tries && shortest * 2 < longest) found.add("it gave up early");
    return t.name() + ", " + classes[index].name + ", governed";
}

BOOST_AUTO_TEST_CASE(a_governed_client_waits_no_longer_than_it_may)
{
    std::vector<fault> rows;
    for (auto& row : status_faults())
        if (row.transport.status >= 408) rows.push_back(std::move(row));
    run_trials(rows, class_count, run_governed);
}

BOOST_AUTO_TEST_CASE(a_client_makes_of_every_fault_what_the_table_says)
{
    run_trials(all_faults(), class_count, run);
    BOOST_TEST(elsewhere().connections() == 0);
}

} // namespace
} // namespace asio_faults_client_test
