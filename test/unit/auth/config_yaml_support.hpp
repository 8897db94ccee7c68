#ifndef OKTA_TEST_UNIT_AUTH_CONFIG_YAML_SUPPORT_HPP
#define OKTA_TEST_UNIT_AUTH_CONFIG_YAML_SUPPORT_HPP

#include "configuration_support.hpp"

#include <okta/config.hpp>

namespace configuration_support {

inline okta::config::settings read(std::string const& text)
{
    auto r = okta::config::from_yaml(text, "./okta.yaml");
    BOOST_TEST(message(r) == "no error", text);
    return r ? *r : okta::config::settings();
}

/// With `lines` below okta.client.
inline std::string client(std::string const& lines) { return "okta:\n  client:\n    " + lines; }

} // namespace configuration_support
#endif
