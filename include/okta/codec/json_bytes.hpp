#ifndef OKTA_CODEC_JSON_BYTES_HPP
#define OKTA_CODEC_JSON_BYTES_HPP

// What runs once per token over the bytes of a JSON text: 16 at a time on x86-64, which has SSE2; one by one elsewhere,
// or where OKTA_NO_SSE2 is defined (then throughout the program).

#include <okta/describe/type_info.hpp>
#include <okta/impl/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if (defined(__x86_64__) || defined(_M_X64)) && !defined(OKTA_NO_SSE2)
#define OKTA_JSON_SSE2
#include <bit>
#include <emmintrin.h>
#endif

namespace okta::detail {

#ifdef OKTA_JSON_SSE2
/// A bit for each of the 16 bytes at `at`, set where find_special stops.
OKTA_HOT unsigned special_bytes(char const* at) noexcept
{
    auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(at));
    // Changes places of the quote and the blank, so that one comparison finds the quote, too; signed: from 0x80 on
    // bytes are negative.
    auto const swapped = _mm_xor_si128(bytes, _mm_set1_epi8('"' ^ ' '));
    auto const high = _mm_cmpgt_epi8(swapped, _mm_set1_epi8(' '));
    auto const backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_andnot_si128(backslash, high))) ^ 0xFFFFu;
}

/// The place of the first of them.
OKTA_HOT char const* first_of(char const* at, unsigned bits) noexcept
{
    return at + static_cast<unsigned>(std::countr_zero(bits));
}
#endif

/// The first byte of a JSON string's inside that is not plain: a quote, a backslash, a control character, or the start
/// of a UTF-8 sequence; `end` when there is none. Never reads at or behind `end`.
OKTA_HOT char const* find_special(char const* at, char const* end) noexcept
{
#ifdef OKTA_JSON_SSE2
    for (; end - at >= 16; at += 16)
        if (auto const special = special_bytes(at); special != 0) return first_of(at, special);
#endif
    while (at != end && static_cast<signed char>(*at) >= 0x20 && *at != '"' && *at != '\\') ++at;
    return at;
}

/// Whether a text stands in JSON as it is, between quotes: no quote, backslash or control character.
OKTA_HOT bool is_plain(std::string_view text) noexcept
{
    auto const* at = text.data();
    auto const* const end = at + text.size();
#ifdef OKTA_JSON_SSE2
    auto const special = [](char const* p) {
        auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(p));
        auto const marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                        _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        auto const control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
        return _mm_movemask_epi8(_mm_or_si128(marks, control)) != 0;
    };
    if (text.size() >= 16) {
        for (; end - at > 16; at += 16)
            if (special(at)) return false;
        return !special(end - 16); // some bytes twice, instead of the last few one by one
    }
#endif
    for (; at != end; ++at)
        if (static_cast<unsigned char>(*at) < 0x20 || *at == '"' || *at == '\\') return false;
    return true;
}

/// Copies the text and says whether it stands in JSON as it is, between quotes. `to` has room for it.
OKTA_HOT bool copy_plain(char* to, char const* from, std::size_t size) noexcept
{
#ifdef OKTA_JSON_SSE2
    auto const marks = [](__m128i bytes) {
        auto const signs = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                        _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        return _mm_or_si128(signs, _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes));
    };
    if (size >= 16) {
        auto found = _mm_setzero_si128();
        auto const piece = [&](std::size_t at) {
            auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(from + at));
            _mm_storeu_si128(reinterpret_cast<__m128i*>(to + at), bytes);
            found = _mm_or_si128(found, marks(bytes));
        };
        for (std::size_t at = 0; at + 16 < size; at += 16) piece(at);
        piece(size - 16); // some bytes twice, instead of the last few one by one
        return _mm_movemask_epi8(found) == 0;
    }
    if (size >= 8) {
        auto const front = _mm_loadl_epi64(reinterpret_cast<__m128i const*>(from));
        auto const back = _mm_loadl_epi64(reinterpret_cast<__m128i const*>(from + size - 8));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(to), front);
        _mm_storel_epi64(reinterpret_cast<__m128i*>(to + size - 8), back);
        return _mm_movemask_epi8(marks(_mm_unpacklo_epi64(front, back))) == 0;
    }
    if (size >= 4) {
        std::uint32_t front, back;
        std::memcpy(&front, from, 4);
        std::memcpy(&back, from + size - 4, 4);
        std::memcpy(to, &front, 4);
        std::memcpy(to + size - 4, &back, 4);
        auto const both = std::uint64_t{back} << 32 | front;
        return (_mm_movemask_epi8(marks(_mm_cvtsi64_si128(static_cast<long long>(both)))) & 0xFF) == 0;
    }
    for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
