#ifndef OKTA_SANDBOX_SERVE_HPP
#define OKTA_SANDBOX_SERVE_HPP

#include <okta/sandbox/org.hpp>
#include <okta/transport/http_server.hpp>

namespace okta::sandbox {

/// The handler of a server that is that org, for clients which are not in this process:
///
///     okta::http_server server(context.get_executor(), {.port = 8080, .chunked = true}, okta::sandbox::serve(org));
///     server.start();
[[nodiscard]] http_server::handler serve(org o);

} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/serve.ipp>
#endif
#endif
