#include <okta/codec/decode.hpp>
#include <okta/describe/type_of.hpp>

#include <boost/test/unit_test.hpp>

#include <new>

namespace structure_access_test {

/// A text that counts its objects, and that cannot always be made.
struct counted
{
    static inline int alive = 0;
    static inline bool out_of_memory = false;

    counted() { made(); }
    counted(counted const&) { made(); }
    counted(counted&&) noexcept { ++alive; }
    counted& operator=(counted const&) = default;
    counted& operator=(counted&&) = default;
    ~counted() { --alive; }

    static void made()
    {
        if (out_of_memory) throw std::bad_alloc();
        ++alive;
    }
};

struct with_defaults
{
    std::string title = "unset";
    counted count = {};
};
BOOST_DESCRIBE_STRUCT(with_defaults, (), (title, count))

} // namespace structure_access_test

template <>
struct okta::text_form<structure_access_test::counted>
{
    static constexpr std::string_view expected = "string";
    static bool read(structure_access_test::counted&, std::string_view) { return true; }
    static void write(structure_access_test::counted const&, std::string&) {}
};

namespace structure_access_test {

BOOST_AUTO_TEST_SUITE(structure_access)

BOOST_AUTO_TEST_CASE(a_struct_is_made_blank_again_or_stays_as_it_is)
{
    {
        with_defaults value{.title = "read"};
        auto* const reset = okta::detail::type_table<with_defaults>.reset;
        counted::out_of_memory = true;
        BOOST_CHECK_THROW(reset(&value), std::bad_alloc);
        BOOST_TEST(value.title == "read");
        counted::out_of_memory = false;
        BOOST_TEST(counted::alive == 1);
        reset(&value);
        BOOST_TEST(value.title == "unset");
        BOOST_TEST(counted::alive == 1);
    }
    BOOST_TEST(counted::alive == 0); // none was destroyed twice
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace structure_access_test
