#ifndef OKTA_TEST_FUZZ_HOLDS_HPP
#define OKTA_TEST_FUZZ_HOLDS_HPP

#include "alike.hpp"

#include <okta/model/timestamp.hpp>

#include <algorithm>
#include <string_view>

namespace fuzz {

inline bool is_same_time(boost::json::string const& a, boost::json::string const& b)
{
    auto const t = okta::parse_timestamp(std::string_view(a));
    return t && t == okta::parse_timestamp(std::string_view(b));
}

bool holds(boost::json::value const& written, boost::json::value const& read);

/// The same of arrays. A null is left out where items are structs, and kept where anything may be an item.
inline bool holds(boost::json::array const& written, boost::json::array const& read)
{
    auto w = written.begin();
    for (auto const& item : read)
        if (w != written.end() && (w->is_null() || !item.is_null()) && holds(*w, item)) ++w;
        else if (!item.is_null()) return false;
    return w == written.end();
}

/// Whether `written` has all that is in `read`, but for nulls.
inline bool holds(boost::json::value const& written, boost::json::value const& read)
{
    if (beyond(read)) return true;
    if (auto const* const object = read.if_object()) {
        if (!written.is_object()) return false;
        auto const& other = written.get_object();
        return std::ranges::all_of(*object, [&](auto const& member) {
            auto const* found = other.if_contains(member.key());
            if (!found && member.key() == "eventID") found = other.if_contains("eventId");
            return found ? holds(*found, member.value()) : beyond(member.value());
        });
    }
    if (auto const* const array = read.if_array()) return written.is_array() && holds(written.get_array(), *array);
    if (read.is_string() && written.is_string())
        return read == written || is_same_time(read.get_string(), written.get_string());
    return okta::test::near(read, written);
}

} // namespace fuzz
#endif
