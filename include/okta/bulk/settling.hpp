#ifndef OKTA_BULK_SETTLING_HPP
#define OKTA_BULK_SETTLING_HPP

#include <okta/bulk/journal.hpp>
#include <okta/exchange/policy.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace okta::detail {

/// How to find out whether a call happened whose answer nobody has: look at what it would have made or unmade.
struct settling
{
    std::string_view action; // `create_user`
    bool look_before;        // what is there before the call has to be known
    bool unique; // the service refuses to make a second one: so it may be sent again while it may be under way

    /// The request that looks, from the call's own.
    prepared_call (*look)(http_request const& call);

    enum class verdict { happened, did_not_happen, cannot_tell };
    struct judgement
    {
        verdict what = verdict::cannot_tell;
        http_response answer = {}; // what the call was answered, when it happened
        std::string why = {};      // when nobody can tell
    };
    judgement (*judge)(http_request const& call, http_response const& seen, journal::record const& r, journal const& j);

    /// What there is now, for a later judgement.
    std::string (*mark)(http_response const& seen);
};

/// Of create_user, create_group, create_realm, create_user_type, create_event_hook and delete_user. Null: for other
/// actions there is none; those that are idempotent need none.
[[nodiscard]] settling const* settling_of(std::string_view action) noexcept;

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/settling.ipp>
#endif
#endif
