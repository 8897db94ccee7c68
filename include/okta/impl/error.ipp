#ifndef OKTA_IMPL_ERROR_IPP
#define OKTA_IMPL_ERROR_IPP

#include <okta/model/error.hpp>

namespace okta {

OKTA_DECL std::string_view to_string(error_kind k) noexcept
{
    constexpr std::string_view names[] = {"invalid_request", "authorisation",     "transport", "cancelled",
                                          "service",         "unexpected_answer", "oauth"};
    return names[static_cast<int>(k)];
}

OKTA_DECL std::string error::message() const
{
    std::string text(to_string(kind));
    text += ':';
    if (!code.empty()) text += ' ' + code;
    if (!summary.empty()) text += ' ' + summary;
    for (auto const& cause : causes) text += (&cause == &causes.front() ? " (" : "; ") + cause;
    if (!causes.empty()) text += ')';
    if (status != 0) text += " [" + std::to_string(status);
    if (!request_id.empty()) text += (status != 0 ? ", request " : " [request ") + request_id;
    if (status != 0 || !request_id.empty()) text += ']';
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20) c = ' '; // an answer may hold anything; a log line is one line
    return text;
}

} // namespace okta
#endif
