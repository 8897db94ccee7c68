#ifndef OKTA_EXAMPLES_REDIS_PARTITION_HPP
#define OKTA_EXAMPLES_REDIS_PARTITION_HPP

#include "redis_connection.hpp"

#include <okta/hook/inbox.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// An entry of a stream.
struct redis_entry
{
    std::string id = {};
    okta::incoming_event event = {};
    bool removed = false; ///< somebody deleted it before it was handled
};

/// One stream as its owner sees it. An owner has a lease: a key with the owner's token, which expires. Everything here
/// is a script that looks at the lease first, and does nothing when it is another's; with most of them the lease lasts
/// anew. All owners are one consumer of the group, so that an owner finds what a former one has not acknowledged.
class redis_partition
{
public:
    redis_partition(redis_connection& redis, std::string const& stream, std::string group, std::string token,
                    std::chrono::milliseconds lease)
        : redis_(redis),
          stream_(stream),
          lease_key_("{" + stream + "}:lease:" + group),
          attempts_key_("{" + stream + "}:attempts:" + group),
          dead_key_("{" + stream + "}:dead:" + group),
          group_(std::move(group)),
          token_(std::move(token)),
          lease_(std::to_string(lease.count()))
    {
    }

    /// Whether it is owned now. The group begins with the oldest entry.
    bool claim()
    {
        return number(R"(
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return -1 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.pcall('XGROUP', 'CREATE', KEYS[2], ARGV[3], '0', 'MKSTREAM')
return 1
)",
                      {}) > 0;
    }

    bool renew() { return fenced("return 1", {}) > 0; }
    void release() { fenced("return redis.call('DEL', KEYS[1])", {}); }

    /// The next entries, in their order; `pending`: those that were read and not acknowledged. Nothing: not the owner.
    std::optional<std::vector<redis_entry>> read(bool pending, std::size_t most)
    {
        auto const r = redis_.run(script(std::string(check).append(R"(
local r = redis.call('XREADGROUP', 'GROUP', ARGV[3], 'owner', 'COUNT', ARGV[4], 'STREAMS', KEYS[2], ARGV[5])
return r and r[1][2] or {}
)"),
                                         {std::to_string(most), pending ? "0" : ">"}));
        if (r->type != REDIS_REPLY_ARRAY) return std::nullopt;
        std::vector<redis_entry> entries;
        for (std::size_t i = 0; i < r->elements; ++i) entries.push_back(entry(*r->element[i]));
        return entries;
    }

    /// False: not the owner, and nothing was done.
    bool acknowledge(std::string const& id)
    {
        return fenced("redis.call('HDEL', KEYS[3], ARGV[4]) return redis.call('XACK', KEYS[2], ARGV[3], ARGV[4])",
                      {id}) >= 0;
    }

    /// Counts that an entry is handled, or has failed. \returns how often it was, -1: not the owner
    long long count_attempt(std::string const& id)
    {
        return fenced("return redis.call('HINCRBY', KEYS[3], ARGV[4], 1)", {id});
    }

    /// Acknowledges an entry, and adds it to the dead ones of this stream and group; beyond `most` the oldest go.
    bool bury(redis_entry const& e, std::string_view why, std::size_t most)
    {
        return fenced(R"(
redis.call('XADD', KEYS[4], 'MAXLEN', ARGV[5], '*', 'id', ARGV[4], 'key', ARGV[6], 'type', ARGV[7], 'json', ARGV[8],
    'delivery', ARGV[9], 'why', ARGV[10])
redis.call('HDEL', KEYS[3], ARGV[4])
redis.call('XACK', KEYS[2], ARGV[3], ARGV[4])
return 1
)",
                      {e.id, std::to_string(most), e.event.key, e.event.event_type, e.event.json, e.event.delivery_id,
                       std::string(why.substr(0, 4'096))}) > 0;
    }

    [[nodiscard]] std::string const& stream() const noexcept { return stream_; }

private:
    static constexpr std::string_view check = R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
)";

    redis_command script(std::string text, redis_command const& more) const
    {
        redis_command c{"EVAL",        std::move(text), "4",    lease_key_, stream_,
                        attempts_key_, dead_key_,       token_, lease_,     group_};
        c.insert(c.end(), more.begin(), more.end());
        return c;
    }

    long long number(std::string text, redis_command const& more)
    {
        return redis_.run(script(std::move(text), more))->integer;
    }
    long long fenced(std::string_view text, redis_command const& more)
    {
        return number(std::string(check).append(text), more);
    }

    static redis_entry entry(redisReply const& r)
    {
        redis_entry e{.id = std::string(redis_text(*r.element[0]))};
        auto const& fields = *r.element[1];
        e.removed = fields.type != REDIS_REPLY_ARRAY;
        if (e.removed) return e;
        for (std::size_t i = 0; i + 1 < fields.elements; i += 2) {
            auto const name = redis_text(*fields.element[i]);
            auto const value = redis_text(*fields.element[i + 1]);
            if (name == "key") e.event.key = value;
            else if (name == "type") e.event.event_type = value;
            else if (name == "json") e.event.json = value;
            else if (name == "delivery") e.event.delivery_id = value;
        }
        return e;
    }

    redis_connection& redis_;
    std::string stream_, lease_key_, attempts_key_, dead_key_, group_, token_, lease_;
};

#endif
