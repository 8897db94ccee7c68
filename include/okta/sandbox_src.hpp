#ifndef OKTA_SANDBOX_SRC_HPP
#define OKTA_SANDBOX_SRC_HPP

// The bodies of the sandbox, for one translation unit of a program that is built with OKTA_SEPARATE_COMPILATION and
// uses it; beside okta/src.hpp, in the same unit or another one.

#ifndef OKTA_SEPARATE_COMPILATION
#error "okta/sandbox_src.hpp is for programs built with OKTA_SEPARATE_COMPILATION; header-only needs no such file"
#endif

#include <okta/sandbox/authorization_server.hpp>
#include <okta/sandbox/faults.hpp>
#include <okta/sandbox/seed.hpp>
#include <okta/sandbox/serve.hpp>
#include <okta/sandbox/serve_tokens.hpp>
#include <okta/sandbox/service_app.hpp>

#include <okta/impl/sandbox/answering.ipp>
#include <okta/impl/sandbox/attributes.ipp>
#include <okta/impl/sandbox/authorization_server.ipp>
#include <okta/impl/sandbox/behaviours.ipp>
#include <okta/impl/sandbox/call.ipp>
#include <okta/impl/sandbox/devices.ipp>
#include <okta/impl/sandbox/dialects.ipp>
#include <okta/impl/sandbox/event_hooks.ipp>
#include <okta/impl/sandbox/expression_match.ipp>
#include <okta/impl/sandbox/expression_parse.ipp>
#include <okta/impl/sandbox/expression_term.ipp>
#include <okta/impl/sandbox/fault_answers.ipp>
#include <okta/impl/sandbox/faults.ipp>
#include <okta/impl/sandbox/fields.ipp>
#include <okta/impl/sandbox/fold.ipp>
#include <okta/impl/sandbox/grant.ipp>
#include <okta/impl/sandbox/groups.ipp>
#include <okta/impl/sandbox/hook_deliveries.ipp>
#include <okta/impl/sandbox/hook_queue.ipp>
#include <okta/impl/sandbox/jwt.ipp>
#include <okta/impl/sandbox/listing.ipp>
#include <okta/impl/sandbox/logs.ipp>
#include <okta/impl/sandbox/oauth_answers.ipp>
#include <okta/impl/sandbox/oauth_authorize.ipp>
#include <okta/impl/sandbox/oauth_clients.ipp>
#include <okta/impl/sandbox/oauth_device.ipp>
#include <okta/impl/sandbox/oauth_facts.ipp>
#include <okta/impl/sandbox/oauth_grants.ipp>
#include <okta/impl/sandbox/oauth_pages.ipp>
#include <okta/impl/sandbox/oauth_tokens.ipp>
#include <okta/impl/sandbox/org.ipp>
#include <okta/impl/sandbox/people.ipp>
#include <okta/impl/sandbox/proof_checker.ipp>
#include <okta/impl/sandbox/rate_limiter.ipp>
#include <okta/impl/sandbox/read_request.ipp>
#include <okta/impl/sandbox/realms.ipp>
#include <okta/impl/sandbox/refusals.ipp>
#include <okta/impl/sandbox/route.ipp>
#include <okta/impl/sandbox/seed.ipp>
#include <okta/impl/sandbox/serve.ipp>
#include <okta/impl/sandbox/serve_tokens.ipp>
#include <okta/impl/sandbox/service_app.ipp>
#include <okta/impl/sandbox/state.ipp>
#include <okta/impl/sandbox/system_log.ipp>
#include <okta/impl/sandbox/text.ipp>
#include <okta/impl/sandbox/token_form.ipp>
#include <okta/impl/sandbox/used_once.ipp>
#include <okta/impl/sandbox/user_changes.ipp>
#include <okta/impl/sandbox/user_checks.ipp>
#include <okta/impl/sandbox/user_info.ipp>
#include <okta/impl/sandbox/user_table.ipp>
#include <okta/impl/sandbox/user_types.ipp>
#include <okta/impl/sandbox/users.ipp>

#endif