#else
    if (size != 0) std::memcpy(to, from, size);
#endif
    return is_plain({from, size});
}

/// memcmp, inlined: names are short, and a call for each costs more than the comparison.
OKTA_HOT bool same_bytes(char const* a, char const* b, std::size_t size) noexcept
{
    auto const differ = [&]<class Word>(Word x, std::size_t i) {
        Word y;
        std::memcpy(&x, a + i, sizeof x);
        std::memcpy(&y, b + i, sizeof y);
        return x != y;
    };
    if (size < 4) return std::memcmp(a, b, size) == 0;
    if (size < 8) return !differ(std::uint32_t{}, 0) && !differ(std::uint32_t{}, size - 4);
    for (std::size_t i = 0; i + 8 < size; i += 8)
        if (differ(std::uint64_t{}, i)) return false;
    return !differ(std::uint64_t{}, size - 8);
}

#ifdef OKTA_JSON_SSE2
/// A bit for each of 16 bytes that is not the same in both.
OKTA_HOT unsigned differing_bytes(char const* a, char const* b) noexcept
{
    auto const same = _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<__m128i const*>(a)),
                                     _mm_loadu_si128(reinterpret_cast<__m128i const*>(b)));
    return static_cast<unsigned>(_mm_movemask_epi8(same)) ^ 0xFFFFu;
}
#endif

/// Whether the text goes on with a member's `"name":`, written just so, and with something behind it. `ample`: it
/// is known to go on for key_padding bytes more than that.
OKTA_HOT bool starts_with_key(char const* at, char const* end, field const& f, bool ample = false) noexcept
{
    std::size_t const size = f.key_size;
    if (!ample && static_cast<std::size_t>(end - at) < size + key_padding) // behind both texts as much may be read
        return static_cast<std::size_t>(end - at) > size && same_bytes(at, f.key, size);
#ifdef OKTA_JSON_SSE2
    unsigned wrong = 0;
    if (size <= 16) wrong = differing_bytes(at, f.key) << (32 - size);
    else {
        for (std::size_t i = 0; i + 16 < size; i += 16) wrong |= differing_bytes(at + i, f.key + i);
        wrong |= differing_bytes(at + size - 16, f.key + size - 16); // some bytes twice
    }
    return wrong == 0;
#else
    return same_bytes(at, f.key, size);
#endif
}

/// What plain_string looks at in one go.
inline constexpr std::size_t plain_reach = 33;

/// Takes a string without escapes, all of it ASCII, off the front; else nothing. There is something to read at `at`;
/// `ample`: plain_reach bytes are known to be there.
OKTA_HOT bool plain_string(char const*& at, char const* end, std::string_view& text,
                           [[maybe_unused]] bool ample = false) noexcept
{
    if (*at != '"') return false;
    auto const* const begin = at + 1;
    auto const* search = begin;
    auto const ends_at = [&](char const* stop) {
        if (*stop != '"') return false;
        text = {begin, static_cast<std::size_t>(stop - begin)};
        at = stop + 1;
        return true;
    };
#ifdef OKTA_JSON_SSE2
    if (ample || end - begin >= 32) { // most strings, without a branch on their size
        auto const special = special_bytes(begin) | special_bytes(begin + 16) << 16;
        if (special != 0) return ends_at(first_of(begin, special));
        search += 32;
    }
#endif
    auto const* const stop = find_special(search, end);
    return stop != end && ends_at(stop);
}

} // namespace okta::detail
#endif
