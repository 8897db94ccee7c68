// What an event costs from its bytes to its handler, beside Boost.JSON's parsing of the same bytes into a DOM.
//
//   okta_bench_events [--check]     --check: 1 when the bound on the ratio is broken; the time is the machine's, too

#include "turns.hpp"

#include <okta/event_hook.hpp>
#include <okta/hook/sample_event.hpp>

#include <boost/json/parse.hpp>

#include <cstdio>
#include <string>
#include <string_view>

namespace {

constexpr double longest = 10e-6; // seconds, for an event of 3 KB
constexpr double largest = 1.5;   // times boost::json::parse

} // namespace

int main(int argc, char** argv)
{
    okta::bench::keep_freed_memory();
    auto e = okta::sample_event("group.user_membership.add");
    auto& data = *e.debug_context->debug_data;
    for (int i = 0; okta::to_json(e).size() < 3'000; ++i) // as long as a busy org's are
        data["dtHash" + std::to_string(i)] = std::string(64, 'x');
    auto const in = okta::to_incoming(e);
    auto const delivery = R"({"eventType":"com.okta.event_hook","eventId":"d","data":{"events":[)" + in.json + "]}}";

    unsigned long handled = 0;
    okta::dispatcher const on{[&](okta::events::group_member_added const& m) { handled += !m.user.id.empty(); }};
    okta::event_decoder decode;
    auto const [typed, parsed, split] = okta::bench::in_turns(
        [&] { on(decode(in)); }, [&] { handled += boost::json::parse(in.json).is_null(); },
        [&] { handled += okta::split_delivery(delivery)->empty(); });
    auto const ratio = typed / parsed;
    std::printf(
        "event of %zu bytes | decode and dispatch %.2f us, boost::json::parse %.2f us: %.2f times | split of its "
        "delivery %.2f us | %zu bytes as okta::event\n",
        in.json.size(), typed * 1e6, parsed * 1e6, ratio, split * 1e6, sizeof(okta::event));
    if (handled == 0) return std::fputs("events: nothing was handled\n", stderr), 1;
    std::printf("at most %.0f us: %s; at most %.1f times: %s\n", longest * 1e6, typed <= longest ? "holds" : "not here",
                largest, ratio <= largest ? "holds" : "broken");
    bool const holds = ratio <= largest;
    return argc > 1 && std::string_view(argv[1]) == "--check" && !holds;
}
