#ifndef OKTA_TEST_MODEL_VIEW_HPP
#define OKTA_TEST_MODEL_VIEW_HPP

#include <okta/codec/decode.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace okta::test {

/// A resource as a list of what can be seen of it: `profile.login` → `"ada@example.com"`. Nulls are left out, since Okta
/// may do so; of links only the relations are there.
using view = std::map<std::string, std::string>;

/// A user's or group's attributes by their names.
using attributes = std::map<std::string, boost::json::value>;

view view_of(boost::json::value const& json);

/// The value's text, as a view has it.
std::string text_of(boost::json::value const& json);
std::string text_of(std::string_view string);

template <class T>
view view_of_answer(T const& answer)
{
    return view_of(boost::json::parse(to_json(answer)));
}

template <class Profile>
attributes attributes_of(Profile const& profile)
{
    attributes all;
    auto const json = boost::json::parse(to_json(profile));
    for (auto const& [name, value] : json.as_object()) all[std::string(name)] = value;
    return all;
}

/// What only one of them has, or both have with different values; empty when they are equal.
std::string difference(view const& model, view const& org);

// ── text, for the few letters that the test uses ────────────────────────────────────────────────────────

/// Small letters.
std::string lower(std::string text);

/// Small letters without diacritics.
std::string plain(std::string text);

/// In code points.
std::size_t length(std::string_view text);

} // namespace okta::test
#endif
