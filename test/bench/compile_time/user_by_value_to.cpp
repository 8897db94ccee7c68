// Decoding a page of users through Boost.JSON's DOM.
#include "../value_to.hpp"

#include <okta/model/user.hpp>

okta::page<okta::user> decode_users(std::string_view json)
{
    return okta::bench::by_value_to<okta::page<okta::user>>(json);
}
