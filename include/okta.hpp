#ifndef OKTA_HPP
#define OKTA_HPP

// The library in the order a request flows. Each header stands alone; include less where you need less.

#include <okta/version.hpp>

#include <okta/actions/catalogue.hpp>       // the 32 requests, and the list of them
#include <okta/client.hpp>                  // a call: encode, exchange, decode
#include <okta/pages.hpp>                   // lists, page by page
#include <okta/auth/tokens.hpp>             // how a call is authorised
#include <okta/transport/any_transport.hpp> // what carries it, or your own
#include <okta/transport/asio_transport.hpp>

#endif
