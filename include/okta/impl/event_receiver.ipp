#ifndef OKTA_IMPL_EVENT_RECEIVER_IPP
#define OKTA_IMPL_EVENT_RECEIVER_IPP

#include <okta/hook/event_receiver.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace okta {
namespace detail {

/// Addresses and prefixes that may connect.
class allowed_peers
{
public:
    explicit allowed_peers(std::vector<std::string> const& entries)
    {
        for (auto const& entry : entries) add(entry);
    }

    [[nodiscard]] bool admit(std::string const& text) const
    {
        if (v4_.empty() && v6_.empty()) return true;
        boost::system::error_code ec;
        auto address = boost::asio::ip::make_address(text, ec);
        if (ec) return false;
        if (address.is_v6() && address.to_v6().is_v4_mapped())
            address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
        if (address.is_v4())
            return std::any_of(v4_.begin(), v4_.end(), [a = address.to_v4()](auto const& net) {
                return boost::asio::ip::network_v4(a, net.prefix_length()).network() == net.network();
            });
        return std::any_of(v6_.begin(), v6_.end(), [a = address.to_v6()](auto const& net) {
            return boost::asio::ip::network_v6(a, net.prefix_length()).network() == net.network();
        });
    }

private:
    void add(std::string const& entry)
    {
        boost::system::error_code ec;
        bool const prefix = entry.find('/') != entry.npos, six = entry.find(':') != entry.npos;
        if (six) v6_.push_back(boost::asio::ip::make_network_v6(prefix ? entry : entry + "/128", ec));
        else v4_.push_back(boost::asio::ip::make_network_v4(prefix ? entry : entry + "/32", ec));
        if (ec || (six && v6_.back().address().is_v4_mapped())) // which peers never have: theirs is shown as IPv4
            throw std::invalid_argument("receiver_options: allowed: '" + entry +
                                        "' is no address and no prefix such as 192.0.2.0/24");
    }

    std::vector<boost::asio::ip::network_v4> v4_ = {};
    std::vector<boost::asio::ip::network_v6> v6_ = {};
};

OKTA_DECL std::string text_of_file(std::string const& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf())) throw std::invalid_argument("event_receiver: " + path + " cannot be read");
    return std::move(text).str();
}

/// Whether the receiver is still there, for answers that come from the inbox's threads.
class receiver_gate
{
public:
    bool enter() noexcept
    {
        ++users_;
        if (!closed_) return true;
        leave();
        return false;
    }
    void leave() noexcept
    {
        --users_;
        users_.notify_all();
    }

    /// Returns when nobody is within, and none comes any more.
    void close() noexcept
    {
        closed_ = true;
        for (auto n = users_.load(); n != 0; n = users_.load()) users_.wait(n);
    }

private:
    std::atomic<unsigned> users_ = 0;
    std::atomic<bool> closed_ = false;
};

/// A responder that an inbox holds: it is answered, or let go, only while the receiver is there.
class pending_answer
{
public:
    pending_answer(std::shared_ptr<receiver_gate> gate, http_responder respond)
        : gate_(std::move(gate)), respond_(std::move(respond))
    {
    }
    pending_answer(pending_answer const&) = delete;
    pending_answer& operator=(pending_answer const&) = delete;
    ~pending_answer()
    {
        if (gate_->enter()) {
            {
                auto const answered_500 = std::move(respond_);
            }
            gate_->leave();
        } else respond_.abandon();
    }

    void operator()(http_response r)
    {
        if (!gate_->enter()) return;
        respond_(std::move(r));
        gate_->leave();
    }

private:
    std::shared_ptr<receiver_gate> gate_;
    http_responder respond_;
};

class receiver_core
{
public:
    receiver_core(boost::asio::any_io_executor executor, put_function put, receiver_options o)
        : endpoint(std::move(put), o.hook),
          allowed_(o.allowed),
          health_path_(checked_health_path(o)),
          chain_file_(o.server.certificate_chain_file),
          key_file_(o.server.private_key_file),
          server(
              std::move(executor), suited(std::move(o.server), o.hook),
              [this](received_request request, peer const& from, http_responder respond) {
                  answer(std::move(request), from, std::move(respond));
              },
              [this](received_request const& head, peer const& from) { return refused(head, from); })
    {
    }

