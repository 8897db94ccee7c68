#ifndef OKTA_SANDBOX_SYSTEM_LOG_HPP
#define OKTA_SANDBOX_SYSTEM_LOG_HPP

#include <okta/impl/config.hpp>
#include <okta/model/log_event.hpp>

#include <cstdint>
#include <deque>
#include <string>

namespace okta::sandbox::detail {

/// An event of the System Log, as JSON: they are many, and most are never read.
struct logged_event
{
    std::uint64_t number; ///< in order of persistence: what polling goes by
    timestamp published;
    std::string json;
};

/// The newest events, oldest first.
class system_log
{
public:
    explicit system_log(std::size_t max_events) : max_events_(max_events) {}

    void add(log_event const& event);
    [[nodiscard]] std::deque<logged_event> const& events() const noexcept { return events_; }

private:
    std::deque<logged_event> events_;
    std::uint64_t last_ = 0;
    std::size_t max_events_;
};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/system_log.ipp>
#endif
#endif
