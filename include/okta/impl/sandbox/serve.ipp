#ifndef OKTA_IMPL_SANDBOX_SERVE_IPP
#define OKTA_IMPL_SANDBOX_SERVE_IPP

#include <okta/sandbox/serve.hpp>

namespace okta::sandbox {

OKTA_DECL http_server::handler serve(org o)
{
    return [o = std::move(o)](received_request received, peer const& from, http_responder respond) mutable {
        wire_facts wire;
        wire.peer_address = from.address;
        if (!received.method_known()) wire.method = std::move(received.method_text);
        wire.length_missing = has_body(received.request.method) && !received.has_length;
        respond(o.answer(received.request, wire));
    };
}

} // namespace okta::sandbox
#endif
