#ifndef OKTA_TRANSPORT_LOOPBACK_RECEIVER_HPP
#define OKTA_TRANSPORT_LOOPBACK_RECEIVER_HPP

#include <okta/impl/config.hpp>
#include <okta/model/result.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace okta {

struct loopback_receiver_options
{
    std::uint16_t port = 0; ///< 0: any free one. Okta takes a redirect URI only as it is registered, port included
    std::string path = "/callback";
    std::string page = {}; ///< the HTML that the browser shows in the end; empty: "You can close this window."
    std::size_t max_query_bytes = 8 * 1024;
    std::chrono::milliseconds request_timeout{5'000}; ///< for a request to be complete; at most a day
};

/// Where the browser comes back to when a user has signed in for a program on the same machine (RFC 8252 section 7.3):
/// a small HTTP server on 127.0.0.1, and on no other address, that takes one redirect and then closes.
///
/// It takes a GET of its path, sent to its own address, whose query has a `state`; everything else is answered 404. The
/// browser gets a page that says nothing of the query.
///
/// Thread safety: every function, from any thread; one wait in all. Copies share the receiver.
class loopback_receiver
{
public:
    /// Listens from now on, for the blocking `wait`; a browser that is early waits.
    /// \returns an error of kind `transport` that names the port when it is taken, `invalid_request` when the path does
    /// not start with '/' or holds a query, or a bound makes no sense
    [[nodiscard]] static result<loopback_receiver> listen(loopback_receiver_options options = {});

    /// The same on an executor of yours, for `async_wait`. The receiver has to go before the executor's context.
    [[nodiscard]] static result<loopback_receiver> listen(boost::asio::any_io_executor executor,
                                                          loopback_receiver_options options = {});

    /// `http://127.0.0.1:49152/callback`
    [[nodiscard]] std::string const& redirect_uri() const noexcept;

    /// Blocks until the redirect has come, and its page has gone out. With `state`, one with another state is answered
    /// 404 like anything else: whoever forges one does not end the wait.
    /// \returns the query, `code=…&state=…`; an error of kind `authorisation` when nobody came in time, `cancelled`, or
    /// `invalid_request` when there was a wait already
    /// On an executor of yours, do not call this on a thread that runs it.
    result<std::string> wait(std::chrono::milliseconds timeout, std::string state = {});

    /// The same on Asio. Completion signature: `void(okta::result<std::string>)`.
    /// \par Cancellation: terminal, partial, total.
    template <boost::asio::completion_token_for<void(result<std::string>)> Token>
    auto async_wait(std::chrono::milliseconds timeout, std::string state, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(result<std::string>)>(
            [c = core_](handler h, std::chrono::milliseconds t, std::string s) {
                start(c, t, std::move(s), std::move(h));
            },
            token, timeout, std::move(state));
    }

    /// Ends a wait, this one or the next.
    void cancel();

private:
    struct core;
    using handler = boost::asio::any_completion_handler<void(result<std::string>)>;

    explicit loopback_receiver(std::shared_ptr<core> c) noexcept : core_(std::move(c)) {}
    static result<loopback_receiver> listen(std::shared_ptr<core> c, loopback_receiver_options&& options);
    static void start(std::shared_ptr<core> const& c, std::chrono::milliseconds timeout, std::string state, handler h);

    std::shared_ptr<core> core_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/loopback_receiver.ipp>
#endif
#endif
