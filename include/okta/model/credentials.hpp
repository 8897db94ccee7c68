#ifndef OKTA_MODEL_CREDENTIALS_HPP
#define OKTA_MODEL_CREDENTIALS_HPP

#include <okta/describe/containers.hpp>
#include <okta/describe/open_enum.hpp>
#include <okta/model/equality.hpp>
#include <okta/model/secret.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace okta {

enum class password_hash_algorithm { bcrypt, sha_512, sha_256, sha_1, md5, pbkdf2 };
BOOST_DESCRIBE_ENUM(password_hash_algorithm, bcrypt, sha_512, sha_256, sha_1, md5, pbkdf2)
constexpr auto wire_names(password_hash_algorithm)
{
    return renamed{{{"sha_512", "SHA-512"}, {"sha_256", "SHA-256"}, {"sha_1", "SHA-1"}}};
}

enum class digest_algorithm { sha256_hmac, sha512_hmac };
BOOST_DESCRIBE_ENUM(digest_algorithm, sha256_hmac, sha512_hmac)

enum class salt_order { prefix, postfix };
BOOST_DESCRIBE_ENUM(salt_order, prefix, postfix)

/// A hashed password to import. BCRYPT: value, salt (22 characters), work_factor; SHA and MD5: value and, if salted,
/// salt and salt_order; PBKDF2: value, salt, iteration_count (4,096 at least), key_size, digest_algorithm.
struct password_hash
{
    std::optional<open_enum<password_hash_algorithm>> algorithm = {};
    std::optional<secret> value = {};
    std::optional<secret> salt = {};
    std::optional<open_enum<okta::salt_order>> salt_order = {};
    std::optional<std::int32_t> work_factor = {}; ///< 1 to 20
    std::optional<std::int32_t> iteration_count = {};
    std::optional<std::int32_t> key_size = {};
    std::optional<open_enum<okta::digest_algorithm>> digest_algorithm = {};
};
BOOST_DESCRIBE_STRUCT(password_hash, (),
                      (algorithm, value, salt, salt_order, work_factor, iteration_count, key_size, digest_algorithm))

/// Which inline hook checks the password at the first sign-in: `default`.
struct password_hook
{
    std::optional<std::string> type = {};
};
BOOST_DESCRIBE_STRUCT(password_hook, (), (type))

/// A password in clear, at most 72 characters. In an answer it is empty and means that there is a password.
struct password_value
{
    std::optional<secret> value = {};
};
BOOST_DESCRIBE_STRUCT(password_value, (), (value))

/// A password imported as a hash.
struct hashed_password
{
    password_hash hash = {};

    static constexpr when_member chosen_by{"hash"};
};
BOOST_DESCRIBE_STRUCT(hashed_password, (), (hash))

/// A password imported by an inline hook at the first sign-in.
struct hooked_password
{
    password_hook hook = {};

    static constexpr when_member chosen_by{"hook"};
};
BOOST_DESCRIBE_STRUCT(hooked_password, (), (hook))

/// Value, hash or hook; never two of them.
using password = one_of<password_value, hashed_password, hooked_password>;

struct recovery_question
{
    std::optional<std::string> question = {}; ///< 1 to 100 characters
    std::optional<secret> answer = {};        ///< 1 to 100 characters; never answered
};
BOOST_DESCRIBE_STRUCT(recovery_question, (), (question, answer))

enum class authentication_provider_type { active_directory, federation, import, ldap, okta, social };
BOOST_DESCRIBE_ENUM(authentication_provider_type, active_directory, federation, import, ldap, okta, social)

/// Who checks the user's password.
struct authentication_provider
{
    std::optional<open_enum<authentication_provider_type>> type = {};
    std::optional<std::string> name = {};
};
BOOST_DESCRIBE_STRUCT(authentication_provider, (), (type, name))

/// A user's credentials, as answered and as sent by Create User.
struct user_credentials
{
    std::optional<okta::password> password = {};
    std::optional<okta::recovery_question> recovery_question = {};
    std::optional<authentication_provider> provider = {};

    static constexpr renamed wire{{{"recovery_question", "recovery_question"}}};
};
BOOST_DESCRIBE_STRUCT(user_credentials, (), (password, recovery_question, provider))

/// The credentials that an update may set: the provider is read-only there.
struct user_credentials_update
{
    std::optional<okta::password> password = {};
    std::optional<okta::recovery_question> recovery_question = {};

    static constexpr renamed wire{{{"recovery_question", "recovery_question"}}};
};
BOOST_DESCRIBE_STRUCT(user_credentials_update, (), (password, recovery_question))

} // namespace okta
#endif
