#ifndef OKTA_SRC_HPP
#define OKTA_SRC_HPP

// The bodies of the library, for the one translation unit of a program that is built with OKTA_SEPARATE_COMPILATION.
// Those of the sandbox are in okta/sandbox_src.hpp.

#ifndef OKTA_SEPARATE_COMPILATION
#error "okta/src.hpp is for programs built with OKTA_SEPARATE_COMPILATION defined; header-only needs no such file"
#endif

#include <okta.hpp>
#include <okta/actions/oauth.hpp>
#include <okta/auth/authorization_code.hpp>
#include <okta/auth/device_grant.hpp>
#include <okta/auth/oauth.hpp>
#include <okta/auth/verification.hpp>
#include <okta/codec/form.hpp>
#include <okta/configured_client.hpp>
#include <okta/exchange/rate_governor.hpp>
#include <okta/link_account.hpp>
#include <okta/transport/http_server.hpp>

#include <okta/impl/answer.ipp>
#include <okta/impl/any_transport.ipp>
#include <okta/impl/asio_transport.ipp>
#include <okta/impl/async_worker.ipp>
#include <okta/impl/authorization_code.ipp>
#include <okta/impl/borrow.ipp>
#include <okta/impl/bulk.ipp>
#include <okta/impl/bulk_engine.ipp>
#include <okta/impl/call.ipp>
#include <okta/impl/catalogue.ipp>
#include <okta/impl/configuration.ipp>
#include <okta/impl/configuration_check.ipp>
#include <okta/impl/configuration_keys.ipp>
#include <okta/impl/configuration_reader.ipp>
#include <okta/impl/configured_client.ipp>
#include <okta/impl/connector_profile.ipp>
#include <okta/impl/create_once.ipp>
#include <okta/impl/credential_store.ipp>
#include <okta/impl/credentials.ipp>
#include <okta/impl/decode.ipp>
#include <okta/impl/delivery.ipp>
#include <okta/impl/device_grant.ipp>
#include <okta/impl/dpop.ipp>
#include <okta/impl/dpop_proof.ipp>
#include <okta/impl/drive.ipp>
#include <okta/impl/encode.ipp>
#include <okta/impl/encoding.ipp>
#include <okta/impl/endpoint.ipp>
#include <okta/impl/error.ipp>
#include <okta/impl/event.ipp>
#include <okta/impl/event_receiver.ipp>
#include <okta/impl/event_router.ipp>
#include <okta/impl/event_worker.ipp>
#include <okta/impl/exchange.ipp>
#include <okta/impl/file_store.ipp>
#include <okta/impl/form.ipp>
#include <okta/impl/forward_core.ipp>
#include <okta/impl/gate.ipp>
#include <okta/impl/given_ids.ipp>
#include <okta/impl/http.ipp>
#include <okta/impl/http_date.ipp>
#include <okta/impl/http_server.ipp>
#include <okta/impl/jose_key.ipp>
#include <okta/impl/journal.ipp>
#include <okta/impl/json_locate.ipp>
#include <okta/impl/json_read.ipp>
#include <okta/impl/json_scan.ipp>
#include <okta/impl/json_text.ipp>
#include <okta/impl/json_text_lists.ipp>
#include <okta/impl/json_text_open.ipp>
#include <okta/impl/json_write.ipp>
#include <okta/impl/jwt.ipp>
#include <okta/impl/link_account.ipp>
#include <okta/impl/link_account_by_device.ipp>
#include <okta/impl/link_header.ipp>
#include <okta/impl/linked_account.ipp>
#include <okta/impl/log_line.ipp>
#include <okta/impl/loopback_receiver.ipp>
#include <okta/impl/memory_inbox.ipp>
#include <okta/impl/oauth.ipp>
#include <okta/impl/oauth_client.ipp>
#include <okta/impl/observation.ipp>
#include <okta/impl/org_url.ipp>
#include <okta/impl/page_position.ipp>
#include <okta/impl/parallelism.ipp>
#include <okta/impl/pkce.ipp>
#include <okta/impl/rate_bucket.ipp>
#include <okta/impl/rate_governor.ipp>
#include <okta/impl/retry.ipp>
#include <okta/impl/settings.ipp>
#include <okta/impl/settling.ipp>
#include <okta/impl/signing_key.ipp>
#include <okta/impl/sink.ipp>
#include <okta/impl/target.ipp>
#include <okta/impl/telemetry.ipp>
#include <okta/impl/timestamp.ipp>
#include <okta/impl/token_call.ipp>
#include <okta/impl/token_set.ipp>
#include <okta/impl/token_source.ipp>
#include <okta/impl/tokens.ipp>
#include <okta/impl/uri.ipp>
#include <okta/impl/user_events.ipp>
#include <okta/impl/verification.ipp>
#include <okta/impl/waiting_line.ipp>

#endif
