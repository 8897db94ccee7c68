#ifndef OKTA_IMPL_TASK_IPP
#define OKTA_IMPL_TASK_IPP

#include <coroutine>
#include <exception>
#include <utility>

namespace okta::detail {

// A step of a call, as a coroutine that starts when awaited and says whether it succeeded. One type for all steps, and
// no executor in it: that is what keeps the transport cheap to compile. Whoever resumes it serialises.
class [[nodiscard]] task
{
public:
    struct promise_type;
    using handle = std::coroutine_handle<promise_type>;

    struct final_awaiter
    {
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(handle h) const noexcept;
        void await_resume() const noexcept {}
    };

    struct promise_type
    {
        std::coroutine_handle<> caller = std::noop_coroutine();
        std::exception_ptr error = {};
        bool succeeded = false;

        task get_return_object() { return task(handle::from_promise(*this)); }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        final_awaiter final_suspend() const noexcept { return {}; }
        void return_value(bool value) noexcept { succeeded = value; }
        void unhandled_exception() noexcept { error = std::current_exception(); }
    };

    task() = default;
    task(task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    task& operator=(task&& other) noexcept
    {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~task()
    {
        if (handle_) handle_.destroy();
    }

    [[nodiscard]] bool done() const { return handle_.done(); }
    [[nodiscard]] handle get() const { return handle_; }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) const noexcept
    {
        handle_.promise().caller = caller;
        return handle_;
    }
    bool await_resume() const
    {
        if (auto const& error = handle_.promise().error) std::rethrow_exception(error);
        return handle_.promise().succeeded;
    }

private:
    explicit task(handle h) : handle_(h) {}
    handle handle_ = {};
};

inline std::coroutine_handle<> task::final_awaiter::await_suspend(handle h) const noexcept
{
    return h.promise().caller;
}

} // namespace okta::detail
#endif
