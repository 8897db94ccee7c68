#include "fakes.hpp"

#include <okta/actions/devices.hpp>
#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>

#include <boost/test/unit_test.hpp>

#include <array>

// Every step of an operation fails in turn, in every order up to four attempts, beside a few lines that say what must
// come of it. Time is simulated.

namespace client_steps_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;

enum class outcome { good, refused, busy, crowded, unavailable, not_connected, cut_off, lasting, token_unavailable };
constexpr std::array all{outcome::good,    outcome::refused,       outcome::busy,
                         outcome::crowded, outcome::unavailable,   outcome::cut_off,
                         outcome::lasting, outcome::not_connected, outcome::token_unavailable};

okta::http_response limited(char const* limit)
{
    return answer(429, R"({"errorCode":"E0000047"})",
                  {{"X-Rate-Limit-Limit", limit},
                   {"X-Rate-Limit-Remaining", "0"},
                   {"X-Rate-Limit-Reset", "1795694430"},
                   {"Date", "Thu, 26 Nov 2026 12:00:00 GMT"}});
}

okta::transport_result played(outcome o, std::string const& body)
{
    using okta::sent;
    switch (o) {
    case outcome::refused: return answer(403, R"({"errorCode":"E0000006"})");
    case outcome::busy: return limited("600");
    case outcome::crowded: return limited("0");
    case outcome::unavailable: return answer(503, "<html>");
    case outcome::cut_off: return okta::transport_error{asio::error::connection_reset, "read", sent::perhaps_all};
    case outcome::lasting: return okta::transport_error{asio::error::access_denied, "TLS", sent::nothing, true};
    case outcome::not_connected:
        return okta::transport_error{asio::error::connection_refused, "connect", sent::nothing};
    default: return answer(body.empty() ? 204 : 200, body);
    }
}

/// The outcomes of one call, the last one for ever.
struct sequence
{
    std::vector<outcome> steps;
    std::size_t at = 0;

    outcome next() { return steps[std::min(at++, steps.size() - 1)]; }
    outcome peek() const { return steps[std::min(at, steps.size() - 1)]; }
};

/// Fails where the sequence says that there is no token.
struct token_of_sequence
{
    std::shared_ptr<sequence> from;

    std::optional<okta::error> authorise(okta::http_request&)
    {
        if (from->peek() != outcome::token_unavailable) return std::nullopt;
        (void)from->next();
        okta::error e;
        e.kind = okta::error_kind::transport;
        return e;
    }
    bool is_bearer() const { return true; }
};

constexpr int retries = 3;

struct expected
{
    int sent = 0;
    bool good = false, may_have_happened = false;
};

/// What must come of it: nothing is sent again after an outcome that is not known, unless it is idempotent.
expected come_of(sequence s, bool idempotent, bool safe)
{
    expected e;
    for (int attempt = 0; attempt <= retries; ++attempt) {
        auto const o = s.next();
        e.sent += o != outcome::token_unavailable;
        e.good = o == outcome::good;
        bool const unknown = o == outcome::unavailable || o == outcome::cut_off;
        e.may_have_happened = e.may_have_happened || (unknown && !safe);
        bool const final = e.good || o == outcome::refused || o == outcome::lasting;
        if (final || (unknown && !idempotent)) break;
    }
    e.may_have_happened = e.may_have_happened && !e.good;
    return e;
}

template <class Way, class Request>
void play_all(Request const& request, std::string const& body, bool idempotent, bool safe, int depth)
{
    auto played_now = std::make_shared<sequence>();
    int sent = 0;
    auto const server = std::make_shared<script>([&, played_now](okta::http_request const&) {
        ++sent;
        return played(played_now->next(), body);
    });
    Way way(server);
    simulated_time time;
    okta::client client(org, token_of_sequence{played_now}, way.transport,
                        {.retry = {.max_retries = retries, .budget = 10}, .governor = {}, .clock = time.clock()});
    int sequences = 1;
    for (int i = 0; i < depth; ++i) sequences *= static_cast<int>(all.size());
    for (int number = 0; number < sequences; ++number) {
        *played_now = {};
        for (int i = 0, rest = number; i < depth; ++i, rest /= static_cast<int>(all.size()))
            played_now->steps.push_back(all[static_cast<std::size_t>(rest) % all.size()]);
        auto const e = come_of(*played_now, idempotent, safe);
        auto const before = time.milliseconds->load();
        sent = 0;
        auto const r = way.call(client, request);
        if (sent == e.sent && r.has_value() == e.good && r.facts().attempts == sent &&
            (r || r.error().may_have_happened == e.may_have_happened) && *time.milliseconds - before <= 3 * 31'000)
            continue;
        BOOST_ERROR("sequence " << number << ": sent " << sent << " times, " << e.sent << " expected; "
                                << (r ? "good" : r.error().message()));
    }
}

using both = boost::mp11::mp_list<blocking_way, async_way>;

} // namespace

BOOST_AUTO_TEST_SUITE(client_steps)

BOOST_AUTO_TEST_CASE_TEMPLATE(every_step_of_a_get_fails_in_turn, Way, both)
{
    play_all<Way>(okta::get_user{.id = "me"}, R"({"id":"00u1"})", true, true, 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_step_of_a_put_fails_in_turn, Way, both)
{
    play_all<Way>(okta::add_user_to_group{.group_id = "00g1", .user_id = "00u1"}, "", true, false, 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_step_of_a_create_fails_in_turn, Way, both)
{
    play_all<Way>(okta::create_group{.profile = {.name = "g"}}, R"({"id":"00g1"})", false, false, 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_step_of_delete_user_fails_in_turn, Way, both)
{
    play_all<Way>(okta::delete_user{.id = "00u1"}, "", false, false, 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_step_of_another_delete_fails_in_turn, Way, both)
{
    play_all<Way>(okta::delete_group{.group_id = "00g1"}, "", true, false, 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_step_of_a_post_that_may_be_repeated_fails_in_turn, Way, both)
{
    play_all<Way>(okta::activate_device{.device_id = "guo1"}, "", true, false, 3);
    play_all<Way>(okta::update_user{.id = "00u1", .profile = {}}, R"({"id":"00u1"})", true, false, 2);
}

BOOST_AUTO_TEST_CASE(every_order_of_four_attempts)
{
    play_all<blocking_way>(okta::delete_user{.id = "00u1"}, "", false, false, 4);
    play_all<blocking_way>(okta::update_group{.group_id = "00g1", .profile = {.name = "g"}}, "{}", true, false, 4);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace client_steps_test
