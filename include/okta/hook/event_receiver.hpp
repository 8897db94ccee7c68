#ifndef OKTA_HOOK_EVENT_RECEIVER_HPP
#define OKTA_HOOK_EVENT_RECEIVER_HPP

#include <okta/hook/endpoint.hpp>
#include <okta/transport/http_server.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace okta {

/// An event_receiver's server and hook.
struct receiver_options
{
    hook_options hook = {};

    /// Where it listens. Okta needs HTTPS on a public name: give certificate and key, or put a proxy before it.
    /// `max_body_bytes` is raised to the hook's; `handler_timeout` lowered to 2.5 s, as Okta waits 3 s,
    /// `header_timeout` and `body_timeout` to 10 s. Who lacks the secret is refused before his body is read: memory is
    /// bounded by `max_connections` times `hook.limits.max_bytes` for those who have it, and for others by what an
    /// http_server's connections hold without a body.
    http_server_options server = {};

    /// Who may connect, as addresses or prefixes (`192.0.2.7`, `2001:db8::/32`); empty: everybody. Others are answered
    /// 403, health checks too. Okta publishes the addresses of its cells; behind a proxy the peer is the proxy.
    std::vector<std::string> allowed = {};

    std::string health_path = "/healthz"; ///< GET and HEAD answer 200 as long as it runs; empty: none
};

namespace detail {
class receiver_core;
} // namespace detail

/// The server of an event hook: HTTP/1.1 and HTTPS on Asio, around a hook_endpoint.
///
///     okta::memory_inbox inbox;
///     okta::event_receiver receiver(context.get_executor(), inbox,
///                                   {.hook = {.secrets = {secret}}, .server = {.port = 8443}});
///     receiver.start();
/// \par Thread safety: every function may be called by several threads at a time, but constructor and destructor.
/// \par Lifetimes: it has to be destroyed before the inbox, and before the executor's context.
class event_receiver
{
public:
    /// Binds and listens. \throws boost::system::system_error, std::invalid_argument: see http_server, hook_options;
    /// the latter for an entry of `allowed` that is none, too
    template <inbox Inbox>
    event_receiver(boost::asio::any_io_executor executor, Inbox& inbox, receiver_options options)
        : event_receiver(std::move(executor), detail::put_into(inbox), std::move(options))
    {
    }
    event_receiver(boost::asio::any_io_executor executor, detail::put_function put, receiver_options options);
    event_receiver(event_receiver const&) = delete;
    event_receiver& operator=(event_receiver const&) = delete;
    ~event_receiver();

    void start();

    /// Accepts no more connections; deliveries under way are kept and answered, within `server.drain_timeout`.
    void stop();

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] std::string origin() const; ///< `https://127.0.0.1:8443`
    [[nodiscard]] std::size_t connections() const;

    /// For a changed secret: see hook_endpoint.
    void set_secrets(std::vector<secret> secrets);

    /// Reads the files of `server` again, for connections from now on. \throws as the constructor; then the former
    /// certificate stays
    void reload_certificate();

private:
    std::shared_ptr<detail::receiver_core> core_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/event_receiver.ipp>
#endif
#endif
