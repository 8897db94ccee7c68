#ifndef OKTA_AUTH_GATE_HPP
#define OKTA_AUTH_GATE_HPP

#include <okta/impl/config.hpp>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

namespace okta::detail {

/// Opens once; whoever came before waits, whoever comes afterwards does not. Thread-safe.
class gate
{
public:
    /// `opened` is called once, on the thread that opens the gate, outside its lock.
    struct waiter
    {
        virtual ~waiter() = default;
        virtual void opened() = 0;
    };

    /// False: the gate is open already, and `w` is not called.
    [[nodiscard]] bool wait(std::shared_ptr<waiter> w);

    /// `w` will not be called any more, unless it is being called.
    void forget(waiter const* w);

    /// Blocks, `timeout` at most, and until `stop` is requested. False: it is still closed.
    [[nodiscard]] bool wait(std::chrono::milliseconds timeout, std::stop_token const& stop);

    void open();
    [[nodiscard]] bool is_open() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable_any opened_;
    std::vector<std::shared_ptr<waiter>> waiters_;
    bool open_ = false;
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/gate.ipp>
#endif
#endif
