#ifndef OKTA_TEST_HOOK_SUPPORT_HPP
#define OKTA_TEST_HOOK_SUPPORT_HPP

#include <okta/hook/memory_inbox.hpp>

#include <atomic>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace okta::test {

inline timestamp at(int seconds) { return timestamp(std::chrono::seconds(1'800'000'000 + seconds)); }

inline std::vector<incoming_event> incoming(std::initializer_list<std::string> keys, std::string const& json = {})
{
    std::vector<incoming_event> events;
    for (auto const& key : keys) {
        auto& e = events.emplace_back();
        e.key = key;
        e.event_type = "user.lifecycle.create";
        e.json = json.empty() ? R"({"eventType":"user.lifecycle.create","uuid":")" + key + "\"}" : json;
    }
    return events;
}

/// For an inbox that answers at once.
template <inbox I>
put_result put(I& into, std::initializer_list<std::string> keys, std::string const& json = {})
{
    std::optional<put_result> said;
    into.put(incoming(keys, json), [&](put_result r) { said = r; });
    return said.value();
}

/// A memory_inbox whose settling fails when the test says so: all is given back then, as by a storage that is in the way.
struct failing_inbox : memory_inbox
{
    using memory_inbox::memory_inbox;
    using context = memory_inbox::context;
    std::atomic<int> failures = 0; // of the next calls of settle

    void settle(std::span<kept_event const> events, std::function<verdict(kept_event const&, context&)> const& handler,
                timestamp now)
    {
        if (failures-- > 0) {
            for (auto const& e : events) give_back(e.number);
            throw std::runtime_error("no room on the disk");
        }
        memory_inbox::settle(events, handler, now);
    }
    using memory_inbox::settle;
};

inline std::string keys_of(std::vector<kept_event> const& events)
{
    std::string keys;
    for (auto const& e : events) keys.append(keys.empty() ? "" : " ").append(e.event.key);
    return keys;
}

} // namespace okta::test
#endif