    ~receiver_core() { gate_->close(); }

    void reload()
    {
        if (chain_file_.empty()) throw std::invalid_argument("event_receiver: its certificate came from no file");
        server.reload_certificate(text_of_file(chain_file_), text_of_file(key_file_));
    }

private:
    static http_server_options suited(http_server_options server, hook_options const& hook)
    {
        constexpr std::chrono::milliseconds in_time{2'500}, long_enough{10'000};
        server.max_body_bytes = std::max(server.max_body_bytes, hook.limits.max_bytes);
        server.handler_timeout = std::min(server.handler_timeout, in_time);
        server.header_timeout = std::min(server.header_timeout, long_enough);
        server.body_timeout = std::min(server.body_timeout, long_enough);
        return server;
    }

    /// What a request is answered with whatever its body is.
    std::optional<http_response> answer_at_once(received_request const& head, peer const& from) const
    {
        if (!allowed_.admit(from.address)) return plain(403, "this address is not allowed\n");
        if (is_health(head)) return plain(200, "ok\n");
        if (head.method_known()) return std::nullopt;
        auto refused = plain(405, "an event hook takes GET and POST\n");
        refused.fields.add("Allow", "GET, POST");
        return refused;
    }

    std::optional<http_response> refused(received_request const& head, peer const& from) const
    {
        auto at_once = answer_at_once(head, from);
        return at_once ? at_once : endpoint.refusal(head.request);
    }

    void answer(received_request request, peer const& from, http_responder respond)
    {
        if (auto at_once = answer_at_once(request, from)) return respond(std::move(*at_once));
        auto const pending = std::make_shared<pending_answer>(gate_, std::move(respond));
        endpoint.handle(std::move(request.request), [pending](http_response r) { (*pending)(std::move(r)); });
    }

    [[nodiscard]] bool is_health(received_request const& r) const
    {
        auto const target = std::string_view(r.request.target);
        return !health_path_.empty() && target.substr(0, target.find('?')) == health_path_ &&
               (r.method_text == "GET" || r.method_text == "HEAD");
    }

    static std::string checked_health_path(receiver_options const& o)
    {
        if (!o.health_path.empty() && (o.health_path == o.hook.path || o.health_path.front() != '/'))
            throw std::invalid_argument(
                "receiver_options: health_path has to start with '/' and differ from hook.path");
        return o.health_path;
    }

    static http_response plain(int status, std::string_view text)
    {
        http_response r{.status = status, .body = std::string(text)};
        r.fields.add("Content-Type", "text/plain; charset=utf-8");
        return r;
    }

public:
    hook_endpoint endpoint;

private:
    std::shared_ptr<receiver_gate> gate_ = std::make_shared<receiver_gate>();
    allowed_peers allowed_;
    std::string health_path_, chain_file_, key_file_;

public:
    http_server server; // last: its handler uses the others
};

} // namespace detail

OKTA_DECL event_receiver::event_receiver(boost::asio::any_io_executor executor, detail::put_function put,
                                         receiver_options options)
    : core_(std::make_shared<detail::receiver_core>(std::move(executor), std::move(put), std::move(options)))
{
}

OKTA_DECL event_receiver::~event_receiver() = default;

OKTA_DECL void event_receiver::start() { core_->server.start(); }
OKTA_DECL void event_receiver::stop() { core_->server.stop(); }
OKTA_DECL std::uint16_t event_receiver::port() const noexcept { return core_->server.port(); }
OKTA_DECL std::string event_receiver::origin() const { return core_->server.origin(); }
OKTA_DECL std::size_t event_receiver::connections() const { return core_->server.connections(); }
OKTA_DECL void event_receiver::set_secrets(std::vector<secret> s) { core_->endpoint.set_secrets(std::move(s)); }
OKTA_DECL void event_receiver::reload_certificate() { core_->reload(); }

} // namespace okta
#endif
