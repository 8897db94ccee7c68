#ifndef OKTA_IMPL_HTTP_SERVER_IPP
#define OKTA_IMPL_HTTP_SERVER_IPP

#include <okta/transport/http_server.hpp>

#include <okta/impl/http_server_accept.ipp>
#include <okta/impl/http_server_events.ipp>
#include <okta/impl/http_server_steps.ipp>
#include <okta/impl/http_server_writing.ipp>

#include <memory>
#include <stdexcept>
#include <utility>

namespace okta {
namespace detail {

OKTA_DECL http_server_core::http_server_core(boost::asio::any_io_executor ex, http_server_options opts,
                                             http_server::handler on_request, http_server::admission admit,
                                             std::shared_ptr<SSL_CTX> tls)
    : executor(std::move(ex)),
      options(std::move(opts)),
      asks(admit != nullptr),
      handler_(std::move(on_request)),
      admit_(std::move(admit)),
      tls_(std::move(tls)),
      acceptor_(listen(executor, options)),
      accept_timer_(executor),
      drain_timer_(executor),
      local(acceptor_.local_endpoint()),
      origin(origin_of(local, tls_ != nullptr))
{
}

OKTA_DECL void http_server_core::reload(std::string const& chain, std::string const& key)
{
    auto fresh = make_server_tls({"certificate_chain_pem", chain}, {"private_key_pem", key});
    std::lock_guard const lock(mutex_);
    if (!tls_) throw std::logic_error("okta::http_server: reload_certificate on a server without TLS");
    tls_.swap(fresh);
}

OKTA_DECL std::size_t http_server_core::connections() const
{
    std::lock_guard const lock(mutex_);
    return sessions_.size();
}

} // namespace detail

OKTA_DECL http_server::http_server(boost::asio::any_io_executor executor, http_server_options options,
                                   handler on_request, admission admit)
{
    detail::check_options(options);
    if (!on_request) throw std::invalid_argument("okta::http_server: an empty handler");
    auto tls = detail::make_server_tls(options);
    core_ = std::make_shared<detail::http_server_core>(std::move(executor), std::move(options), std::move(on_request),
                                                       std::move(admit), std::move(tls));
}

OKTA_DECL http_server::~http_server() { core_->close(); }

OKTA_DECL std::uint16_t http_server::port() const noexcept { return core_->local.port(); }

OKTA_DECL std::string http_server::origin() const { return core_->origin; }

OKTA_DECL void http_server::start() { core_->start(); }

OKTA_DECL void http_server::stop() { core_->stop(); }

OKTA_DECL void http_server::reload_certificate(std::string const& certificate_chain_pem,
                                               std::string const& private_key_pem)
{
    core_->reload(certificate_chain_pem, private_key_pem);
}

OKTA_DECL std::size_t http_server::connections() const { return core_->connections(); }

} // namespace okta
#endif
