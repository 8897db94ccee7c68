#include "jose_keys.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <random>

namespace signing_key_files_test {
using namespace jose_keys;
using okta::secret;
using okta::signing_key;

namespace {

/// A folder that goes with the test.
struct folder
{
    folder() : path(std::filesystem::temp_directory_path() / ("okta_keys_" + std::to_string(std::random_device{}())))
    {
        std::filesystem::create_directories(path);
    }
    ~folder() { std::filesystem::remove_all(path); }

    [[nodiscard]] std::string file(std::string const& name, std::string_view content) const
    {
        auto const at = (path / name).string();
        std::ofstream(at, std::ios::binary) << content;
        return at;
    }

    std::filesystem::path path;
};

std::string of_file(std::string const& path) { return failure(signing_key::from_file(path)); }

} // namespace

BOOST_AUTO_TEST_SUITE(signing_key_files)

BOOST_AUTO_TEST_CASE(a_file_holds_pem_or_a_jwk)
{
    folder const at;
    auto const key = signing_key::from_jwk(p256_jwk).value();
    BOOST_TEST(signing_key::from_file(at.file("jwk.json", p256_jwk)).value().same_key_as(key));
    BOOST_TEST(signing_key::from_file(at.file("a", std::string("\xEF\xBB\xBF\r\n ").append(p256_jwk).append("\r\n")),
                                      {.kid = "k"})
                   .value()
                   .kid() == "k");
    auto const pem = at.file("without_extension", p256_pkcs8);
    BOOST_TEST(signing_key::from_file(pem).value().same_key_as(signing_key::from_pem(p256_pkcs8).value()));
    BOOST_TEST(signing_key::parse(secret("  " + pem + "\n")).has_value());
    BOOST_TEST(signing_key::from_file(at.file("full", p256_pkcs8 + std::string(65'536 - sizeof p256_pkcs8 + 1, '\n')))
                   .has_value());
}

BOOST_AUTO_TEST_CASE(an_unusable_file_is_named_and_not_shown)
{
    folder const at;
    auto const file = [](std::string const& path) { return "the key file '" + path + "'"; };
    auto const none = (at.path / "none.pem").string();
    BOOST_TEST(of_file(none) == file(none) + " cannot be opened: No such file or directory");
    BOOST_TEST(failure(signing_key::parse(secret(none))) == of_file(none));
    BOOST_TEST(of_file(at.path.string()) == file(at.path.string()) + " cannot be read: Is a directory");
    auto const path = at.file("key", "");
    BOOST_TEST(of_file(path) == file(path) + ": it is empty");
    (void)at.file("key", std::string(65'537, ' '));
    BOOST_TEST(of_file(path) == file(path) + " is longer than 64 KiB");
    (void)at.file("key", "\x30\x81\x87\x02\x01");
    BOOST_TEST(of_file(path) == file(path) + ": it is neither PEM nor a JWK, but perhaps DER: convert it to PEM");
    (void)at.file("key", "topsecret");
    BOOST_TEST(of_file(path) == file(path) + ": there is no PEM in it: it begins with '-----BEGIN PRIVATE KEY-----'");
    (void)at.file("key", p256_encrypted);
    BOOST_TEST(failure(signing_key::parse(secret(path))) ==
               file(path) + ": the PEM is encrypted: decrypt it first, since nobody is asked for its passphrase here");
    (void)at.file("key", R"({"kty":"EC"})");
    BOOST_TEST(of_file(path) == file(path) +
                                    ": the JWK is a public key only: give the private one, which has the member "
                                    "'d'");
}

BOOST_AUTO_TEST_CASE(what_may_be_a_key_without_its_first_line_is_not_shown)
{
    auto const of = [](std::string const& text) { return failure(signing_key::parse(secret(text))); };
    BOOST_TEST(of("") == "the private key is empty: give PEM, a JWK or the path of a file");
    BOOST_TEST(of(" \n") == "the private key is empty: give PEM, a JWK or the path of a file");
    for (std::string const text :
         {"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI", "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIB\nAQQg",
          "/BG0wawIB/AQQgh3cBBmvctaNEphk3", "00abc.def-ghi", "[1]"})
        BOOST_TEST(of(text) ==
                   "the private key is neither PEM nor a JWK, nor the path of a file that can be opened (No "
                   "such file or directory)");
    BOOST_TEST(
        of(std::string(5'000, 'A').append(".pem")) ==
        "the private key is neither PEM nor a JWK, nor the path of a file that can be opened (File name too long)");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace signing_key_files_test
