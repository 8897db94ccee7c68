#ifndef OKTA_IMPL_BULK_IPP
#define OKTA_IMPL_BULK_IPP

#include <okta/auth/encoding.hpp>
#include <okta/bulk.hpp>

namespace okta::detail {

OKTA_DECL error answers_tokens(action_info const& info)
{
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = std::string(info.id) + " answers tokens, which do not go into a journal: call it without one";
    return e;
}

OKTA_DECL void check(bulk_options const& options)
{
    demand_option(options.parallel >= 1 && options.parallel <= 1'000,
                  "bulk_options::parallel is not within 1 and 1,000");
    demand_option(options.settle_after >= std::chrono::seconds(0) && options.settle_after <= std::chrono::hours(1),
                  "bulk_options::settle_after is not within 0 s and 1 h");
}

OKTA_DECL std::string fingerprint_of(http_request const& redacted)
{
    auto text = std::string(to_string(redacted.method));
    text.append(" ").append(redacted.origin).append(redacted.target).append("\n").append(redacted.body);
    return base64url_encode(sha256(text));
}

OKTA_DECL std::unique_ptr<journal> open_journal(std::string const& path)
{
    if (path.empty()) return nullptr;
    auto opened = journal::open(path);
    return std::move(opened).value();
}

} // namespace okta::detail
#endif
