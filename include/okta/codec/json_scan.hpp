#ifndef OKTA_CODEC_JSON_SCAN_HPP
#define OKTA_CODEC_JSON_SCAN_HPP

#include <okta/codec/json_bytes.hpp>
#include <okta/impl/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace okta::detail {

/// The length of the valid UTF-8 sequence of two to four bytes at `at`; 0 when there is none.
std::size_t utf8_sequence(char const* at, char const* end) noexcept;

/// A cursor over a JSON text. Every function takes what it names off the front and says whether it was there and valid
/// by RFC 8259; after a failure the cursor stands anywhere. It says no more than that: errors are the business of the
/// DOM path, which is asked whenever this one fails.
class json_scanner
{
public:
    struct number
    {
        char const *begin, *end;
        bool integral; // no fraction, no exponent
    };

    /// `max_depth` bounds the nesting of arrays and objects. The text must outlive the scanner.
    json_scanner(std::string_view text, std::size_t max_depth) noexcept
        : at_(text.data()), end_(text.data() + text.size()), depth_(max_depth)
    {
    }

    void restart(std::string_view text, std::size_t max_depth) noexcept
    {
        at_ = text.data();
        end_ = at_ + text.size();
        depth_ = max_depth;
    }

    [[nodiscard]] char const* position() const noexcept { return at_; }
    [[nodiscard]] char const* end() const noexcept { return end_; }
    [[nodiscard]] std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - at_); }
    [[nodiscard]] std::size_t depth() const noexcept { return depth_; } ///< that may still be entered
    void move_to(char const* p) noexcept { at_ = p; }
    void set_depth(std::size_t d) noexcept { depth_ = d; }

    /// The next byte; 0, which is valid nowhere between tokens, at the end.
    [[nodiscard]] char peek() const noexcept { return at_ != end_ ? *at_ : '\0'; }

    OKTA_HOT void space() noexcept
    {
        if (at_ == end_ || static_cast<unsigned char>(*at_) > ' ') return;
        some_space();
    }

    OKTA_HOT bool take(char c) noexcept
    {
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }

    /// `[` or `{`, within the depth, and the space behind it.
    OKTA_HOT bool enter(char bracket) noexcept
    {
        if (depth_ == 0 || !take(bracket)) return false;
        --depth_;
        space();
        return true;
    }

    OKTA_HOT bool leave(char bracket) noexcept
    {
        if (!take(bracket)) return false;
        ++depth_;
        return true;
    }

    bool literal(std::string_view word) noexcept;

    /// These bytes, written just so. Else nothing is taken.
    OKTA_HOT bool bytes(std::string_view wanted) noexcept
    {
        if (left() < wanted.size() || !same_bytes(at_, wanted.data(), wanted.size())) return false;
        at_ += wanted.size();
        return true;
    }

    /// The space and the colon between a name and its value.
    OKTA_HOT bool colon() noexcept
    {
        space();
        if (!take(':')) return false;
        space();
        return true;
    }

    /// A string; `text` is valid until the next one is taken.
    OKTA_HOT bool string(std::string_view& text)
    {
        if (peek() != '"') return false;
        auto const* const begin = at_ + 1;
        auto const* const stop = find_special(begin, end_);
        if (stop == end_ || *stop != '"') return other_string(begin, stop, text);
        at_ = stop + 1;
        text = {begin, static_cast<std::size_t>(stop - begin)};
        return true;
    }

    /// Whether `text`, the last string taken, is not a part of the JSON but unescaped: valid until the next one is.
    [[nodiscard]] bool is_unescaped(std::string_view text) const noexcept { return text.data() == unescaped_.data(); }

    bool skip_string() noexcept;
    bool take_number(number& n) noexcept;

    /// Any value.
    bool skip() noexcept;

private:
    OKTA_HOT bool skip_name() noexcept { return skip_string() && colon(); }
    void some_space() noexcept;
    bool other_string(char const* begin, char const* stop, std::string_view& text);
    bool escaped_string(char const* begin, std::string_view& text);
    bool escape(std::uint32_t& code) noexcept;
    bool skip_scalar() noexcept;

    char const* at_;
    char const* end_;
    std::size_t depth_;
    std::string unescaped_ = {};
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/json_scan.ipp>
#endif
#endif
