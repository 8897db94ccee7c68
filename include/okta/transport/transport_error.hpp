#ifndef OKTA_TRANSPORT_TRANSPORT_ERROR_HPP
#define OKTA_TRANSPORT_TRANSPORT_ERROR_HPP

#include <okta/codec/http.hpp>

#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <string>
#include <utility>

namespace okta {

/// How much of a request can have reached the server. Decides whether repeating it can do anything twice.
enum class sent { nothing, perhaps_all };

/// Why a request got no answer.
struct transport_error
{
    boost::system::error_code code = {};
    std::string what = {};                     ///< the step and its object: "connect to example.okta.com:443"
    okta::sent sent = okta::sent::perhaps_all; ///< `nothing` only when that is certain
    bool lasting = false;                      ///< the next attempt would end alike: a certificate that is refused
    transfer_facts transfer = {};

    /// `connect to example.okta.com:443: Connection refused`
    [[nodiscard]] std::string message() const { return what.empty() ? code.message() : what + ": " + code.message(); }
};

/// What `transport_result::value()` throws; found by Boost.System.
[[noreturn]] inline void throw_exception_from_error(transport_error const& e, boost::source_location const&)
{
    throw boost::system::system_error(e.code, e.what);
}

} // namespace okta
#endif
