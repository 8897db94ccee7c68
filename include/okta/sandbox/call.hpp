#ifndef OKTA_SANDBOX_CALL_HPP
#define OKTA_SANDBOX_CALL_HPP

#include <okta/model/log_event.hpp>
#include <okta/sandbox/refusals.hpp>
#include <okta/sandbox/state.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace okta::sandbox {

/// A call as a behaviour sees it, beside its typed request. Valid during the behaviour only.
class call
{
public:
    call(detail::org_state& state, http_request const& http, grant const& by, timestamp now, std::string request_id,
         std::string peer_address);

    detail::org_state& org;
    http_request const& http; ///< as it was received
    grant const& caller;      ///< whose token it has
    timestamp const now;      ///< by the org's clock, the same during the call
    std::string const request_id;
    std::string const peer_address;

    /// Of a list: the page size that was used, which the links repeat.
    std::optional<std::int64_t> limit = {};
    bool no_links = false;   ///< a list without a `Link` header
    std::string fields = {}; ///< what to keep of the answer: `id,profile:(login)`

    /// `https://example.okta.com/api/v1/users/` and the id, percent-encoded.
    [[nodiscard]] std::string url(std::string_view path, std::string_view id = {}) const;

    [[nodiscard]] std::string new_id(std::string_view prefix) { return org.new_id(prefix); }

    /// Appends an event to the System Log: what happened, to whom, by this caller.
    void log(std::string_view event_type, std::string_view message, std::vector<log_target> targets);
};

} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/call.ipp>
#endif
#endif
