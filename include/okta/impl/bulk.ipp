#ifndef OKTA_IMPL_BULK_IPP
#define OKTA_IMPL_BULK_IPP

#include <okta/bulk.hpp>

namespace okta::detail {

OKTA_DECL void check(bulk_options const& options)
{
    if (options.parallel >= 1 && options.parallel <= 1'000) return;
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = "bulk_options::parallel is not within 1 and 1,000";
    throw exception(std::move(e));
}

OKTA_DECL std::string fingerprint_of(http_request const& redacted)
{
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (auto const text :
         {to_string(redacted.method), std::string_view(redacted.target), std::string_view(redacted.body)})
        for (char const c : std::string(text) + '\n') hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (auto at = text.rbegin(); at != text.rend(); ++at, hash >>= 4) *at = digits[hash & 15];
    return text;
}

OKTA_DECL std::unique_ptr<journal> open_journal(std::string const& path)
{
    if (path.empty()) return nullptr;
    auto opened = journal::open(path);
    return std::move(opened).value();
}

} // namespace okta::detail
#endif
