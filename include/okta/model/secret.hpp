#ifndef OKTA_MODEL_SECRET_HPP
#define OKTA_MODEL_SECRET_HPP

#include <okta/describe/text_form.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace okta {

/// A password, token or answer: a text that is sent but never shown. It has no `operator<<`, prints as `***` in a dry
/// run, and its bytes are overwritten when it is destroyed or assigned to.
class secret
{
public:
    secret() = default;
    secret(std::string text) noexcept : text_(std::move(text)) {}
    secret(std::string_view text) : text_(text) {}
    secret(char const* text) : text_(text ? text : "") {} // std::getenv may give null
    secret(secret const&) = default;
    secret(secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
    secret& operator=(secret other) noexcept
    {
        wipe();
        text_.swap(other.text_);
        return *this;
    }
    ~secret() { wipe(); }

    /// The text itself; valid as long as this object is unchanged. Whoever calls this answers for where it goes.
    [[nodiscard]] std::string_view reveal() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

    friend bool operator==(secret const&, secret const&) = default;

private:
    void wipe() noexcept
    {
        text_.resize(text_.capacity()); // a moved-from short string keeps its bytes beyond its size
        for (char volatile* p = text_.data(); p != text_.data() + text_.size(); ++p) *p = 0; // not optimised away
        text_.clear();
    }

    std::string text_ = {};
};

template <>
struct text_form<okta::secret>
{
    static constexpr std::string_view expected = "string";
    static constexpr bool secret = true;
    static bool read(okta::secret& out, std::string_view text)
    {
        out = okta::secret(text);
        return true;
    }
    static void write(okta::secret const& s, std::string& out) { out += s.reveal(); }
    static std::string_view view(okta::secret const& s, text_buffer&) { return s.reveal(); }
    static bool is_unset(okta::secret const& s) { return s.empty(); }
};

} // namespace okta
#endif
