#include <okta/auth/encoding.hpp>

#include <boost/test/unit_test.hpp>

#include <openssl/err.h>

#include <cstdint>
#include <set>

namespace encoding_test {
namespace {

namespace detail = okta::detail;

struct vector
{
    std::string_view bytes, text;
};

} // namespace

BOOST_AUTO_TEST_SUITE(encoding)

BOOST_AUTO_TEST_CASE(base64url_has_its_known_texts)
{
    // RFC 4648 section 10 without padding, RFC 7515 appendix C, and the two digits that are not base64's
    for (vector const v : {vector{"", ""},
                           {"f", "Zg"},
                           {"fo", "Zm8"},
                           {"foo", "Zm9v"},
                           {"foob", "Zm9vYg"},
                           {"fooba", "Zm9vYmE"},
                           {"foobar", "Zm9vYmFy"},
                           {"\x03\xec\xff\xe0\xc1", "A-z_4ME"},
                           {"\xfb\xff\xbf", "-_-_"},
                           {{"\0\0\0", 3}, "AAAA"},
                           {{"\0", 1}, "AA"}}) {
        BOOST_TEST(detail::base64url_encode(v.bytes) == v.text);
        BOOST_TEST(detail::base64url_decode(v.text).value_or("nothing") == v.bytes);
    }
}

BOOST_AUTO_TEST_CASE(base64url_reads_what_it_writes)
{
    std::string bytes;
    std::uint32_t state = 1;
    for (int i = 0; i < 600; ++i) {
        auto const text = detail::base64url_encode(bytes);
        BOOST_REQUIRE(text.size() == (bytes.size() * 4 + 2) / 3);
        BOOST_REQUIRE((detail::base64url_decode(text) == bytes));
        state = state * 1664525 + 1013904223;
        bytes += static_cast<char>(state >> 24);
    }
}

BOOST_AUTO_TEST_CASE(a_text_that_base64url_does_not_write_is_refused)
{
    for (std::string_view const bad : {"A", "AAAAA", "Zg==", "Zg=", "Zm8=", "=", "Zm9v\n", " Zm9v", "Zm9v ", "Zm 9v",
                                       "Zm+v", "Zm/v", "Zm9v.", "Zm\xC3\xA4v", "Zh", "Zm9", "Z_", "AB", "AAB"})
        BOOST_TEST(!detail::base64url_decode(bad).has_value(), bad << " was taken");
    BOOST_TEST(!detail::base64url_decode(std::string_view("Zg\0", 3)).has_value());
    // of the 64 texts of one digit behind a first one, only those without spare bits are written
    int taken = 0;
    for (char const c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
        taken += detail::base64url_decode(std::string("A") + c).has_value();
    BOOST_TEST(taken == 4);
}

BOOST_AUTO_TEST_CASE(sha256_has_its_known_digests)
{
    // FIPS 180-2 appendix B.1, and of nothing
    BOOST_TEST(detail::base64url_encode(detail::sha256("abc")) == "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    BOOST_TEST(detail::base64url_encode(detail::sha256("")) == "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
    BOOST_TEST(detail::sha256({}).size() == 32u);
}

BOOST_AUTO_TEST_CASE(random_bytes_are_as_many_as_asked_for_and_differ)
{
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) seen.insert(detail::random_bytes(16));
    BOOST_TEST(seen.size() == 100u);
    for (std::size_t const n : {0u, 1u, 31u, 4096u}) BOOST_TEST(detail::random_bytes(n).size() == n);
    BOOST_TEST(ERR_peek_error() == 0u);
}

BOOST_AUTO_TEST_CASE(comparison_tells_equal_from_different)
{
    BOOST_TEST(detail::equal_in_constant_time("", ""));
    BOOST_TEST(detail::equal_in_constant_time("secret", std::string("sec") + "ret"));
    for (std::string_view const other : {"", "secre", "secrets", "Secret", "secreT"})
        BOOST_TEST(!detail::equal_in_constant_time("secret", other));
    BOOST_TEST(!detail::equal_in_constant_time({"a\0b", 3}, {"a\0c", 3}));
}

BOOST_AUTO_TEST_CASE(errors_of_others_stay_in_openssls_queue)
{
    ERR_raise(ERR_LIB_USER, 1);
    (void)detail::sha256("x");
    (void)detail::random_bytes(1);
    BOOST_TEST(ERR_GET_LIB(ERR_get_error()) == ERR_LIB_USER);
    BOOST_TEST(ERR_get_error() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace encoding_test
