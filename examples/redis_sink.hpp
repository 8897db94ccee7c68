#ifndef OKTA_EXAMPLES_REDIS_SINK_HPP
#define OKTA_EXAMPLES_REDIS_SINK_HPP

#include "redis_connection.hpp"

#include <okta/hook/event_worker.hpp>

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

// Events into Redis Streams (Redis 6.2 or newer), for consumers on any number of machines: see redis_consumer.hpp.
//
// What Redis has said yes to is as safe as its configuration makes it: `appendonly yes` and `appendfsync always` for
// its end by a crash or a power cut; a replica may still lack it when it takes over (see WAIT). `maxmemory-policy` has
// to be `noeviction`, else Redis drops whole streams.

struct redis_sink_options
{
    redis_address redis = {};
    std::string stream = "okta:events"; ///< the streams are `<stream>:<number of the partition>`
    std::uint32_t partitions = 16;      ///< the same for everybody, as long as there are unread entries

    /// Entries of one stream. Beyond, those go that every consumer group has acknowledged; when there are none, or there
    /// is no group yet, events are refused and stay in their inbox: an entry that was not handled is never dropped.
    std::uint64_t max_length = 10'000;
    std::size_t max_event_bytes = 4 * 1024 * 1024;   ///< of its JSON; larger ones are dead in the inbox
    std::chrono::seconds remember{7 * 24 * 60 * 60}; ///< keys, by which repeated events are left out
};

/// A sink that adds each event to the stream of its partition, with the fields key, type, json and delivery. An event
/// whose key was added within `remember` is left out; that, the bound and the adding are one script, so that nothing
/// comes in between, and neither part is kept without the other. Events for several streams go at once.
/// \par Errors: see redis_connection; std::runtime_error that names a stream that is full; okta::give_up for an event
/// that is too large.
/// \par Thread safety: one thread at a time.
class redis_sink
{
public:
    explicit redis_sink(redis_sink_options options = {}) : options_(std::move(options)), redis_(options_.redis)
    {
        if (!options_.partitions || options_.stream.empty() || !options_.max_length || options_.remember.count() <= 0)
            throw std::invalid_argument("redis_sink_options: stream, partitions, max_length and remember are needed");
    }

    void publish(std::span<okta::incoming_event const> events)
    {
        for (auto const& e : events)
            if (e.json.size() > options_.max_event_bytes)
                throw okta::give_up("redis_sink: " + std::to_string(e.json.size()) + " bytes, at most " +
                                    std::to_string(options_.max_event_bytes));
        constexpr std::size_t most_events = 500, most_bytes = 8 * 1024 * 1024; // which are sent at once
        while (!events.empty()) {
            std::size_t n = 1, bytes = events[0].json.size();
            while (n < events.size() && n < most_events && bytes + events[n].json.size() <= most_bytes)
                bytes += events[n++].json.size();
            publish_at_once(events.first(n));
            events = events.subspan(n);
        }
    }

private:
    // KEYS: the stream, and for each event whether its key was seen. ARGV: max_length, remember, and four fields for
    // each event. It returns how many events are there now; the first that finds no room ends it.
    static constexpr auto add = R"(
local function before(a, b)
    local am, as, bm, bs = a:match('(%d+)'), a:match('-(%d+)'), b:match('(%d+)'), b:match('-(%d+)')
    am, as, bm, bs = tonumber(am), tonumber(as), tonumber(bm), tonumber(bs)
    return am < bm or (am == bm and as < bs)
end
local function after(id)
    return id:match('%d+') .. '-' .. string.format('%.0f', tonumber(id:match('-(%d+)')) + 1)
end
local function drop_handled()
    local first
    for _, flat in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
        local g = {}
        for i = 1, #flat, 2 do g[flat[i]] = flat[i + 1] end
        local id = after(g['last-delivered-id'])
        if g['pending'] > 0 then id = redis.call('XPENDING', KEYS[1], g['name'])[2] end
        if not first or before(id, first) then first = id end
    end
    if first then redis.call('XTRIM', KEYS[1], 'MINID', first) end
    return redis.call('XLEN', KEYS[1])
end
local most = tonumber(ARGV[1])
local length = redis.call('XLEN', KEYS[1])
for i = 2, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 0 then
        if length >= most then length = drop_handled() end
        if length >= most then return i - 2 end
        local at = 4 * i - 5
        redis.call('XADD', KEYS[1], '*', 'key', ARGV[at], 'type', ARGV[at + 1], 'json', ARGV[at + 2],
            'delivery', ARGV[at + 3])
        redis.call('SET', KEYS[i], '', 'EX', ARGV[2])
        length = length + 1
    end
end
return #KEYS - 1
)";

    /// One script for each stream: were it one for each event, a second might find the room that a first did not.
    void publish_at_once(std::span<okta::incoming_event const> events)
    {
        std::map<std::uint32_t, std::vector<okta::incoming_event const*>> by_partition;
        for (auto const& e : events)
            by_partition[okta::partition_number(okta::partition_of(e), options_.partitions)].push_back(&e);
        std::vector<redis_command> commands;
        for (auto const& [number, part] : by_partition) commands.push_back(command(number, part));
        auto const replies = redis_.run_all(commands);
        std::size_t i = 0;
        for (auto const& [number, part] : by_partition)
            if (replies[i++]->integer != static_cast<long long>(part.size()))
                throw std::runtime_error("redis_sink: " + stream(number) + " is full, with " +
                                         std::to_string(options_.max_length) +
                                         " entries that not every consumer group has acknowledged");
    }

    redis_command command(std::uint32_t number, std::vector<okta::incoming_event const*> const& events) const
    {
        auto const name = stream(number);
        redis_command c{"EVAL", add, std::to_string(events.size() + 1), name};
        for (auto const* e : events) c.push_back("{" + name + "}:seen:" + e->key); // braces: one slot of a cluster
        c.push_back(std::to_string(options_.max_length));
        c.push_back(std::to_string(options_.remember.count()));
        for (auto const* e : events) c.insert(c.end(), {e->key, e->event_type, e->json, e->delivery_id});
        return c;
    }

    std::string stream(std::uint32_t number) const { return options_.stream + ":" + std::to_string(number); }

    redis_sink_options options_;
    redis_connection redis_;
};

#endif
