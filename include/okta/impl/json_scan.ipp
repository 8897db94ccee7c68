#ifndef OKTA_IMPL_JSON_SCAN_IPP
#define OKTA_IMPL_JSON_SCAN_IPP

#include <okta/codec/json_scan.hpp>

namespace okta::detail {

OKTA_DECL std::size_t utf8_sequence(char const* at, char const* end) noexcept
{
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(at[i]); };
    auto const left = static_cast<std::size_t>(end - at);
    auto const first = byte(0);
    std::size_t const size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (size == 0 || left < size) return 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    bool const overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    bool const surrogate = first == 0xED && byte(1) >= 0xA0;
    bool const beyond = first == 0xF4 && byte(1) >= 0x90; // U+10FFFF
    return overlong || surrogate || beyond ? 0 : size;
}

/// Appends a code point as UTF-8.
OKTA_DECL void append_utf8(std::string& out, std::uint32_t code)
{
    auto const put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code < 0x80) return put(code);
    if (code < 0x800) put(0xC0 | (code >> 6));
    else {
        if (code < 0x10000) put(0xE0 | (code >> 12));
        else {
            put(0xF0 | (code >> 18));
            put(0x80 | ((code >> 12) & 0x3F));
        }
        put(0x80 | ((code >> 6) & 0x3F));
    }
    put(0x80 | (code & 0x3F));
}

/// Four hexadecimal digits; false when they are not there.
OKTA_DECL bool hex_digits(char const* at, char const* end, std::uint32_t& code) noexcept
{
    if (end - at < 4) return false;
    code = 0;
    for (int i = 0; i < 4; ++i) {
        char const c = at[i], lower = static_cast<char>(c | 0x20);
        if (c >= '0' && c <= '9') code = 16 * code + static_cast<std::uint32_t>(c - '0');
        else if (lower >= 'a' && lower <= 'f') code = 16 * code + static_cast<std::uint32_t>(lower - 'a' + 10);
        else return false;
    }
    return true;
}

OKTA_DECL bool json_scanner::literal(std::string_view word) noexcept { return bytes(word); }

OKTA_DECL void json_scanner::some_space() noexcept
{
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
}

/// A string that is not plain up to `stop`.
OKTA_DECL bool json_scanner::other_string(char const* begin, char const* stop, std::string_view& text)
{
    for (at_ = stop;; at_ = find_special(at_, end_)) {
        if (at_ == end_) return false;
        if (*at_ == '"') {
            text = {begin, static_cast<std::size_t>(at_++ - begin)};
            return true;
        }
        if (*at_ == '\\') return escaped_string(begin, text);
        auto const size = utf8_sequence(at_, end_); // 0 for a control character as well
        if (size == 0) return false;
        at_ += size;
    }
}

