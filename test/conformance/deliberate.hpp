#ifndef OKTA_TEST_CONFORMANCE_DELIBERATE_HPP
#define OKTA_TEST_CONFORMANCE_DELIBERATE_HPP

// Where the library differs from Okta's published description on purpose, and where Okta's examples differ from it.
// Each entry has its reason, and one that is no longer needed is a failure.

#include "structure.hpp"

#include <map>

namespace conformance {

/// A field that C++ has with another type.
struct other_type
{
    std::string_view schema, field, type, reason;
};
inline constexpr std::string_view form_text = "one text in a form, separated by blanks, as Okta's examples have it";
inline constexpr other_type other_types[] = {
    {"TokenRequestDirectAuthenticationMfaOob", "grant_types_supported", "string", form_text},
    {"TokenRequestDirectAuthenticationMfaOtp", "grant_types_supported", "string", form_text},
    {"TokenRequestDirectAuthenticationOob", "grant_types_supported", "string", form_text},
    {"TokenRequestDirectAuthenticationOtp", "grant_types_supported", "string", form_text},
};

inline std::vector<extra_value> extra_values = {
    {"DeviceStatus", "CREATED", "in Okta's own examples of devices"},
    {".kty", "", "one struct for the keys of both kinds"},
    {".use", "enc", "one struct for keys of both uses"},
    {".transitioningToStatus", "", "only some of the user statuses, but of the same kind"},
    {"TokenResponseTokenType", "DPoP", "what DPoP-bound tokens come with, by Okta's guide"},
};

inline std::vector<default_value> defaults = {
    {"EventHookChannel", "type", "HTTP", "the only value, so that it need not be said"},
    {"EventHookChannel", "version", "1.0.0", "the only value, so that it need not be said"},
    {"EventSubscriptions", "type", "EVENT_TYPE", "the only value, so that it need not be said"},
};

/// An instance without this member is read again as another object, though nothing is lost.
struct ambiguous
{
    std::string_view schema, member, reason;
    int used = 0;
};
inline std::vector<ambiguous> ambiguities = {
    {"Group", "$.profile ", "of no profile it cannot be said which of the two empty ones it is"},
};

/// An example that violates the schema it stands for, and what must be done to it. `at` is a JSON pointer.
struct repair
{
    std::string_view example, operation, at, json, reason;
    int used = 0;
};
inline constexpr std::string_view take_items = "(items)", take_one = "(one)", of_target = "(LogTarget.changeDetails)";
inline constexpr std::string_view number = "a number in the example, a string in the schema";
inline std::vector<repair> repairs = {
    {"ListRealmsResponse", "createRealm", "", take_items, "an array, but the operation answers one realm"},
    {"ListLogs", "listLogEvents", "/0/version", R"("0")", number},
    {"ListLogs", "listLogEvents", "/0/client/geographicalContext/postalCode", R"("10013")", number},
    {"ListLogs", "listLogEvents", "/0/request/ipChain/0/geographicalContext/postalCode", R"("10013")", number},
    {"ListLogsWithAdditionalSecurityContext", "listLogEvents", "", take_one,
     "one event, though the answer is an array"},
    {"ListLogsWithAdditionalSecurityContext", "listLogEvents", "/version", R"("0")", number},
    {"ListLogsWithAdditionalSecurityContext", "listLogEvents", "/client/geographicalContext/postalCode", R"("10013")",
     number},
    {"ListLogsWithAdditionalSecurityContext", "listLogEvents", "/request/ipChain/0/geographicalContext/postalCode",
     R"("10013")", number},
    {"LogTargetChangeDetails", "listLogEvents", "", of_target, "one member of one target, not events"},
    {"TokenRequestDirectAuthMfaOtpExample", "token", "/otp", R"("123456")", number},
    {"TokenRequestDirectAuthOtpExample", "token", "/otp", R"("123456")", number},
    {"TokenRequestDirectAuthMfaOtpExample", "tokenCustomAS", "/otp", R"("123456")", number},
    {"TokenRequestDirectAuthOtpExample", "tokenCustomAS", "/otp", R"("123456")", number},
};

/// Schemas of examples that are not among the library's, and what stands for them; empty: nothing does.
inline std::map<std::string_view, std::string_view> const other_schemas = {
    {"TokenRequestCustomAs", "TokenRequestOrgAs"},
    {"TokenResponseCustomAs", "TokenResponseOrgAs"},
    {"OAuthMetadata", ""},
    {"OidcMetadata", ""},
};

} // namespace conformance
#endif
