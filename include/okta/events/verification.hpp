#ifndef OKTA_EVENTS_VERIFICATION_HPP
#define OKTA_EVENTS_VERIFICATION_HPP

#include <okta/events/source.hpp>

#include <boost/mp11/list.hpp>

#include <string>

namespace okta::events {

/// Okta asked whether this endpoint expects its events; it was answered already.
struct active_check
{
    std::string verification = {}; ///< the challenge

    using source = verification_request;
    static constexpr documented doc{"Okta verified the endpoint.", {{"verification", "The challenge, as answered."}}};
};
BOOST_DESCRIBE_STRUCT(active_check, (), (verification))

using verification_events = boost::mp11::mp_list<active_check>;

} // namespace okta::events
#endif
