#ifndef OKTA_IMPL_SANDBOX_REFUSALS_IPP
#define OKTA_IMPL_SANDBOX_REFUSALS_IPP

#include <okta/sandbox/refusals.hpp>
#include <okta/sandbox/text.hpp>

namespace okta::sandbox {

OKTA_DECL error refuse(int status, std::string_view code, std::string summary)
{
    error e;
    e.kind = error_kind::service;
    e.status = status;
    e.code = code;
    e.summary = std::move(summary);
    return e;
}

OKTA_DECL error refuse_missing(std::string_view id, std::string_view type)
{
    std::string summary = "Not found: Resource not found: ";
    summary.append(detail::printable(id, 100)).append(" (").append(type).append(")");
    return refuse(404, "E0000007", std::move(summary));
}

OKTA_DECL error refuse_invalid(std::vector<std::string> causes)
{
    auto const& first = causes.front();
    auto e = refuse(400, "E0000001", "Api validation failed: " + first.substr(0, first.find(':')));
    e.causes = std::move(causes);
    return e;
}

OKTA_DECL error refuse_forbidden()
{
    return refuse(403, "E0000006", "You do not have permission to perform the requested action");
}

} // namespace okta::sandbox
#endif
