#ifndef OKTA_IMPL_SQLITE_INBOX_BOOK_IPP
#define OKTA_IMPL_SQLITE_INBOX_BOOK_IPP

#include <okta/hook/inbox_error.hpp>
#include <okta/model/deadline.hpp>
#include <okta/model/timestamp.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

// What an inbox has in memory: which events wait, whose turn it is to write, and who is to be told.

namespace okta::detail {

/// The numbers of all events that wait, by what they wait for. Every change is made when the file has it already.
class inbox_book
{
public:
    void add(std::uint64_t number, timestamp due)
    {
        std::lock_guard const lock(mutex_);
        put_back(number, due);
    }

    std::vector<std::uint64_t> take(timestamp now, std::size_t most)
    {
        std::lock_guard const lock(mutex_);
        while (!delayed_.empty() && delayed_.begin()->first <= now) {
            ready_.insert(delayed_.begin()->second);
            delayed_.erase(delayed_.begin());
        }
        std::vector<std::uint64_t> numbers;
        numbers.reserve(std::min(most, ready_.size()));
        while (numbers.size() < most && !ready_.empty()) {
            taken_.insert(*ready_.begin());
            numbers.push_back(*ready_.begin());
            ready_.erase(ready_.begin());
        }
        return numbers;
    }

    /// Whether it was taken; it is the caller's then until finish or keep_taken.
    bool claim_taken(std::uint64_t number)
    {
        std::lock_guard const lock(mutex_);
        if (taken_.erase(number) == 0) return false;
        ++claimed_;
        return true;
    }

    struct claimed
    {
        bool taken = false;
        timestamp due = {};
    };

    /// As claim_taken, also for one that waits; where it was.
    std::optional<claimed> claim(std::uint64_t number)
    {
        std::lock_guard const lock(mutex_);
        std::optional<claimed> found;
        if (taken_.erase(number) != 0) found = claimed{.taken = true};
        else if (ready_.erase(number) != 0) found = claimed{};
        else if (auto const at = std::ranges::find(delayed_, number, &std::pair<timestamp, std::uint64_t>::second);
                 at != delayed_.end()) {
            found = claimed{.due = at->first};
            delayed_.erase(at);
        }
        claimed_ += found.has_value();
        return found;
    }

    /// `due`: when it waits again; nothing: it does not.
    void finish(std::uint64_t number, std::optional<timestamp> due)
    {
        std::lock_guard const lock(mutex_);
        --claimed_;
        if (due) put_back(number, *due);
    }

    void keep_taken(std::uint64_t number)
    {
        std::lock_guard const lock(mutex_);
        --claimed_;
        taken_.insert(number);
    }

    [[nodiscard]] std::uint64_t waiting() const
    {
        std::lock_guard const lock(mutex_);
        return ready_.size() + delayed_.size() + taken_.size() + claimed_;
    }

    [[nodiscard]] std::optional<timestamp> next_due() const
    {
        std::lock_guard const lock(mutex_);
        return delayed_.empty() ? std::nullopt : std::optional(delayed_.begin()->first);
    }

private:
    void put_back(std::uint64_t number, timestamp due)
    {
        if (due <= timestamp{}) ready_.insert(number);
        else delayed_.emplace(due, number);
    }

    mutable std::mutex mutex_;
    std::set<std::uint64_t> ready_ = {};
    std::set<std::pair<timestamp, std::uint64_t>> delayed_ = {};
    std::unordered_set<std::uint64_t> taken_ = {};
    std::size_t claimed_ = 0;
};

/// Who may write next. SQLite lets one write at a time and others poll; here they stand in line and are woken. Puts go
/// behind the one who writes, since Okta waits for them: they and handlers take turns then, however many those are.
class write_turn
{
public:
    class guard
    {
    public:
        guard(write_turn& t, bool put, std::string const& path, std::chrono::milliseconds longest) : turn_(&t)
        {
            t.wait(put, path, longest);
        }
        ~guard() { turn_->give(); }
        guard(guard const&) = delete;
        guard& operator=(guard const&) = delete;

    private:
        write_turn* turn_;
    };

private:
    void wait(bool put, std::string const& path, std::chrono::milliseconds longest)
    {
        std::unique_lock lock(mutex_);
        auto const me = std::this_thread::get_id();
        if (!line_.empty() && line_.front() == me)
            throw inbox_error("the inbox '" + path +
                              "' is in a transaction of this very thread: a handler is to use "
                              "its context, and call nothing else that writes");
        auto const mine = line_.insert(put && !line_.empty() ? std::next(line_.begin()) : line_.end(), me);
        if (changed_.wait_for(lock, within_a_century(longest), [&] { return line_.begin() == mine; })) return;
        line_.erase(mine);
        throw inbox_error("the inbox '" + path +
                          "' cannot be written to: a handler has been in its transaction for "
                          "more than " +
                          std::to_string(longest.count()) + " ms");
    }

    void give()
    {
        std::lock_guard const lock(mutex_);
        line_.pop_front();
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::list<std::thread::id> line_ = {}; // the first one writes
};

} // namespace okta::detail
#endif
