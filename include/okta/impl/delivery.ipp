#ifndef OKTA_IMPL_DELIVERY_IPP
#define OKTA_IMPL_DELIVERY_IPP

#include <okta/auth/encoding.hpp>
#include <okta/hook/delivery.hpp>

#include <utility>

namespace okta {
namespace detail {

/// What is looked at before an event is kept.
struct event_head
{
    std::optional<std::string> uuid = {};
    std::optional<std::string> event_type = {};
};
BOOST_DESCRIBE_STRUCT(event_head, (), (uuid, event_type))

struct delivery_data
{
    std::optional<std::vector<raw_json>> events = {};
};
BOOST_DESCRIBE_STRUCT(delivery_data, (), (events))

struct delivery_envelope
{
    std::optional<std::string_view> event_type = {};
    std::optional<std::string_view> event_id = {};
    std::optional<delivery_data> data = {};

    static constexpr renamed wire{{{"event_id", "eventId"}, {"event_id", "eventID"}}};
};
BOOST_DESCRIBE_STRUCT(delivery_envelope, (), (event_type, event_id, data))

inline constexpr std::size_t longest_key = 256;

OKTA_DECL std::string key_of_event(std::string_view uuid, std::string_view delivery_id, std::size_t place,
                                   std::string_view json)
{
    std::string key;
    if (!uuid.empty() && uuid.size() <= longest_key) key.append(uuid);
    else if (uuid.empty() && !delivery_id.empty() && delivery_id.size() <= longest_key - 20)
        key.append(delivery_id).append("#").append(std::to_string(place));
    else key.append("sha256:").append(base64url_encode(sha256(json)));
    return key;
}

OKTA_DECL incoming_event incoming_of(std::string_view json, std::string_view delivery_id, std::size_t place)
{
    event_head head;
    error ignored; // what is wrong with an event is said when it is decoded
    decode_text(json, &head, type_table<event_head>, ignored);
    incoming_event e;
    e.key = key_of_event(head.uuid.value_or(""), delivery_id, place, json);
    e.event_type = std::move(head.event_type).value_or("");
    e.delivery_id = delivery_id;
    e.json = json;
    return e;
}

OKTA_DECL error no_delivery(std::string why)
{
    error e;
    e.kind = error_kind::unexpected_answer;
    e.summary = "this is no delivery of an event hook: ";
    e.summary.append(why);
    return e;
}

/// What is wrong with the envelope; empty: nothing.
OKTA_DECL std::string check_envelope(delivery_envelope const& d, delivery_limits const& limits)
{
    if (d.event_type != "com.okta.event_hook")
        return std::string("eventType: expected com.okta.event_hook, found ")
            .append(d.event_type ? one_line(*d.event_type) : std::string("nothing"));
    if (!d.data || !d.data->events) return "data.events: expected an array, found nothing";
    if (d.data->events->size() > limits.max_events)
        return std::string("data.events: ")
            .append(std::to_string(d.data->events->size()))
            .append(" events, at most ")
            .append(std::to_string(limits.max_events));
    return {};
}

} // namespace detail

OKTA_DECL result<std::vector<incoming_event>> split_delivery(std::string body, delivery_limits const& limits)
{
    auto const envelope = borrow<detail::delivery_envelope>(std::move(body), {limits.max_bytes, limits.max_depth});
    if (!envelope) return envelope.error();
    auto const& d = **envelope;
    if (auto why = detail::check_envelope(d, limits); !why.empty()) return detail::no_delivery(std::move(why));

    std::vector<incoming_event> events;
    events.reserve(d.data->events->size());
    auto const id = d.event_id.value_or(std::string_view{});
    for (auto const& json : *d.data->events) events.push_back(detail::incoming_of(json.text, id, events.size()));
    return events;
}

OKTA_DECL incoming_event to_incoming(log_event const& e)
{
    incoming_event to{.event_type = e.event_type.value_or(""), .json = to_json(e)};
    to.key = detail::key_of_event(e.uuid.value_or(""), {}, 0, to.json);
    return to;
}

OKTA_DECL event event_decoder::operator()(incoming_event const& e)
{
    if (e.event_type == events::verification_request::event_type) {
        events::active_check check;
        error other; // a delivered event that calls itself so: it has members that would be lost
        if (detail::decode_text(e.json, &check, detail::type_table<events::active_check>, other, {},
                                detail::unknown_members::refuse))
            return check;
    }
    auto details = decoder_.decode<log_event>(e.json);
    if (details) return detail::type_event(std::move(*details));
    return events::unknown{e.event_type, details.error().message(), {}, e.json};
}

OKTA_DECL event decode_event(incoming_event const& e) { return event_decoder{}(e); }

} // namespace okta
#endif
