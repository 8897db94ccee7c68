#ifndef OKTA_TRANSPORT_ASSOCIATIONS_HPP
#define OKTA_TRANSPORT_ASSOCIATIONS_HPP

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>

#include <utility>

namespace okta::detail {

/// Lets another handler run, and be cancelled, as a user's.
struct associations
{
    boost::asio::any_completion_executor executor;
    boost::asio::cancellation_slot slot;

    auto bind(auto h) const
    {
        return boost::asio::bind_cancellation_slot(slot, boost::asio::bind_executor(executor, std::move(h)));
    }
};

template <class Handler>
associations associations_of(Handler const& h, boost::asio::any_io_executor const& otherwise)
{
    return {boost::asio::get_associated_executor(h, otherwise), boost::asio::get_associated_cancellation_slot(h)};
}

} // namespace okta::detail
#endif
