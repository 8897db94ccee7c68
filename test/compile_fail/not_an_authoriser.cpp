// Credentials come from an authoriser.
// expect: an Authoriser has std::optional<okta::error> authorise(okta::http_request&) and bool is_bearer() const
// expect: pass_phrase

#include <okta/client.hpp>

struct pigeon
{
    okta::transport_result send(okta::http_request) { return okta::http_response{}; }
};

struct pass_phrase
{
    std::optional<okta::error> authorise(okta::http_request&) { return {}; }
#ifdef RIGHT
    bool is_bearer() const { return false; }
#endif
};

okta::client make() { return {"https://example.okta.com", pass_phrase{}, pigeon{}}; }
