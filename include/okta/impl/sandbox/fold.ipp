#ifndef OKTA_IMPL_SANDBOX_FOLD_IPP
#define OKTA_IMPL_SANDBOX_FOLD_IPP

#include <okta/sandbox/fold.hpp>

#include <boost/locale/utf.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace okta::sandbox::detail {

/// Capitals that have their small letter at the same distance: each one, or every second, between two code points.
struct capital_range
{
    char32_t first, last;
    unsigned step;
    int distance;
};

// From Unicode's CaseFolding.txt (C and S; İ as in UnicodeData.txt), in order of code points. Left out are phonetic,
// technical and archaic letters.
inline constexpr capital_range capital_ranges[] = {
    {0xb5, 0xb5, 1, 775},    {0xc0, 0xd6, 1, 32},   {0xd8, 0xde, 1, 32},     {0x100, 0x12e, 2, 1},
    {0x130, 0x130, 1, -199}, {0x132, 0x136, 2, 1},  {0x139, 0x147, 2, 1},    {0x14a, 0x176, 2, 1},
    {0x178, 0x178, 1, -121}, {0x179, 0x17d, 2, 1},  {0x17f, 0x17f, 1, -268}, {0x1a0, 0x1a0, 1, 1},
    {0x1af, 0x1af, 1, 1},    {0x1c4, 0x1c4, 1, 2},  {0x1c5, 0x1c5, 1, 1},    {0x1c7, 0x1c7, 1, 2},
    {0x1c8, 0x1c8, 1, 1},    {0x1ca, 0x1ca, 1, 2},  {0x1cb, 0x1db, 2, 1},    {0x1de, 0x1ee, 2, 1},
    {0x1f1, 0x1f1, 1, 2},    {0x1f2, 0x1f4, 2, 1},  {0x1f8, 0x21e, 2, 1},    {0x222, 0x232, 2, 1},
    {0x386, 0x386, 1, 38},   {0x388, 0x38a, 1, 37}, {0x38c, 0x38c, 1, 64},   {0x38e, 0x38f, 1, 63},
    {0x391, 0x3a1, 1, 32},   {0x3a3, 0x3ab, 1, 32}, {0x3c2, 0x3c2, 1, 1},    {0x400, 0x40f, 1, 80},
    {0x410, 0x42f, 1, 32},   {0x460, 0x480, 2, 1},  {0x48a, 0x4be, 2, 1},    {0x4c0, 0x4c0, 1, 15},
    {0x4c1, 0x4cd, 2, 1},    {0x4d0, 0x52e, 2, 1},  {0x1e00, 0x1e94, 2, 1},  {0x1e9e, 0x1e9e, 1, -7615},
    {0x1ea0, 0x1efe, 2, 1},
};

// The letters without their diacritics: Unicode's canonical decomposition, and the letters with strokes. Capitals stand
// for two letters (see append_base), a space for none.
inline constexpr std::string_view base_letters_c0 = // U+00C0 to U+023F
    "aaaaaaAceeeeiiiidnooooo ouuuuyTSaaaaaaAceeeeiiiidnooooo ouuuuyTy"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkklllllll"
    "lllnnnnnnnnnooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "b                               oo             uu               "
    "             aaiioouuuuuuuuuu aaaaAA  ggkkoooo  j   gg  nnaaAAoo"
    "aaaaeeeeiiiioooorrrruuuusstt  hh      aaeeooooooooyy            ";
inline constexpr std::string_view base_letters_1e00 = // U+1E00 to U+1EFF
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy    S aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy      ";
static_assert(base_letters_c0.size() == 0x240 - 0xc0 && base_letters_1e00.size() == 0x100);

OKTA_DECL char32_t lower_case(char32_t c) noexcept
{
    auto const range = std::ranges::lower_bound(capital_ranges, c, {}, &capital_range::last);
    if (range == std::end(capital_ranges) || c < range->first || (c - range->first) % range->step != 0) return c;
    return static_cast<char32_t>(static_cast<int>(c) + range->distance);
}

