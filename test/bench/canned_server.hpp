#ifndef OKTA_TEST_BENCH_CANNED_SERVER_HPP
#define OKTA_TEST_BENCH_CANNED_SERVER_HPP

#include "support/test_certificates.hpp"

#include <optional>
#include <string>
#include <sys/types.h>

namespace okta::bench {

/// A server on 127.0.0.1 that gives every request the same answer over kept connections, plain or under TLS. It is a
/// process of its own, so that its CPU time is not the client's. Make it before any thread.
class canned_server
{
public:
    explicit canned_server(std::string const& answer, std::optional<test::issued_certificate> const& tls = {});
    ~canned_server();
    canned_server(canned_server const&) = delete;
    canned_server& operator=(canned_server const&) = delete;

    [[nodiscard]] unsigned short port() const { return port_; }

private:
    unsigned short port_ = 0;
    pid_t process_ = -1;
};

/// Okta's answer to Get User: a head of 17 lines and 1.5 KB of JSON.
[[nodiscard]] std::string user_answer();

} // namespace okta::bench
#endif
