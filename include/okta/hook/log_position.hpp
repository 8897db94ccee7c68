#ifndef OKTA_HOOK_LOG_POSITION_HPP
#define OKTA_HOOK_LOG_POSITION_HPP

#include <okta/actions/system_log.hpp>
#include <okta/hook/event_filter.hpp>

#include <boost/unordered_set.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace okta {

/// How the System Log is polled. Bounds are checked by whoever takes it: std::invalid_argument names the option.
struct log_poll_options
{
    event_filter types = {};             ///< the events that are wanted; all unless given
    std::optional<timestamp> since = {}; ///< where the first start begins: seven days back unless given, at most 180
    std::string checkpoint = {};         ///< where an earlier run ended: log_poller::checkpoint(); empty: first start
    std::int32_t limit = 1'000;          ///< events per page, 1 to 1,000
    std::chrono::milliseconds interval{10'000};     ///< to the next poll after an empty page; 100 ms to a day
    std::chrono::milliseconds max_backoff{300'000}; ///< … after failures, to which `interval` is doubled; up to a day

    /// How far before the last event it begins again when Okta has lost a checkpoint: events reach the log late, and
    /// not in the order in which they were published. One that is later than this may be missed then. 0 to a day.
    std::chrono::milliseconds overlap{600'000};
    std::size_t max_remembered = 20'000; ///< events by which those given twice then are known; some 100 bytes each

    /// Told, in one line, of a failure after which `run` goes on. Must not throw.
    std::function<void(std::string_view)> on_failure = {};
};

namespace detail {

/// Where a polling query of the System Log stands, without I/O: what to ask for, what the answer means.
class log_position
{
public:
    /// \throws std::invalid_argument that names an option out of its bounds
    explicit log_position(log_poll_options options);

    /// The query, for when there is no cursor: at the first start, and when it begins again.
    [[nodiscard]] list_log_events request() const;
    [[nodiscard]] std::string const& cursor() const noexcept { return cursor_; }

    /// An answer is there: goes on to `p.next`, and leaves out of the page what was given before and what is not
    /// wanted. False: there is no way on, and nothing has changed.
    bool take(page<log_event>& p, response_facts const& facts, error& e);

    /// Whether a failure says that the cursor is lost; then it is to be asked again, by `request()`.
    bool begin_again(response_facts const& facts);

    /// See log_poller; changes with pages only.
    [[nodiscard]] std::string const& checkpoint() const noexcept { return checkpoint_; }
    [[nodiscard]] bool caught_up() const noexcept { return caught_up_; }
    [[nodiscard]] log_poll_options const& options() const noexcept { return options_; }

private:
    void read_checkpoint();
    void go_back(std::optional<timestamp> now);
    bool remember(log_event const& e);

    log_poll_options options_;
    std::string cursor_ = {}, checkpoint_ = {};
    std::optional<timestamp> begin_; // of the query without a cursor
    std::optional<timestamp> seen_;  // when the newest event was published; before any, the beginning
    boost::unordered_set<std::string> uuids_ = {};
    std::deque<std::string> order_ = {}; // of uuids_, oldest first
    int beginnings_ = 0;                 // since a cursor was last good
    bool gone_back_ = false, caught_up_ = false;
};

/// How long a loop rests: `first` when there is nothing to do, more and more after failures.
class pace
{
public:
    pace(std::chrono::milliseconds first, std::chrono::milliseconds most) : first_(first), most_(most) {}

    void good() noexcept { failures_ = 0; }
    [[nodiscard]] std::chrono::milliseconds failed() noexcept;

private:
    std::chrono::milliseconds first_, most_;
    unsigned failures_ = 0;
};

/// Whether a later poll may fare better than one that ended like this, its retries included.
[[nodiscard]] bool may_pass(error const& e) noexcept;

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/log_position.ipp>
#endif
#endif
