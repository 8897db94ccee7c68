#ifndef OKTA_IMPL_SANDBOX_TEXT_IPP
#define OKTA_IMPL_SANDBOX_TEXT_IPP

#include <okta/sandbox/text.hpp>

#include <boost/locale/utf.hpp>

#include <iterator>

namespace okta::sandbox::detail {

OKTA_DECL std::string printable(std::string_view text, std::size_t limit)
{
    std::string out;
    auto const* const end = text.data() + text.size();
    for (auto const* at = text.data(); at != end;) {
        if (out.size() >= limit) return out + "...";
        auto const next = at + 1;
        auto const c = boost::locale::utf::utf_traits<char>::decode(at, end);
        if (c == boost::locale::utf::illegal || c == boost::locale::utf::incomplete) out += '?', at = next;
        else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) out += '?';
        else boost::locale::utf::utf_traits<char>::encode(c, std::back_inserter(out));
    }
    return out;
}

} // namespace okta::sandbox::detail
#endif
