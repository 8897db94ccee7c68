// The same holds without erasure.
// expect: a Transport has send(okta::http_request) that returns okta::transport_result, or get_executor() and
// async_send( expect: pigeon

#include <okta/client.hpp>

struct pigeon
{
#ifdef RIGHT
    okta::transport_result send(okta::http_request) { return okta::http_response{}; }
#endif
};

auto make() { return okta::basic_client("https://example.okta.com", okta::api_token("t"), pigeon{}); }
