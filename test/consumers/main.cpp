// A user's program: a request is made, a JSON answer read, and a call refused before anything is sent.

#include <okta.hpp>

#include <cstdio>

int main()
{
    okta::client org{"https://example.okta.com", okta::api_token{"00x"}, okta::asio_transport{}};
    auto const refused = org.call(okta::get_user{.id = ""});
    auto const user = okta::decode<okta::user>(R"({"status":"ACTIVE","profile":{"login":"ada@example.com"}})");
    std::printf("%s\n%s\n", refused.error().message().c_str(), okta::to_json(*user).c_str());
    bool const right = refused.error().kind == okta::error_kind::invalid_request &&
                       user->status == okta::user_status::active && user->profile.login == "ada@example.com";
    return right ? 0 : 1;
}