OKTA_DECL bool json_scanner::escape(std::uint32_t& code) noexcept
{
    if (left() < 2) return false;
    char const c = at_[1];
    at_ += 2;
    switch (c) {
    case '"':
    case '\\':
    case '/': code = static_cast<std::uint32_t>(c); return true;
    case 'b': code = '\b'; return true;
    case 'f': code = '\f'; return true;
    case 'n': code = '\n'; return true;
    case 'r': code = '\r'; return true;
    case 't': code = '\t'; return true;
    case 'u': break;
    default: return false;
    }
    if (!hex_digits(at_, end_, code)) return false;
    at_ += 4;
    if (code < 0xD800 || code > 0xDFFF) return true;
    std::uint32_t low = 0; // a surrogate is only valid as the first half of a pair
    if (code > 0xDBFF || left() < 6 || at_[0] != '\\' || at_[1] != 'u' || !hex_digits(at_ + 2, end_, low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return false;
    at_ += 6;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    return true;
}

OKTA_DECL bool json_scanner::escaped_string(char const* begin, std::string_view& text)
{
    unescaped_.assign(begin, at_);
    for (std::uint32_t code = 0;;) {
        if (at_ == end_) return false;
        auto const* const start = at_;
        if (*at_ == '"') {
            ++at_;
            text = unescaped_;
            return true;
        }
        if (*at_ == '\\') {
            if (!escape(code)) return false;
            append_utf8(unescaped_, code);
        } else {
            at_ = find_special(at_, end_);
            if (at_ == start) {
                auto const size = utf8_sequence(at_, end_);
                if (size == 0) return false;
                at_ += size;
            }
            unescaped_.append(start, at_);
        }
    }
}

OKTA_DECL bool json_scanner::skip_string() noexcept
{
    if (!take('"')) return false;
    for (std::uint32_t code = 0;;) {
        at_ = find_special(at_, end_);
        if (at_ == end_) return false;
        if (*at_ == '"') return ++at_, true;
        if (*at_ == '\\') {
            if (!escape(code)) return false;
        } else if (auto const size = utf8_sequence(at_, end_)) at_ += size;
        else return false;
    }
}

OKTA_DECL bool json_scanner::take_number(number& n) noexcept
{
    constexpr std::size_t longest_exponent = 8; // of a longer one the DOM path knows whether it overflows
    auto const digits = [&] {
        auto const* const start = at_;
        while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
        return static_cast<std::size_t>(at_ - start);
    };
    n = {at_, at_, true};
    take('-');
    bool const zero = peek() == '0';
    auto const whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (take('.')) {
        n.integral = false;
        if (digits() == 0) return false;
    }
    if (peek() == 'e' || peek() == 'E') {
        n.integral = false;
        ++at_;
        if (!take('+')) take('-');
        auto const exponent = digits();
        if (exponent == 0 || exponent > longest_exponent) return false;
    }
    n.end = at_;
    return true;
}

OKTA_DECL bool json_scanner::skip_scalar() noexcept
{
    number n{};
    switch (peek()) {
    case '"': return skip_string();
    case 't': return literal("true");
    case 'f': return literal("false");
    case 'n': return literal("null");
    default: return take_number(n);
    }
}

/// A name as most are, plain, with the colon just behind it and no space after that.
OKTA_HOT bool skip_plain_name(char const*& at, char const* end) noexcept
{
    auto const* p = at;
    std::string_view name;
    if (p == end || !plain_string(p, end, name) || end - p < 2 || p[0] != ':' || p[1] <= ' ') return false;
    at = p + 1;
    return true;
}

/// The place is kept in a local variable as long as names and values are plain strings without space between them.
OKTA_DECL bool json_scanner::skip() noexcept
{
    std::uint64_t objects = 0; // a bit per level: 1 in an object, 0 in an array
    std::size_t const start = depth_, deepest = start > 64 ? start - 64 : 0;
    auto const* at = at_;
    for (bool named = false;;) { // whether a name is next
        if (named && !skip_plain_name(at, end_)) {
            at_ = at;
            if (!skip_name()) return false;
            at = at_;
        }
        std::string_view text;
        if (at == end_) return false;
        if (*at == '{' || *at == '[') {
            named = *at == '{';
            at_ = at;
            if (depth_ == deepest || !enter(*at)) return false;
            at = at_;
            objects = (objects << 1) | (named ? 1u : 0u);
            if (peek() != (named ? '}' : ']')) continue;
        } else if (!plain_string(at, end_, text)) {
            at_ = at;
            if (!skip_scalar()) return false;
            at = at_;
        }
        for (;; objects >>= 1) { // behind a value, or before the bracket that ends an empty one
            if (depth_ == start) return at_ = at, true;
            named = (objects & 1) != 0;
            if (end_ - at > 1 && at[0] == ',' && at[1] > ' ') {
                ++at;
                break;
            }
            at_ = at;
            space();
            if (leave(named ? '}' : ']')) {
                at = at_;
                continue;
            }
            if (!take(',')) return false;
            space();
            at = at_;
            break;
        }
    }
}

} // namespace okta::detail
#endif
