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

/// Whether a piece of a secret is in a text that anybody may read: `size` bytes in a row that keys and tokens are written
/// with (base64, base64url). What is between words of a message, or around a value in it, is in no piece: the fuzzer puts
/// both into its inputs.
inline bool shows(std::string_view text, std::string_view secret, std::size_t size = 16)
{
    auto const is_written_with = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
               c == '-' || c == '_' || c == '=';
    };
    for (std::size_t at = 0; at + size <= secret.size(); ++at) {
        auto const piece = secret.substr(at, size);
        if (std::ranges::all_of(piece, is_written_with) && text.find(piece) != text.npos) return true;
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
