// The schemas of the System Log and of event hooks.

#include "models.hpp"

#include <okta/model/event_hook.hpp>

namespace conformance {

std::vector<model> event_models()
{
    using namespace okta;
    return {
        type<event_hook>("EventHook"),
        type<event_hook_channel>("EventHookChannel"),
        type<event_hook_channel_config>("EventHookChannelConfig"),
        type<event_hook_auth_scheme>("EventHookChannelConfigAuthScheme"),
        type<open_enum<event_hook_auth_scheme_type>>("EventHookChannelConfigAuthSchemeType"),
        type<event_hook_header>("EventHookChannelConfigHeader"),
        type<open_enum<event_hook_channel_type>>("EventHookChannelType"),
        type<std::vector<event_hook_filter>>("EventHookFilterMap"),
        type<event_hook_filter>("EventHookFilterMapObject"),
        type<event_hook_filter_condition>("EventHookFilterMapObjectCondition"),
        type<event_hook_filters>("EventHookFilters"),
        type<std::vector<std::string>>("EventHookSubscribedEventTypes"),
        type<open_enum<event_hook_verification_status>>("EventHookVerificationStatus"),
        type<open_enum<event_subscription_type>>("EventSubscriptionType"),
        type<event_subscriptions>("EventSubscriptions"),
        type<log_actor>("LogActor"),
        type<log_authentication_context>("LogAuthenticationContext"),
        type<open_enum<log_authentication_provider>>("LogAuthenticationProvider"),
        type<log_bot_protection>("LogBotProtection"),
        type<log_client>("LogClient"),
        type<open_enum<log_credential_provider>>("LogCredentialProvider"),
        type<open_enum<log_credential_type>>("LogCredentialType"),
        type<log_debug_context>("LogDebugContext"),
        type<log_event>("LogEvent"),
        type<log_geographical_context>("LogGeographicalContext"),
        type<log_geolocation>("LogGeolocation"),
        type<log_ip_address>("LogIpAddress"),
        type<log_ip_details>("LogIpDetails"),
        type<log_ip_service_category>("LogIpServiceCategory"),
        type<log_issuer>("LogIssuer"),
        type<log_outcome>("LogOutcome"),
        type<log_request>("LogRequest"),
        type<log_risk>("LogRisk"),
        type<log_security_context>("LogSecurityContext"),
        type<open_enum<log_severity>>("LogSeverity"),
        type<log_target>("LogTarget"),
        type<log_transaction>("LogTransaction"),
        type<log_user_agent>("LogUserAgent"),
        type<log_user_behavior>("LogUserBehavior"),
        type<event_hook_delivery>("OktaEventHookDelivery"),
        type<event_hook_verification>("OktaEventHookVerification"),
    };
}

} // namespace conformance
