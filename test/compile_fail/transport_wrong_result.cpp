// And send returns what a transport gives.
// expect: the Transport's send(okta::http_request) gives Result instead of okta::transport_result
// expect: pigeon

#include <okta/client.hpp>

struct pigeon
{
#ifdef RIGHT
    okta::transport_result send(okta::http_request) { return okta::http_response{}; }
#else
    okta::http_response send(okta::http_request) { return {}; }
#endif
};

okta::client make() { return {"https://example.okta.com", okta::api_token("t"), pigeon{}}; }
