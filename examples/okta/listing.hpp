#ifndef OKTA_EXAMPLES_OKTA_LISTING_HPP
#define OKTA_EXAMPLES_OKTA_LISTING_HPP

#include "print.hpp"
#include "table.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

// What the listings of actions and of events have in common.

namespace cli {

/// A JSON array of the texts that `text_of` gives.
template <class Range, class F>
std::string list(Range const& range, F&& text_of)
{
    std::string out = "[";
    for (auto const& item : range) out += (out.size() > 1 ? "," : "") + text_of(item);
    return out + ']';
}

inline std::string member(char const* name, std::string const& json) { return quoted(name) + ':' + json; }

/// The text and the blanks that a column of that width needs.
inline std::string padded(std::string_view text, std::size_t width)
{
    std::string out(text);
    out.append(width - std::min(width, width_of(text)) + 2, ' ');
    return out;
}

} // namespace cli
#endif
