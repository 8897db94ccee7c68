// What Okta posts to event hooks: whatever is read is written again, and nothing of it is lost; split, its events are
// those that it has.

#include "expect.hpp"
#include "holds.hpp"

#include <okta/codec/decode.hpp>
#include <okta/hook/delivery.hpp>
#include <okta/model/event_hook.hpp>

namespace {

using fuzz::expect;
using fuzz::holds;

/// `eventId` and `eventID` are one member: which of both counts is not asked here.
bool has_two_ids(boost::json::value const& v)
{
    return v.is_object() && v.get_object().contains("eventId") && v.get_object().contains("eventID");
}

template <class T>
void check(std::string_view json)
{
    auto const value = okta::decode<T>(json);
    if (!value) {
        auto const& e = value.error();
        expect(e.kind == okta::error_kind::unexpected_answer && !e.summary.empty(), "an error of another kind", json);
        return;
    }
    boost::system::error_code ec, other;
    auto const read = fuzz::parsed(json, ec);
    auto const text = okta::to_json(*value);
    auto const written = fuzz::parsed(text, other);
    expect(!ec && !other, "what is no JSON was read or written", json, text);
    expect(has_two_ids(read) || holds(written, read), "something was lost", json, text);

    auto const again = okta::decode<T>(text);
    expect(again.has_value(), "what was written is not read", json, text);
    auto const second = okta::to_json(*again);
    expect(fuzz::alike_by_dom(second, text), "another value after writing it", text, second);
    okta::decoder by_habit;
    (void)by_habit.decode<T>(text);
    auto const third = by_habit.decode<T>(json);
    expect(third && fuzz::alike(okta::to_json(*third), text), "a reader with habits reads otherwise", json, text);
}

/// Split, each event is what it is within the delivery, which leaves out what is null instead of an event; from the
/// System Log it has the same key.
void check_split(std::string_view json)
{
    auto events = okta::split_delivery(std::string(json), {.max_depth = 64});
    auto const whole = okta::decode<okta::event_hook_delivery>(json);
    if (!events) {
        auto const message = events.error().message();
        expect(events.error().kind == okta::error_kind::unexpected_answer && fuzz::is_one_line(message), "an error",
               json, message);
        return expect(!whole || whole->event_type != "com.okta.event_hook" || whole->data.events.empty(),
                      "a delivery is refused", json, message);
    }
    if (!whole) return; // one member does not fit: only that event is unknown then
    std::erase_if(*events, [](auto const& e) { return e.json == "null"; });
    expect(events->size() == whole->data.events.size(), "another count of events", json);
    for (std::size_t i = 0; i < events->size(); ++i) {
        auto const& e = (*events)[i];
        auto const& in_whole = whole->data.events[i];
        auto const decoded = okta::decode<okta::log_event>(e.json);
        expect(decoded && okta::to_json(*decoded) == okta::to_json(in_whole), "another event", json, e.json);
        expect(e.event_type == in_whole.event_type.value_or(""), "another type", json, e.event_type);

        auto const logged = okta::to_incoming(in_whole);
        bool const by_uuid = in_whole.uuid && !in_whole.uuid->empty() && in_whole.uuid->size() <= 256;
        expect(!by_uuid || (logged.key == e.key && e.key == *in_whole.uuid), "another key", e.key, logged.key);
        expect(logged.event_type == e.event_type, "another type in the log", e.event_type, logged.event_type);
        auto const a = okta::decode_event(e), b = okta::decode_event(logged);
        expect(a.index() == b.index(), "another event from the log", e.json, logged.json);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const json = fuzz::text_of(data, size);
    check<okta::event_hook_delivery>(json);
    check<okta::log_event>(json);
    check_split(json);
    return 0;
}
