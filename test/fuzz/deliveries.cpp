// What Okta posts to event hooks: whatever is read is written again, and nothing of it is lost.

#include "expect.hpp"
#include "holds.hpp"

#include <okta/codec/decode.hpp>
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

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const json = fuzz::text_of(data, size);
    check<okta::event_hook_delivery>(json);
    check<okta::log_event>(json);
    return 0;
}
