#ifndef OKTA_TEST_FUZZ_EXPECT_HPP
#define OKTA_TEST_FUZZ_EXPECT_HPP

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace fuzz {

/// What does not hold stops the program, so that the input is kept.
inline void expect(bool holds, std::string_view what, std::string_view one = {}, std::string_view other = {})
{
    if (holds) return;
    std::cerr << what << "\n  one   " << one << "\n  other " << other << std::endl;
    std::abort();
}

inline std::string_view text_of(std::uint8_t const* data, std::size_t size)
{
    return {reinterpret_cast<char const*>(data), size};
}

/// Takes what is before `end` off the front, and `end` itself.
inline std::string_view take_until(std::string_view& text, char end)
{
    auto const size = std::min(text.find(end), text.size());
    auto const part = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    return part;
}

/// Whether a text that anybody may read shows a piece of a secret: `size` bytes in a row as keys and tokens are written
/// (base64, base64url), and not digits only, which are a number that it may tell. The fuzzer mixes what it finds: what is
/// in `open` too, which is what the text may show, is no piece.
inline bool leaks(std::string_view text, std::string_view secret, std::string_view open, std::size_t size = 16)
{
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    auto const is_written_with = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '+' || c == '/' || c == '-' ||
               c == '_' || c == '=';
    };
    for (std::size_t at = 0; at + size <= secret.size(); ++at) {
        auto const piece = secret.substr(at, size);
        if (!std::ranges::all_of(piece, is_written_with) || std::ranges::all_of(piece, is_digit)) continue;
        if (text.find(piece) != text.npos && open.find(piece) == open.npos) return true;
    }
    return false;
}

/// As an error's message is: no control characters, so it is one line of a log.
inline bool is_one_line(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

} // namespace fuzz
#endif
