#ifndef OKTA_IMPL_CONNECTION_POOL_IPP
#define OKTA_IMPL_CONNECTION_POOL_IPP

#include <okta/impl/origin.ipp>
#include <okta/impl/proxy.ipp>
#include <okta/impl/stream.ipp>
#include <okta/impl/tls.ipp>
#include <okta/model/deadline.hpp>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace okta::detail {

class http_call;
using steady = std::chrono::steady_clock;

/// A stream and the bytes read from it that nobody took yet.
struct connection
{
    connection(boost::asio::any_io_executor const& executor, std::size_t buffer_bytes)
        : io(executor), buffer(new char[buffer_bytes]), capacity(buffer_bytes)
    {
    }

    [[nodiscard]] std::size_t pending() const { return end - begin; }
    [[nodiscard]] std::string_view unread() const { return {buffer.get() + begin, pending()}; }

    /// Makes room behind what is pending, growing up to `limit`. False when that is reached.
    [[nodiscard]] bool make_room(std::size_t limit)
    {
        auto const size = pending();
        if (size == capacity) {
            if (capacity >= limit) return false;
            std::unique_ptr<char[]> larger(new char[capacity * 2]);
            std::memcpy(larger.get(), buffer.get() + begin, size);
            buffer = std::move(larger);
            capacity *= 2;
        } else if (begin != 0) {
            std::memmove(buffer.get(), buffer.get() + begin, size);
        }
        begin = 0;
        end = size;
        return true;
    }

    stream io;
    std::unique_ptr<char[]> buffer; // not a vector: nobody needs it zeroed
    std::size_t capacity, begin = 0, end = 0;
    steady::time_point idle_since = {};
};
using connection_ptr = std::unique_ptr<connection>;

/// What a transport knows of an origin. `open` counts the connections in use, idle, and about to be opened.
struct origin_state
{
    origin_name name = {};
    bool through_proxy = false;
    std::size_t open = 0;
    std::vector<connection_ptr> idle = {}; // the last used at the end, where they are taken from
    std::list<std::weak_ptr<http_call>> waiting = {};
};

/// Which connections there are, and who waits for one. It never calls into a call while it is locked.
///
/// The lists hold calls weakly: a call lives as long as its timer, so that destroying the executor's context ends it.
class connection_pool
{
public:
    using calls = std::list<std::weak_ptr<http_call>>;

    /// A call's place in the pool's lists.
    struct place
    {
        calls* list = nullptr;
        calls::iterator self = {};
    };
    enum class admission { granted, queued, full, closed };

    connection_pool(boost::asio::any_io_executor ex, asio_transport_options opts)
        : executor(std::move(ex)), options(std::move(opts)), tls(make_tls_context(options)), proxy(make_proxy(options))
    {
    }

    /// What is known of `origin`; null when it is no origin.
    std::shared_ptr<origin_state> find(std::string const& origin);

    /// Asks for a connection: granted, which may give a kept one or the right to open one, or queued.
    admission acquire(std::shared_ptr<http_call> const& call, place& at, origin_state& origin, connection_ptr& kept);

    /// In exchange for a kept connection that was found dead: the next one, or null and the right to open one.
    connection_ptr another(origin_state& origin);

    /// Gives back a connection for others to use, or with null the right to open one.
    void release(std::shared_ptr<origin_state> const& origin, connection_ptr kept);

    /// Takes a call off the lists.
    void leave(place& at);

    /// Refuses new calls and aborts those under way.
    void close();

    boost::asio::any_io_executor const executor;
    asio_transport_options const options;
    ssl_context_ptr const tls;
    proxy_settings const proxy;

private:
    void drop_expired(origin_state& origin, std::vector<connection_ptr>& dropped);

    std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<origin_state>> origins_;
    calls running_;
    std::size_t waiting_ = 0;
    bool closed_ = false;
};

OKTA_DECL std::shared_ptr<origin_state> connection_pool::find(std::string const& origin)
{
    std::lock_guard const lock(mutex_);
    if (auto const found = origins_.find(origin); found != origins_.end()) return found->second;
    auto name = parse_origin(origin);
    if (!name) return nullptr;
    if (origins_.size() >= 1024) // a bound on what many different origins leave behind
        std::erase_if(origins_, [](auto const& o) { return o.second.use_count() == 1 && o.second->open == 0; });
    auto state = std::make_shared<origin_state>();
    state->through_proxy = name->tls && proxy.serves(name->endpoint);
    state->name = std::move(*name);
    return origins_.emplace(origin, std::move(state)).first->second;
}

OKTA_DECL void connection_pool::drop_expired(origin_state& origin, std::vector<connection_ptr>& dropped)
{
    auto const oldest = steady::now() - within_a_century(options.idle_timeout);
    auto const fresh = std::ranges::find_if(origin.idle, [&](auto const& c) { return c->idle_since > oldest; });
    origin.open -= static_cast<std::size_t>(fresh - origin.idle.begin());
    dropped.insert(dropped.end(), std::move_iterator(origin.idle.begin()), std::move_iterator(fresh));
    origin.idle.erase(origin.idle.begin(), fresh);
}

OKTA_DECL connection_pool::admission connection_pool::acquire(std::shared_ptr<http_call> const& call, place& at,
                                                              origin_state& origin, connection_ptr& kept)
{
    std::vector<connection_ptr> dropped; // closed after unlocking
    std::lock_guard const lock(mutex_);
    if (closed_) return admission::closed;
    drop_expired(origin, dropped);
    auto const must_wait = origin.idle.empty() && origin.open >= options.max_connections_per_origin;
    if (must_wait && waiting_ >= options.max_waiting) return admission::full;

    at.list = must_wait ? &origin.waiting : &running_;
    at.self = at.list->insert(at.list->end(), call);
    if (must_wait) {
        ++waiting_;
        return admission::queued;
    }
    if (origin.idle.empty()) {
        ++origin.open;
    } else {
        kept = std::move(origin.idle.back());
        origin.idle.pop_back();
    }
    return admission::granted;
}

OKTA_DECL connection_ptr connection_pool::another(origin_state& origin)
{
    std::lock_guard const lock(mutex_);
    if (origin.idle.empty()) return nullptr;
    auto kept = std::move(origin.idle.back());
    origin.idle.pop_back();
    --origin.open;
    return kept;
}

OKTA_DECL void connection_pool::leave(place& at)
{
    std::lock_guard const lock(mutex_);
    if (!at.list) return;
    if (at.list != &running_) --waiting_;
    std::exchange(at.list, nullptr)->erase(at.self);
}

} // namespace okta::detail
#endif
