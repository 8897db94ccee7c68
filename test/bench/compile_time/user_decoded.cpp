// Decoding a page of users.
#include <okta/codec/decode.hpp>
#include <okta/model/user.hpp>

okta::result<okta::page<okta::user>> decode_users(std::string_view json)
{
    return okta::decode<okta::page<okta::user>>(json);
}
