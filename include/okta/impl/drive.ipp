#ifndef OKTA_IMPL_DRIVE_IPP
#define OKTA_IMPL_DRIVE_IPP

#include <okta/transport/drive.hpp>

namespace okta::detail {

OKTA_DECL exchange_outcome drive_erased(erased_core& core, client_settings const& settings, prepared_call call)
{
    return drive(core, settings, std::move(call));
}

OKTA_DECL void async_drive_erased(std::shared_ptr<erased_core> core, std::shared_ptr<client_settings const> settings,
                                  prepared_call call, outcome_handler handler)
{
    using driver = async_driver<any_transport, any_authoriser>;
    driver::start(driver(std::move(core), std::move(settings), std::move(call), std::move(handler)));
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
