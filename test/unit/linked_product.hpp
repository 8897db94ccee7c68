#ifndef OKTA_TEST_UNIT_LINKED_PRODUCT_HPP
#define OKTA_TEST_UNIT_LINKED_PRODUCT_HPP

#include <okta/actions/user_info.hpp>
#include <okta/actions/users.hpp>
#include <okta/link_account.hpp>

#include "fake_okta.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <future>

// What the tests of linking and of linked accounts have in common: a product, a browser and an org.

namespace okta::test {

/// A browser whose user signs in at once.
inline std::string browse(std::string const& redirect_uri, std::string const& query)
{
    auto const url = parse_url(redirect_uri).value();
    boost::asio::io_context context;
    boost::asio::ip::tcp::socket socket(context);
    socket.connect({boost::asio::ip::address_v4::loopback(), url.port});
    boost::asio::write(socket, boost::asio::buffer("GET " + url.target + '?' + query + " HTTP/1.1\r\nHost: 127.0.0.1:" +
                                                   std::to_string(url.port) + "\r\n\r\n"));
    std::string answer;
    boost::system::error_code ec;
    boost::asio::read(socket, boost::asio::dynamic_buffer(answer), ec);
    return answer;
}

/// A product with one profile, a store and an org.
struct product
{
    connector_profile profile = [] {
        connector_profile p;
        p.org = "https://o.okta.com";
        p.client_id = "0oa1";
        p.redirect_uri = "http://127.0.0.1/callback";
        return p;
    }();
    any_credential_store store = memory_store();
    std::shared_ptr<fake_okta> org = std::make_shared<fake_okta>();
    std::future<std::string> browser;

    any_transport transport() const { return fake_okta_transport{org}; }

    link_options options()
    {
        link_options o{.transport = transport(), .owner_id = "ada"};
        o.timeout = std::chrono::seconds(10);
        o.open = [this](std::string const& url) {
            browser = std::async(std::launch::async, [this, query = org->authorize(url)] {
                return browse(org->sign_in["redirect_uri"], query);
            });
        };
        return o;
    }

    result<linked_account> link(link_options o) { return link_account(profile, store, std::move(o)); }
    result<linked_account> link() { return link(options()); }

    /// The same without a browser.
    result<linked_account> link_here(link_options o)
    {
        auto link = account_link::begin(profile, store, std::move(o));
        if (!link) return link.error();
        return link->finish("https://product.example/callback?" + org->authorize(link->url()));
    }

    /// The account's access token, a minute old by now, is refused from now on.
    void end_access(std::string const& id)
    {
        (void)store.update(id, [](linked_account& a) {
            *a.access_token_issued -= std::chrono::minutes(1);
            return std::optional<error>();
        });
        org->access_token = "ended";
    }

    linked_account stored(std::string const& id) { return store.load(id).value().value(); }
};

} // namespace okta::test
#endif
