#ifndef OKTA_BULK_ENGINE_HPP
#define OKTA_BULK_ENGINE_HPP

#include <okta/bulk/journal.hpp>
#include <okta/bulk/settling.hpp>
#include <okta/exchange/exchange.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/strand.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

namespace okta::detail {

/// Many calls under way at a time. The calls themselves are made by `start`; this knows nothing of their types.
///
/// One thread feeds and takes; the calls complete on a strand of the transport's executor.
class bulk_engine : public std::enable_shared_from_this<bulk_engine>
{
public:
    using handler = boost::asio::any_completion_handler<void(exchange_outcome)>;
    using starter = std::function<void(prepared_call, handler)>;

    struct job
    {
        std::size_t index = 0;
        result<prepared_call> call;
        std::string fingerprint = {};
    };
    struct ready
    {
        std::size_t index = 0;
        exchange_outcome outcome = {};
        bool resumed = false;
    };

    struct settings
    {
        std::size_t parallel = 1;
        bool in_order = true;
        std::chrono::seconds settle_after{0};
        std::function<std::chrono::steady_clock::time_point()> now;
    };

    bulk_engine(starter start, boost::asio::any_io_executor executor, settings s, std::unique_ptr<journal> j);

    /// How many jobs there is room for, once that is worth the while.
    [[nodiscard]] std::size_t room() const;

    /// Takes jobs, writes down that they begin, and starts them.
    void add(std::vector<job> jobs);

    /// A result, if one is there that may be delivered; nothing else when none is under way.
    [[nodiscard]] std::optional<ready> take();
    [[nodiscard]] bool idle() const;

    void wait();
    void async_wait(boost::asio::any_completion_handler<void()> h);
    void stop_waiting(); ///< whoever waits finds what there is, perhaps nothing

    /// No more are begun; those under way are cancelled.
    void stop();
    [[nodiscard]] bool stopped() const;

    [[nodiscard]] std::optional<error> failure() const;
    [[nodiscard]] boost::asio::any_io_executor executor() const { return strand_; }

private:
    enum class stage { looking_before, looking_after, calling };
    struct slot
    {
        prepared_call call = {};
        settling const* look = nullptr;
        std::string fingerprint = {};
        stage at = stage::calling;
        bool journaled = false;
        bool unsettled = false;     // an earlier run began it, and that may have happened or may happen yet
        journal::record known = {}; // of that run
        std::string before = {};
        std::optional<exchange_outcome> refusal = {}; // perhaps since the earlier one happened: that is looked for
        boost::asio::cancellation_signal cancel = {};
    };
    using slots = std::map<std::size_t, std::shared_ptr<slot>>;

    bool begin(job& j);                      // true: there is a call to start
    bool resume(std::size_t index, slot& s); // false: an earlier run says what came of it
    void write_begin(std::size_t index, slot& s);
    void launch(std::size_t index);
    void abandon(std::size_t index, slot& s, error why); // before it was sent
    void completed(std::size_t index, exchange_outcome o);
    void looked_before(std::size_t index, slot& s, exchange_outcome&& o);
    void looked_after(std::size_t index, slot& s, exchange_outcome&& o);
    void called(std::size_t index, slot& s, exchange_outcome&& o);
    void end(std::size_t index, slot& s, exchange_outcome&& o);
    void leave_unknown(std::size_t index, std::string const& why, std::optional<std::chrono::sys_seconds> sent);
    void finish(std::size_t index, std::unique_lock<std::mutex> lock);
    [[nodiscard]] std::optional<std::chrono::sys_seconds> server_now() const;
    void deliver(std::size_t index, exchange_outcome&& o, bool resumed = false);
    void deliver_error(std::size_t index, error e, bool may_have_happened);
    [[nodiscard]] bool deliverable() const;
    void close_journal_at_end();
    void wake(std::unique_lock<std::mutex> lock);
    void call_waiting(boost::asio::any_completion_handler<void()> h);

    starter const start_;
    boost::asio::strand<boost::asio::any_io_executor> strand_;
    settings const settings_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    boost::asio::any_completion_handler<void()> waiting_ = {};
    std::unique_ptr<journal> journal_;
    std::optional<error> failure_ = {}; // of a journal that is closed
    slots under_way_ = {};
    std::map<std::size_t, ready> ready_ = {};
    std::set<std::size_t> expected_ = {};                      // in order: what has not been delivered
    std::optional<std::chrono::sys_seconds> server_time_ = {}; // the latest one told …
    std::chrono::steady_clock::time_point told_ = {};          // … at this
    bool stopped_ = false;
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/bulk_engine.ipp>
#include <okta/impl/bulk_outcome.ipp>
#endif
#endif
