// What Okta posts to event hooks: whatever is read is written again, and nothing of it is lost.

#include "alike.hpp"
#include "expect.hpp"

#include <okta/codec/decode.hpp>
#include <okta/model/event_hook.hpp>

namespace {

using fuzz::expect;

bool is_same_time(boost::json::string const& a, boost::json::string const& b)
{
    auto const t = okta::parse_timestamp(std::string_view(a));
    return t && t == okta::parse_timestamp(std::string_view(b));
}

/// Whether `written` has all that is in `read`, but for nulls.
bool holds(boost::json::value const& written, boost::json::value const& read)
{
    if (fuzz::beyond(read)) return true;
    if (auto const* const object = read.if_object()) {
        if (!written.is_object()) return false;
        auto const& other = written.get_object();
        return std::ranges::all_of(*object, [&](auto const& member) {
            auto const* found = other.if_contains(member.key());
            if (!found && member.key() == "eventID") found = other.if_contains("eventId");
            return found ? holds(*found, member.value()) : fuzz::beyond(member.value());
        });
    }
    if (auto const* const array = read.if_array())
        return written.is_array() && written.get_array().size() == array->size() &&
               std::equal(array->begin(), array->end(), written.get_array().begin(),
                          [](auto const& r, auto const& w) { return holds(w, r); });
    if (read.is_string() && written.is_string())
        return read == written || is_same_time(read.get_string(), written.get_string());
    return okta::test::near(read, written);
}

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
