#include "canned_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <memory>
#include <string_view>
#include <system_error>

namespace okta::bench {
namespace {

int checked(int result, char const* what)
{
    if (result < 0) throw std::system_error(errno, std::generic_category(), what);
    return result;
}

SSL_CTX* tls_context(test::issued_certificate const& issued)
{
    auto* const context = SSL_CTX_new(TLS_server_method());
    auto* const certificate_text = BIO_new_mem_buf(issued.certificate.data(),
                                                   static_cast<int>(issued.certificate.size()));
    auto* const key_text = BIO_new_mem_buf(issued.key.data(), static_cast<int>(issued.key.size()));
    auto* const certificate = PEM_read_bio_X509(certificate_text, nullptr, nullptr, nullptr);
    auto* const key = PEM_read_bio_PrivateKey(key_text, nullptr, nullptr, nullptr);
    if (SSL_CTX_use_certificate(context, certificate) != 1 || SSL_CTX_use_PrivateKey(context, key) != 1)
        throw std::runtime_error("canned_server: cannot use its certificate");
    X509_free(certificate);
    EVP_PKEY_free(key);
    BIO_free(certificate_text);
    BIO_free(key_text);
    return context;
}

/// One thread, one epoll. A request ends with its head, and a client has one under way at a time.
class event_loop
{
public:
    event_loop(int listening, std::string_view answer, SSL_CTX* tls)
        : listening_(listening), answer_(answer), tls_(tls), epoll_(checked(epoll_create1(0), "epoll_create1"))
    {
        watch(listening_);
    }

    void run()
    {
        for (;;) {
            epoll_event events[64];
            auto const count = epoll_wait(epoll_, events, 64, -1);
            for (int i = 0; i < count; ++i) {
                if (events[i].data.fd == listening_) accept_one();
                else if (!serve(peers_.at(events[i].data.fd))) hang_up(events[i].data.fd);
            }
        }
    }

private:
    struct peer
    {
        int socket = -1;
        SSL* tls = nullptr;
        std::string request = {};
    };

    void watch(int socket)
    {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = socket;
        checked(epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event), "epoll_ctl");
    }

    void accept_one()
    {
        auto const socket = accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK);
        if (socket < 0) return;
        int const on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        auto& p = peers_[socket];
        p.socket = socket;
        if (tls_) {
            p.tls = SSL_new(tls_);
            SSL_set_fd(p.tls, socket);
            SSL_set_accept_state(p.tls);
        }
        watch(socket);
    }

    void hang_up(int socket)
    {
        if (auto* const tls = peers_.at(socket).tls) SSL_free(tls);
        peers_.erase(socket);
        close(socket);
    }

    static ssize_t receive(peer& p, char* data, std::size_t size)
    {
        if (!p.tls) return recv(p.socket, data, size, 0);
        ERR_clear_error();
        auto const got = SSL_read(p.tls, data, static_cast<int>(size));
        if (got > 0) return got;
        errno = SSL_get_error(p.tls, got) == SSL_ERROR_WANT_READ ? EAGAIN : EIO;
        return -1;
    }

    bool serve(peer& p) const
    {
        char data[4096];
        auto const got = receive(p, data, sizeof data);
        if (got <= 0) return got < 0 && errno == EAGAIN;
        p.request.append(data, static_cast<std::size_t>(got));
        if (!p.request.ends_with("\r\n\r\n")) return true;
        p.request.clear();
        auto const size = static_cast<int>(answer_.size()); // a socket's buffer holds it
        return (p.tls ? SSL_write(p.tls, answer_.data(), size)
                      : static_cast<int>(send(p.socket, answer_.data(), answer_.size(), MSG_NOSIGNAL))) == size;
    }

    int listening_;
    std::string_view answer_;
    SSL_CTX* tls_;
    int epoll_;
    std::map<int, peer> peers_ = {};
};

} // namespace

