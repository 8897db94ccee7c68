#ifndef OKTA_HOOK_DELIVERY_HPP
#define OKTA_HOOK_DELIVERY_HPP

#include <okta/codec/borrow.hpp>
#include <okta/codec/decode.hpp>
#include <okta/events/event.hpp>
#include <okta/hook/inbox.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace okta {

/// Bounds on a delivery. Okta documents none of its own.
struct delivery_limits
{
    std::size_t max_bytes = 4 * 1024 * 1024; ///< of the body
    std::size_t max_depth = 32;              ///< of nested arrays and objects
    std::size_t max_events = 5'000;
};

/// The events of a delivery's body, each as it came, in their order; whatever they are, none is lost to another's
/// fault. Both spellings of the envelope are read, that of 2019 too (`eventID`).
/// \returns the events, or an error of kind `unexpected_answer` that says what is no delivery of Okta's, or which bound
/// it exceeds
[[nodiscard]] result<std::vector<incoming_event>> split_delivery(std::string body, delivery_limits const& limits = {});

/// The same from an event of the System Log: what `list_log_events` gives, for an inbox.
[[nodiscard]] incoming_event to_incoming(log_event const& e);

/// Reads one event. One that is no LogEvent becomes `events::unknown` as well, with the reason and its JSON.
/// \par Exception safety: throws only `std::bad_alloc`.
[[nodiscard]] event decode_event(incoming_event const& e);

/// Reads one event after the other, and so faster: see okta::decoder.
/// \par Thread safety: one thread at a time.
class event_decoder
{
public:
    [[nodiscard]] event operator()(incoming_event const& e);

private:
    decoder decoder_{decode_limits{.max_bytes = 64 * 1024 * 1024, .max_depth = 64}};
};

namespace detail {

/// The key of an event: see incoming_event.
std::string key_of_event(std::string_view uuid, std::string_view delivery_id, std::size_t place, std::string_view json);

/// An event as it came, whatever it is.
incoming_event incoming_of(std::string_view json, std::string_view delivery_id, std::size_t place);

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/delivery.ipp>
#endif
#endif
