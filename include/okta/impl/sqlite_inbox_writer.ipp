#ifndef OKTA_IMPL_SQLITE_INBOX_WRITER_IPP
#define OKTA_IMPL_SQLITE_INBOX_WRITER_IPP

#include <okta/hook/sqlite_inbox.hpp>
#include <okta/impl/sqlite_inbox_core.ipp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// The thread that keeps what is put: everything that has come meanwhile in one transaction.

namespace okta::detail {

struct pending_put
{
    std::vector<incoming_event> events = {};
    std::optional<std::pair<std::string, std::string>> checkpoint = {};
    std::function<void(put_result)> done = {};
    timestamp received = {};
    std::uint64_t bytes = 0; // about what they take in the file
};

/// \throws std::invalid_argument for an event that no inbox takes
inline std::uint64_t weigh(std::vector<incoming_event> const& events)
{
    constexpr std::size_t longest = 256, row = 200;
    std::uint64_t bytes = 0;
    for (auto const& e : events) {
        if (e.key.empty() || e.key.size() > longest)
            throw std::invalid_argument("an event's key must have 1 to 256 bytes");
        bytes += row + 2 * e.key.size() + e.event_type.size() + e.delivery_id.size() + e.json.size();
    }
    return bytes;
}

/// What the writer does to the file; by the writer's thread only.
class inbox_keeper
{
public:
    explicit inbox_keeper(inbox_core& core) : core_(core) {}

    /// One transaction; `results` are as many, and right also when it throws.
    void keep(std::vector<pending_put> const& puts, std::vector<put_result>& results)
    {
        std::vector<std::uint64_t> fresh;
        std::uint64_t repeated = 0;
        auto const turn = core_.turn_to_write(true);
        sqlite_transaction all(on());
        for (std::size_t i = 0; i < puts.size(); ++i) {
            if (!has_room(puts[i], fresh.size())) {
                results[i] = put_result::full;
                continue;
            }
            for (auto const& e : puts[i].events) insert(e, puts[i].received, fresh, repeated);
            if (auto const& c = puts[i].checkpoint) sqlite_run(set_checkpoint_, c->first, c->second).all();
        }
        if (repeated > 0) sqlite_run(count_repeated_, repeated).all();
        (void)remove_expired(2 * fresh.size() + 16);
        all.commit();
        for (auto const number : fresh) core_.book.add(number, {});
        core_.repeated += repeated;
        for (auto& r : results)
            if (r != put_result::full) r = put_result::kept;
        if (!fresh.empty()) told_ = true;
    }

    /// Removes some handled events whose time is over. False: there are no more.
    bool purge()
    {
        constexpr std::size_t step = 500;
        auto const turn = core_.turn_to_write(true);
        sqlite_transaction some(on());
        auto const removed = remove_expired(step);
        some.commit();
        return removed == step;
    }

    /// Whether there was something new since it was asked last.
    bool something_new() { return std::exchange(told_, false); }

private:
    sqlite_connection& on() { return core_.database.putting; }

    void insert(incoming_event const& e, timestamp received, std::vector<std::uint64_t>& fresh, std::uint64_t& repeated)
    {
        auto const at = inbox_time(received);
        if (sqlite_run(insert_, e.key, e.event_type, e.delivery_id, e.json, at).all() == 0) ++repeated;
        else fresh.push_back(static_cast<std::uint64_t>(::sqlite3_last_insert_rowid(on().get())));
    }

    bool has_room(pending_put const& p, std::size_t fresh)
    {
        constexpr int most_steps = 8;
        if (p.events.empty()) return true;
        if (core_.book.waiting() + fresh + p.events.size() > core_.options.max_waiting) return false;
        for (int step = 0; used() + p.bytes > core_.options.max_bytes; ++step)
            if (step == most_steps || sqlite_run(remove_oldest_, 4 * p.events.size() + 250).all() == 0) return false;
        return true;
    }

    std::size_t remove_expired(std::size_t most)
    {
        auto const until = core_.now() - core_.options.keep_handled;
        return sqlite_run(remove_expired_, inbox_time(until), most).all();
    }

    std::uint64_t used()
    {
        sqlite_run pages(pages_), free(free_), size(page_size_);
        if (!pages.row() || !free.row() || !size.row()) return 0;
        return static_cast<std::uint64_t>((pages.integer(0) - free.integer(0)) * size.integer(0));
    }

