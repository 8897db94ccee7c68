#ifndef OKTA_TEST_UNIT_AUTH_CONFIGURATION_SUPPORT_HPP
#define OKTA_TEST_UNIT_AUTH_CONFIGURATION_SUPPORT_HPP

#include <okta/auth/configuration.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

namespace configuration_support {

/// Every secret of these tests has this in it; no message may.
inline std::string const hush = "HUSHhush";

using variables = std::map<std::string, std::string>;

inline okta::config::variable_source environment(variables const& all)
{
    return [all](char const* name) {
        auto const found = all.find(name);
        return found == all.end() ? nullptr : found->second.c_str();
    };
}

inline std::string unhushed(std::string text)
{
    BOOST_TEST(text.find(hush) == std::string::npos, text);
    return text;
}

inline std::string message(std::optional<okta::error> const& e)
{
    if (!e) return "no error";
    BOOST_TEST((e->kind == okta::error_kind::invalid_request));
    BOOST_TEST((e->raw_body.empty() && e->code.empty()));
    return unhushed(e->message()).substr(std::string("invalid_request: ").size());
}

/// What was wrong, in one line.
inline std::string message(okta::result<okta::config::settings> const& r)
{
    return r ? "no error" : message(std::optional(r.error()));
}

inline std::string joined(std::vector<std::string> const& lines)
{
    std::string text;
    for (auto const& line : lines) (text += text.empty() ? "" : "|") += line;
    return unhushed(text);
}

/// The value as text, or `-`.
template <class T>
std::string text_of(std::optional<okta::config::setting<T>> const& held)
{
    if (!held) return "-";
    if constexpr (std::is_same_v<T, okta::secret>) return std::string(held->value.reveal());
    else if constexpr (std::is_same_v<T, std::string>) return held->value;
    else if constexpr (std::is_same_v<T, std::vector<std::string>>) return joined(held->value);
    else if constexpr (std::is_same_v<T, std::chrono::milliseconds>) return std::to_string(held->value.count());
    else return std::to_string(static_cast<int>(held->value));
}

inline okta::config::settings with_token()
{
    using namespace okta::config;
    settings s;
    s.org_url = setting<std::string>{"https://example.okta.com"};
    s.token = setting<okta::secret>{hush};
    return s;
}

inline okta::config::settings with_key()
{
    using namespace okta::config;
    settings s;
    s.org_url = setting<std::string>{"https://example.okta.com"};
    s.mode = setting<authorization_mode>{authorization_mode::private_key};
    s.client_id = setting<std::string>{"0oa1"};
    s.scopes = setting<std::vector<std::string>>{{"okta.users.read"}};
    s.private_key = setting<okta::secret>{"-----BEGIN PRIVATE KEY-----\n" + hush + "\n-----END PRIVATE KEY-----\n"};
    return s;
}

} // namespace configuration_support
#endif
