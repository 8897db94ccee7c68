#ifndef OKTA_IMPL_DRIVE_IPP
#define OKTA_IMPL_DRIVE_IPP

#include <okta/transport/drive.hpp>

namespace okta::detail {

OKTA_DECL error error_of(transport_error const& from)
{
    error e;
    e.kind = from.code == boost::asio::error::operation_aborted ? error_kind::cancelled : error_kind::transport;
    e.transport_code = from.code;
    e.summary = from.message();
    return e;
}

OKTA_DECL authorisation tell(authorisation_steps& then, http_request& original, transport_result&& r)
{
    if (r.has_value()) return then.answered(original, std::move(*r));
    return then.failed(original, error_of(r.error()));
}

OKTA_DECL std::chrono::milliseconds longest_wait(http_request const& request)
{
    constexpr std::chrono::minutes usual{2};
    return request.timeout.count() > 0 ? request.timeout : usual;
}

OKTA_DECL error waited_too_long(http_request const& request)
{
    error e;
    e.kind = error_kind::authorisation;
    e.summary = "no access token within " + std::to_string(longest_wait(request).count()) +
                " ms: another call asks for one, or a signer is at it";
    return e;
}

OKTA_DECL void timer_waiter::happened(int what)
{
    constexpr int both = 3;
    if ((happened_.fetch_or(what) | what) != both) return;
    boost::asio::post(timer_->get_executor(), [timer = timer_] { timer->cancel(); });
}

OKTA_DECL exchange_outcome drive_erased(erased_core& core, http_request request)
{
    return drive(core, std::move(request));
}

OKTA_DECL void async_drive_erased(std::shared_ptr<erased_core> core, http_request request, outcome_handler handler)
{
    using driver = async_driver<any_transport, any_authoriser>;
    driver::start(driver(std::move(core), std::move(request), std::move(handler)));
}

struct late_error
{
    using executor_type = boost::asio::any_completion_executor;
    executor_type get_executor() const noexcept { return executor; }
    void operator()()
    {
        exchange_outcome o;
        o.failure = std::move(failure);
        std::move(handler)(std::move(o));
    }

    executor_type executor;
    error failure;
    outcome_handler handler;
};

OKTA_DECL void complete_later(boost::asio::any_io_executor executor, error e, outcome_handler handler)
{
    auto own = boost::asio::get_associated_executor(handler, executor);
    boost::asio::post(executor, late_error{std::move(own), std::move(e), std::move(handler)});
}

} // namespace okta::detail
#endif
