#ifndef OKTA_SANDBOX_TEXT_HPP
#define OKTA_SANDBOX_TEXT_HPP

#include <okta/codec/uri.hpp>
#include <okta/impl/config.hpp>

#include <boost/json/string.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace okta::sandbox::detail {

[[nodiscard]] inline std::string_view text_of(boost::json::string const& s) { return {s.data(), s.size()}; }

using okta::detail::hex_digit;

/// How many code points: what lengths in JSON Schema count.
[[nodiscard]] inline std::size_t characters(std::string_view utf8) noexcept
{
    std::size_t n = 0;
    for (char const c : utf8) n += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return n;
}

/// Text of others for a message or an event: at most `limit` bytes, without what is no UTF-8 or cannot be printed.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit);

/// Calls f with each part between separators, until it says false; whether it never did.
template <class F>
bool for_each_part(std::string_view text, char separator, F f)
{
    for (;;) {
        auto const end = text.find(separator);
        if (!f(text.substr(0, end))) return false;
        if (end == text.npos) return true;
        text.remove_prefix(end + 1);
    }
}

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/text.ipp>
#endif
#endif
