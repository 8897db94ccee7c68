#ifndef OKTA_MODEL_JSON_WEB_KEY_HPP
#define OKTA_MODEL_JSON_WEB_KEY_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/containers.hpp>
#include <okta/describe/open_enum.hpp>
#include <okta/model/equality.hpp>
#include <okta/model/result.hpp>
#include <okta/model/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace okta {

enum class signing_algorithm { es256, es384, es512, hs256, hs384, hs512, rs256, rs384, rs512 };
BOOST_DESCRIBE_ENUM(signing_algorithm, es256, es384, es512, hs256, hs384, hs512, rs256, rs384, rs512)

enum class json_web_key_type { ec, rsa };
BOOST_DESCRIBE_ENUM(json_web_key_type, ec, rsa)

enum class json_web_key_use { enc, sig };
BOOST_DESCRIBE_ENUM(json_web_key_use, enc, sig)
constexpr auto wire_names(json_web_key_use) { return renamed{{{"enc", "enc"}, {"sig", "sig"}}}; }

enum class json_web_key_status { active, inactive };
BOOST_DESCRIBE_ENUM(json_web_key_status, active, inactive)

/// A key as RFC 7517 writes it: of an RSA one `n` and `e`, of an elliptic-curve one `crv`, `x` and `y`, in base64url.
/// Okta answers public keys only; the private members are read so that they are secrets and not plain text in `custom`.
struct json_web_key
{
    std::optional<open_enum<json_web_key_type>> kty = {};
    std::optional<std::string> kid = {};
    std::optional<open_enum<signing_algorithm>> alg = {};
    std::optional<open_enum<json_web_key_use>> use = {};
    std::optional<open_enum<json_web_key_status>> status = {};
    std::optional<std::string> n = {};
    std::optional<std::string> e = {};
    std::optional<std::string> crv = {};
    std::optional<std::string> x = {};
    std::optional<std::string> y = {};
    std::optional<secret> d = {};
    std::optional<secret> p = {};
    std::optional<secret> q = {};
    std::optional<secret> dp = {};
    std::optional<secret> dq = {};
    std::optional<secret> qi = {};
    std::optional<secret> k = {}; ///< a symmetric key
    custom_attributes custom = {};

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(json_web_key, (), (kty, kid, alg, use, status, n, e, crv, x, y, d, p, q, dp, dq, qi, k, custom))

/// The public keys of an authorization server. They rotate: fetch them again when a `kid` is not among them.
struct oauth_keys
{
    std::optional<std::vector<json_web_key>> keys = {};
};
BOOST_DESCRIBE_STRUCT(oauth_keys, (), (keys))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<oauth_keys>;
extern template class result<oauth_keys>;
#endif

} // namespace okta
#endif