canned_server::canned_server(std::string const& answer, std::optional<test::issued_certificate> const& tls)
{
    auto const listening = checked(socket(AF_INET, SOCK_STREAM, 0), "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    checked(bind(listening, name, size), "bind");
    checked(listen(listening, 256), "listen");
    checked(getsockname(listening, name, &size), "getsockname");
    port_ = ntohs(address.sin_port);

    process_ = checked(fork(), "fork");
    if (process_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        try {
            event_loop(listening, answer, tls ? tls_context(*tls) : nullptr).run();
        } catch (...) {
        }
        _exit(1);
    }
    close(listening);
}

canned_server::~canned_server()
{
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
}

std::string user_answer()
{
    std::string const body =
        R"({"id":"00ub0oNGTSWTBKOLGLNR","status":"ACTIVE","created":"2023-06-24T16:39:18.000Z",)"
        R"("activated":"2023-06-24T16:39:19.000Z","statusChanged":"2023-06-24T16:39:19.000Z",)"
        R"("lastLogin":"2024-02-11T17:39:19.000Z","lastUpdated":"2024-02-11T17:39:19.000Z",)"
        R"("passwordChanged":"2023-06-24T16:39:19.000Z","type":{"id":"otyfnjfba4ye7pgjB0g4"},)"
        R"("profile":{"login":"isaac.brock@example.com","email":"isaac.brock@example.com",)"
        R"("secondEmail":"isaac.brock@private.example.com","firstName":"Isaac","lastName":"Brock",)"
        R"("displayName":"Isaac Brock","nickName":"issac","title":"Senior Engineer","department":"R&D",)"
        R"("division":"Platform","organization":"Example Corporation","employeeNumber":"187",)"
        R"("primaryPhone":"+1-555-514-1337","mobilePhone":"+1-555-415-1337","streetAddress":"301 Brannan Street",)"
        R"("city":"San Francisco","state":"CA","zipCode":"94107","countryCode":"US","preferredLanguage":"en-US",)"
        R"("timezone":"America/Los_Angeles","userType":"Employee","costCenter":"10",)"
        R"("manager":"Ada Lovelace","badgeColour":"green"},)"
        R"("credentials":{"password":{},"recovery_question":{"question":"Who's a major player in the cowboy scene?"},)"
        R"("provider":{"type":"OKTA","name":"OKTA"}},)"
        R"("_links":{"self":{"href":"https://example.okta.com/api/v1/users/00ub0oNGTSWTBKOLGLNR"},)"
        R"("schema":{"href":"https://example.okta.com/api/v1/meta/schemas/user/oscfnjfba4ye7pgjB0g4"},)"
        R"("type":{"href":"https://example.okta.com/api/v1/meta/types/user/otyfnjfba4ye7pgjB0g4"}}})";
    return "HTTP/1.1 200 OK\r\n"
           "Date: Tue, 13 Feb 2024 09:12:44 GMT\r\n"
           "Content-Type: application/json\r\n"
           "Content-Length: " +
           std::to_string(body.size()) +
           "\r\n"
           "Connection: keep-alive\r\n"
           "Server: nginx\r\n"
           "X-Okta-Request-Id: ZcsyzDyBNU9H2wYXmFq5UAAABGM\r\n"
           "X-XSS-Protection: 0\r\n"
           "P3P: CP=\"HONK\"\r\n"
           "X-Rate-Limit-Limit: 600\r\n"
           "X-Rate-Limit-Remaining: 598\r\n"
           "X-Rate-Limit-Reset: 1707815624\r\n"
           "ETag: W/\"7f0fbc5b3d2a8ea0\"\r\n"
           "Cache-Control: no-cache, no-store\r\n"
           "Pragma: no-cache\r\n"
           "Expires: 0\r\n"
           "X-Content-Type-Options: nosniff\r\n"
           "Strict-Transport-Security: max-age=315360000; includeSubDomains\r\n"
           "\r\n" +
           body;
}

} // namespace okta::bench
