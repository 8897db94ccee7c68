#ifndef OKTA_EXAMPLES_REDIS_CONNECTION_HPP
#define OKTA_EXAMPLES_REDIS_CONNECTION_HPP

#include <okta/hook/sink.hpp>
#include <okta/model/secret.hpp>

#include <hiredis/hiredis.h> // 0.14 or newer

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Where a Redis server is. The connection is not encrypted: beyond a private network put a tunnel before it.
struct redis_address
{
    std::string host = "127.0.0.1";
    std::uint16_t port = 6379;
    std::string user = {};      ///< of its ACL; empty: the default one
    okta::secret password = {}; ///< empty: none
    std::chrono::milliseconds connect_timeout{1'000};
    std::chrono::milliseconds timeout{3'000}; ///< for the answers of what is sent at once
};

/// Redis refused a command: `what()` begins with the command and has the server's words.
class redis_refused : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

using redis_command = std::vector<std::string>;

struct redis_reply_deleter
{
    void operator()(redisReply* r) const noexcept { freeReplyObject(r); }
};
using redis_reply = std::unique_ptr<redisReply, redis_reply_deleter>;

inline std::string_view redis_text(redisReply const& r)
{
    auto const has_text = r.type == REDIS_REPLY_STRING || r.type == REDIS_REPLY_STATUS || r.type == REDIS_REPLY_ERROR;
    return has_text ? std::string_view(r.str, static_cast<std::size_t>(r.len)) : std::string_view();
}

/// After so many failures: `first`, doubled by each but the first, `longest` at most.
inline std::chrono::milliseconds redis_backoff(long long failures, std::chrono::milliseconds first,
                                               std::chrono::milliseconds longest)
{
    auto time = first;
    for (long long i = 1; i < failures && time < longest; ++i) time *= 2;
    return std::min(time, longest);
}

/// One connection, made when it is needed, and again after it broke. Several commands go at once and are answered in
/// their order.
///
/// The program has to ignore SIGPIPE, as hiredis writes to connections that the server has closed.
/// \par Errors: okta::sink_unavailable when the server cannot be reached, does not answer in time, or takes nothing for
/// now (it starts up, or its memory or disk is full). Whether it has done what was sent is not known then.
/// redis_refused for other errors.
/// \par Thread safety: one thread at a time.
class redis_connection
{
public:
    explicit redis_connection(redis_address at) : at_(std::move(at)) {}

    /// \returns an answer for each command; none of them is an error
    std::vector<redis_reply> run_all(std::vector<redis_command> const& commands)
    {
        if (!context_) connect();
        return exchange(commands);
    }

    redis_reply run(redis_command const& command) { return std::move(run_all({1, command}).front()); }

private:
    using clock = std::chrono::steady_clock;
    struct closing
    {
        void operator()(redisContext* c) const noexcept { redisFree(c); }
    };

    static timeval time_of(std::chrono::milliseconds t)
    {
        return {static_cast<time_t>(t.count() / 1'000), static_cast<suseconds_t>(t.count() % 1'000 * 1'000)};
    }

    void connect()
    {
        context_.reset(redisConnectWithTimeout(at_.host.c_str(), at_.port, time_of(at_.connect_timeout)));
        if (!context_) throw std::bad_alloc();
        if (context_->err) lost(context_->errstr);
        if (redisSetTimeout(context_.get(), time_of(at_.timeout)) != REDIS_OK) lost(context_->errstr);
        if (at_.password.empty()) return;
        redis_command auth{"AUTH"};
        if (!at_.user.empty()) auth.push_back(at_.user);
        auth.emplace_back(at_.password.reveal());
        exchange({auth});
    }

    [[noreturn]] void lost(std::string const& why)
    {
        auto const text = "redis at " + at_.host + ":" + std::to_string(at_.port) + ": " + why;
        context_.reset();
        throw okta::sink_unavailable(text);
    }

    std::vector<redis_reply> exchange(std::vector<redis_command> const& commands)
    {
        std::vector<redis_reply> replies;
        try {
            for (auto const& c : commands) append(c);
            auto const deadline = clock::now() + at_.timeout;
            while (replies.size() < commands.size()) replies.push_back(read(deadline));
        } catch (...) { // answers that were not read would be taken for the next ones'
            context_.reset();
            throw;
        }
        for (std::size_t i = 0; i < replies.size(); ++i)
            if (replies[i]->type == REDIS_REPLY_ERROR) refused(commands[i].front(), redis_text(*replies[i]));
        return replies;
    }

    void append(redis_command const& c)
    {
        std::vector<char const*> texts;
        std::vector<std::size_t> sizes;
        for (auto const& word : c) {
            texts.push_back(word.data());
            sizes.push_back(word.size());
        }
        if (redisAppendCommandArgv(context_.get(), static_cast<int>(c.size()), texts.data(), sizes.data()) != REDIS_OK)
            lost(context_->errstr);
    }

    redis_reply read(clock::time_point deadline)
    {
        for (int written = 0; !written;)
            if (redisBufferWrite(context_.get(), &written) != REDIS_OK) lost(context_->errstr);
        for (;;) {
            void* reply = nullptr;
            if (redisGetReplyFromReader(context_.get(), &reply) != REDIS_OK) lost(context_->errstr);
            if (reply) return redis_reply(static_cast<redisReply*>(reply));
            if (clock::now() >= deadline) lost("no answer in time");
            if (redisBufferRead(context_.get()) != REDIS_OK) lost(context_->errstr);
        }
    }

    [[noreturn]] void refused(std::string const& command, std::string_view why)
    {
        static constexpr std::string_view for_now[] = {"LOADING ",    "OOM ",        "MISCONF ",    "READONLY ",
                                                       "MASTERDOWN ", "BUSY ",       "NOREPLICAS ", "NOAUTH ",
                                                       "WRONGPASS ",  "CLUSTERDOWN "};
        if (std::ranges::any_of(for_now, [&](auto code) { return why.starts_with(code); })) lost(std::string(why));
        throw redis_refused("redis: " + command + ": " + std::string(why));
    }

    redis_address at_;
    std::unique_ptr<redisContext, closing> context_ = {};
};

#endif