    inbox_core& core_;
    bool told_ = false;
    sqlite_statement insert_{on(), "insert into okta_inbox_event(key, event_type, delivery_id, json, received) "
                                   "values (?, ?, ?, ?, ?) on conflict(key) do nothing"};
    sqlite_statement set_checkpoint_{on(), upsert_checkpoint};
    sqlite_statement count_repeated_{on(), "update okta_inbox_about set value = value + ? where name = 'repeated'"};
    sqlite_statement remove_expired_{on(), "delete from okta_inbox_event where number in (select number from "
                                           "okta_inbox_event where state = 2 and at < ? order by at limit ?)"};
    sqlite_statement remove_oldest_{on(), "delete from okta_inbox_event where number in (select number from "
                                          "okta_inbox_event where state = 2 order by at limit ?)"};
    sqlite_statement pages_{on(), "pragma page_count"}, free_{on(), "pragma freelist_count"},
        page_size_{on(), "pragma page_size"};
};

class inbox_writer
{
public:
    explicit inbox_writer(inbox_core& core) : core_(core), keeper_(core), thread_([this] { run(); }) {}

    ~inbox_writer()
    {
        {
            std::lock_guard const lock(mutex_);
            ending_ = true;
        }
        changed_.notify_one();
        thread_.join();
    }
    inbox_writer(inbox_writer const&) = delete;
    inbox_writer& operator=(inbox_writer const&) = delete;

    void put(pending_put p)
    {
        if (!p.done) p.done = [](put_result) {};
        p.bytes = weigh(p.events);
        p.received = core_.now();
        auto const& o = core_.options;
        {
            std::lock_guard const lock(mutex_);
            if (queue_.empty() || (events_ + size(p) <= o.max_queued && bytes_ + p.bytes <= o.max_queued_bytes)) {
                events_ += size(p);
                bytes_ += p.bytes;
                queue_.push_back(std::move(p));
                changed_.notify_one();
                return;
            }
        }
        p.done(put_result::full);
    }

    [[nodiscard]] std::string last_failure() const
    {
        std::lock_guard const lock(mutex_);
        return last_failure_;
    }

private:
    // At least one, so that puts of no events are bounded as well.
    static std::size_t size(pending_put const& p) { return std::max<std::size_t>(p.events.size(), 1); }

    void run()
    {
        while (auto const puts = next()) {
            if (puts->empty()) {
                tidy();
                continue;
            }
            std::vector<put_result> results(puts->size(), put_result::failed);
            attempt([&] { keeper_.keep(*puts, results); });
            for (std::size_t i = 0; i < puts->size(); ++i) (*puts)[i].done(results[i]);
            if (keeper_.something_new()) core_.listener.tell();
        }
    }

    /// What to keep together; none when nothing came for a while, nothing when it is time to end.
    std::optional<std::vector<pending_put>> next()
    {
        constexpr std::chrono::minutes idle{1};
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, idle, [&] { return ending_ || !queue_.empty(); });
        if (queue_.empty() && ending_) return std::nullopt;
        std::vector<pending_put> puts;
        for (std::size_t events = 0; !queue_.empty(); queue_.pop_front()) {
            auto& first = queue_.front();
            if (!puts.empty() && events + size(first) > core_.options.max_batch) break;
            events += size(first);
            events_ -= size(first);
            bytes_ -= first.bytes;
            puts.push_back(std::move(first));
        }
        return puts;
    }

    void tidy()
    {
        auto const idle = [&] {
            std::lock_guard const lock(mutex_);
            return queue_.empty() && !ending_;
        };
        bool more = true;
        while (more && idle())
            if (!attempt([&] { more = keeper_.purge(); })) return;
    }

    template <class F>
    bool attempt(F f)
    {
        try {
            f();
            return true;
        } catch (std::exception const& e) {
            std::lock_guard const lock(mutex_);
            last_failure_ = e.what();
            return false;
        }
    }

    inbox_core& core_;
    inbox_keeper keeper_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<pending_put> queue_ = {};
    std::size_t events_ = 0; // in the queue
    std::uint64_t bytes_ = 0;
    bool ending_ = false;
    std::string last_failure_ = {};
    std::thread thread_; // the last, since it uses the others
};

} // namespace okta::detail
#endif