/// Takes a code point off the front, in lower case; a byte that is not UTF-8 as a number beyond Unicode's.
/// \pre at != end
OKTA_DECL char32_t take_lower_case(char const*& at, char const* end) noexcept
{
    auto const byte = static_cast<unsigned char>(*at);
    if (byte < 0x80) return ++at, static_cast<char32_t>(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
    auto const next = at + 1;
    auto const c = boost::locale::utf::utf_traits<char>::decode(at, end);
    if (c != boost::locale::utf::illegal && c != boost::locale::utf::incomplete) return lower_case(c);
    at = next;
    return char32_t{0x110000} + byte;
}

/// Takes what is equal ignoring case off both fronts. The order of the first code points that differ; 0: none does.
OKTA_DECL int take_common(char const*& a, char const* a_end, char const*& b, char const* b_end) noexcept
{
    while (a != a_end && b != b_end) {
        auto const x = take_lower_case(a, a_end), y = take_lower_case(b, b_end);
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

/// Appends a letter that is no ASCII, in lower case, without its diacritics. False: it has none.
OKTA_DECL bool append_base(char32_t c, std::string& out)
{
    if (c >= 0x300 && c < 0x370) return true; // combining marks
    bool const latin = c >= 0xc0 && c < 0x240;
    if (!latin && (c < 0x1e00 || c >= 0x1f00)) return false;
    switch (char const base = latin ? base_letters_c0[c - 0xc0] : base_letters_1e00[c - 0x1e00]) {
    case ' ': return false;
    case 'A': out += "ae"; break;
    case 'I': out += "ij"; break;
    case 'O': out += "oe"; break;
    case 'S': out += "ss"; break;
    case 'T': out += "th"; break;
    default: out += base; break;
    }
    return true;
}

OKTA_DECL std::string fold(std::string_view utf8)
{
    std::string out;
    out.reserve(utf8.size());
    auto const* const end = utf8.data() + utf8.size();
    for (auto const* at = utf8.data(); at != end;) {
        if (auto const ascii = static_cast<unsigned char>(*at); ascii < 0x80) { // most logins are nothing else
            out += static_cast<char>(ascii >= 'A' && ascii <= 'Z' ? ascii + 32 : ascii);
            ++at;
            continue;
        }
        auto const c = take_lower_case(at, end);
        if (c < 0x80) out += static_cast<char>(c);
        else if (c > 0x10ffff) out += static_cast<char>(c - 0x110000);
        else if (!append_base(c, out)) boost::locale::utf::utf_traits<char>::encode(c, std::back_inserter(out));
    }
    return out;
}

OKTA_DECL bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    return compare_ignoring_case(a, b) == 0;
}

OKTA_DECL bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept
{
    auto const *at = text.data(), *wanted = prefix.data();
    auto const* const end = wanted + prefix.size();
    return take_common(at, at + text.size(), wanted, end) == 0 && wanted == end;
}

OKTA_DECL bool ends_with_ignoring_case(std::string_view text, std::string_view suffix) noexcept
{
    // No letter has thrice the bytes of its other case, and letters start at bytes that do not continue one.
    auto at = text.size() - std::min(text.size(), 3 * suffix.size());
    for (; at <= text.size(); ++at) {
        bool const continues = at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
        if (!continues && equal_ignoring_case(text.substr(at), suffix)) return true;
    }
    return false;
}

OKTA_DECL bool contains_ignoring_case(std::string_view text, std::string_view part) noexcept
{
    if (part.empty()) return true;
    auto const *at = text.data(), *rest = part.data();
    auto const *const end = at + text.size(), *const part_end = rest + part.size();
    auto const first = take_lower_case(rest, part_end);
    while (at != end)
        if (take_lower_case(at, end) == first) {
            auto const *here = at, *wanted = rest;
            if (take_common(here, end, wanted, part_end) == 0 && wanted == part_end) return true;
        }
    return false;
}

OKTA_DECL int compare_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    auto const *x = a.data(), *y = b.data();
    auto const *const x_end = x + a.size(), *const y_end = y + b.size();
    if (int const order = take_common(x, x_end, y, y_end)) return order;
    return x != x_end ? 1 : y != y_end ? -1 : 0;
}

} // namespace okta::sandbox::detail
#endif
