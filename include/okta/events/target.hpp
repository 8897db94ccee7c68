#ifndef OKTA_EVENTS_TARGET_HPP
#define OKTA_EVENTS_TARGET_HPP

#include <okta/impl/config.hpp>
#include <okta/model/device.hpp>
#include <okta/model/group.hpp>
#include <okta/model/id.hpp>
#include <okta/model/log_event.hpp>
#include <okta/model/user.hpp>

#include <boost/describe/class.hpp>

#include <span>
#include <string>
#include <string_view>

namespace okta {

/// What events name, and no action of this library manages; for their ids only.
struct application;
struct application_user; ///< an application's account of a user
struct ssws_token;       ///< an API token

namespace events {

/// What was acted on, found among an event's targets by its type. False where the event names no targets at all, as
/// preview deliveries do.
template <class Resource>
struct target
{
    id_of<Resource> id = {};
    std::string alternate_id = {}; ///< a user's login; `unknown` for many others
    std::string display_name = {};

    [[nodiscard]] explicit operator bool() const noexcept { return !id.empty(); }

    BOOST_DESCRIBE_CLASS(target, (), (id, alternate_id, display_name), (), ())
};

} // namespace events

namespace detail {

/// The first bytes of a text in UTF-8, `most` at most, for a message of one line: without control characters and pieces
/// of others.
std::string one_line(std::string_view text, std::size_t most = 64);

/// How a target of a kind is recognised.
struct target_kind
{
    std::string_view type;      // in `target[].type`, as recorded
    std::string_view hint = {}; // where no recording shows the type: what is in it, whatever the case
};

template <class Resource> inline constexpr target_kind target_kind_of{};
template <> inline constexpr target_kind target_kind_of<any_user>{"User"};
template <> inline constexpr target_kind target_kind_of<group>{"UserGroup"};
template <> inline constexpr target_kind target_kind_of<device>{"Device", "device"};
template <> inline constexpr target_kind target_kind_of<application>{"AppInstance", "app"};
template <> inline constexpr target_kind target_kind_of<application_user>{"AppUser"};
template <> inline constexpr target_kind target_kind_of<ssws_token>{"Token", "token"};

/// The first target of that kind, null when there is none.
log_target const* find_target(log_event const& e, target_kind const& kind);

/// What is said of an event that names targets, but none of that kind.
std::string no_such_target(log_event const& e, target_kind const& kind);

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/target.ipp>
#endif
#endif
