// Refreshes the tokens of a linked account without end, until it is killed: see crash_test.py.
// usage: refresh_loop <folder> <grace of old refresh tokens, ms> <seed> [setup]

#include "token_server.hpp"

#include <okta/actions/user_info.hpp>
#include <okta/actions/users.hpp>
#include <okta/auth/file_store.hpp>
#include <okta/link_account.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace {

constexpr auto id = "account";

[[noreturn]] void fail(std::string const& why)
{
    std::cerr << "refresh_loop: " << why << std::endl;
    std::_Exit(1);
}

struct loopback
{
    std::shared_ptr<okta::test::token_server> server;

    okta::transport_result send(okta::http_request request) { return server->serve(request); }
};

okta::connector_profile profile()
{
    okta::connector_profile p;
    p.org = "https://o.okta.com";
    p.client_id = "0oa1";
    p.redirect_uri = "http://127.0.0.1:8765/callback";
    return p;
}

class product
{
public:
    product(std::string const& folder, std::chrono::milliseconds grace, unsigned seed)
        : server_(std::make_shared<okta::test::token_server>(folder + "/journal", grace, seed)),
          store_(okta::file_store::open(folder + "/accounts").value())
    {
        server_->on_use = [this](std::string const& token) {
            if (load().refresh_token != okta::secret(token)) fail("new tokens were used before they were stored");
        };
    }

    void set_up()
    {
        auto account = okta::new_account("owner", "https://o.okta.com", "0oa1", okta::timestamp{});
        account.id = id;
        account.refresh_token = server_->login();
        if (auto const e = store_.save(account)) fail(e->message());
    }

    [[noreturn]] void run()
    {
        auto const all = store_.list();
        if (!all || !all->damaged.empty() || all->size() != 1) fail("the store is damaged");
        std::puts("ready");
        std::fflush(stdout);
        for (;;) {
            auto org = okta::open_account(store_, id, profile(), loopback{server_}).value();
            while (auto const e = call(org)) {
                if (e->code != "invalid_grant") fail(e->message());
                sign_in_again();
                break;
            }
        }
    }

private:
    static std::optional<okta::error> call(okta::client& org)
    {
        for (;;)
            if (auto const r = org.call(okta::get_user_info{}); !r) return r.error();
    }

    okta::linked_account load() const { return store_.load(id).value().value(); }

    void sign_in_again()
    {
        auto const e = store_.update(id, [&](okta::linked_account& account) {
            account.refresh_token = server_->login();
            account.access_token = {};
            return std::optional<okta::error>();
        });
        if (e) fail(e->message());
    }

    std::shared_ptr<okta::test::token_server> server_;
    okta::file_store store_;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4) fail("usage: refresh_loop <folder> <grace of old refresh tokens, ms> <seed> [setup]");
    try {
        product p(argv[1], std::chrono::milliseconds(std::atoi(argv[2])), static_cast<unsigned>(std::atoi(argv[3])));
        if (argc > 4) p.set_up();
        else p.run();
    } catch (std::exception const& e) {
        fail(e.what());
    }
}
