#ifndef OKTA_IMPL_SANDBOX_TEXT_IPP
#define OKTA_IMPL_SANDBOX_TEXT_IPP

#include <okta/sandbox/text.hpp>

namespace okta::sandbox::detail {

OKTA_DECL std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_blank) out += ' ';
        else if (text[i] != '%') out += text[i];
        else {
            auto const high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            auto const low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return out;
}

} // namespace okta::sandbox::detail
#endif
