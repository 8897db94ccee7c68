#include <okta/describe/open_enum.hpp>
#include <okta/describe/type_of.hpp>
#include <okta/model/credentials.hpp>
#include <okta/model/group.hpp>
#include <okta/model/realm.hpp>
#include <okta/model/user.hpp>

#include <boost/test/unit_test.hpp>

namespace names_test {
namespace {

struct claims
{
    std::string given_name = {};
    std::string sub = {};
    static constexpr okta::snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(claims, (), (given_name, sub))

struct odd_names
{
    std::string a = {};
    std::string b2_c = {};
    std::string _leading = {};
    std::string x__y = {};
    std::string keep_me = {};
    static constexpr okta::renamed wire{{{"keep_me", "keep_me"}}};
};
BOOST_DESCRIBE_STRUCT(odd_names, (), (a, b2_c, _leading, x__y, keep_me))

struct three_names
{
    std::string a = {};
    std::string b = {};
    static constexpr okta::renamed wire{{{"b", "x"}, {"b", "y"}, {"b", "z"}}};
};
BOOST_DESCRIBE_STRUCT(three_names, (), (a, b))

struct base
{
    std::string from_base = {};
};
BOOST_DESCRIBE_STRUCT(base, (), (from_base))

struct derived : base
{
    std::string own_one = {};
};
BOOST_DESCRIBE_STRUCT(derived, (base), (own_one))

enum class colour { red, dark_blue, default_ };
BOOST_DESCRIBE_ENUM(colour, red, dark_blue, default_)

template <class T>
std::vector<std::string_view> wires()
{
    std::vector<std::string_view> names;
    for (auto const& m : okta::detail::member_table<T>) names.push_back(m.wire);
    return names;
}

using texts = std::vector<std::string_view>;

} // namespace

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(members_become_camel_case)
{
    BOOST_TEST(wires<odd_names>() == (texts{"a", "b2C", "Leading", "xY", "keep_me"}), boost::test_tools::per_element());
    BOOST_TEST(okta::detail::member_table<okta::user_profile>[2].wire == "firstName");
}

BOOST_AUTO_TEST_CASE(exceptions_stand_next_to_the_type)
{
    BOOST_TEST(wires<claims>() == (texts{"given_name", "sub"}), boost::test_tools::per_element());
    auto const& user = okta::detail::type_table<okta::user>;
    BOOST_TEST(user.find("_links"));
    BOOST_TEST(user.find("_embedded"));
    BOOST_TEST(!user.find("links"));
    BOOST_TEST(okta::detail::type_table<okta::user_credentials>.find("recovery_question"));
    BOOST_TEST(!okta::detail::type_table<okta::user_credentials>.find("recoveryQuestion"));
}

BOOST_AUTO_TEST_CASE(a_member_listed_twice_has_an_alias)
{
    auto const& stats = okta::detail::type_table<okta::group_stats>;
    auto const* const written = stats.find("hasAdminPrivlege");
    auto const* const read = stats.find("hasAdminPrivilege");
    BOOST_TEST_REQUIRE((written && read));
    BOOST_TEST(!written->alias);
    BOOST_TEST(read->alias);
    BOOST_TEST(written->name == read->name);
}

BOOST_AUTO_TEST_CASE(or_any_number_of_them)
{
    BOOST_TEST(wires<three_names>() == (texts{"a", "x", "y", "z"}), boost::test_tools::per_element());
    auto const& members = okta::detail::member_table<three_names>;
    BOOST_TEST((!members[1].alias && members[2].alias && members[3].alias && members[3].name == "b"));
}

BOOST_AUTO_TEST_CASE(members_of_bases_come_first)
{
    BOOST_TEST(wires<derived>() == (texts{"fromBase", "ownOne"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(enumerators_become_upper_case)
{
    BOOST_TEST(okta::detail::enum_texts<colour> == (texts{"RED", "DARK_BLUE", "DEFAULT"}),
               boost::test_tools::per_element());
    BOOST_TEST(okta::open_enum(okta::realm_type::default_).text() == "DEFAULT");
    BOOST_TEST(okta::open_enum(okta::password_hash_algorithm::sha_512).text() == "SHA-512");
    BOOST_TEST(okta::open_enum(okta::password_hash_algorithm::bcrypt).text() == "BCRYPT");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(open_enum)

using status = okta::open_enum<okta::user_status>;

BOOST_AUTO_TEST_CASE(knows_its_values)
{
    auto const s = status::from_text("LOCKED_OUT");
    BOOST_TEST((s == okta::user_status::locked_out));
    BOOST_TEST((s.known() == okta::user_status::locked_out));
    BOOST_TEST(s.text() == "LOCKED_OUT");
    BOOST_TEST(!s.empty());
}

BOOST_AUTO_TEST_CASE(keeps_what_it_does_not_know)
{
    auto const s = status::from_text("HIBERNATING");
    BOOST_TEST(!s.known());
    BOOST_TEST(s.text() == "HIBERNATING");
    BOOST_TEST(!(s == okta::user_status::staged)); // the first enumerator is no stand-in
    BOOST_TEST((s != status::from_text("DOZING")));
    BOOST_TEST((s == status::from_text("HIBERNATING")));
    BOOST_TEST(!status::from_text("locked_out").known()); // the wire is exact
}

BOOST_AUTO_TEST_CASE(may_be_empty)
{
    BOOST_TEST(status().empty());
    BOOST_TEST(status().text() == "");
    BOOST_TEST(status::from_text("").empty());
    BOOST_TEST((status() != status(okta::user_status::staged)));
}

BOOST_AUTO_TEST_CASE(a_known_value_replaces_an_unknown_one_wholly)
{
    auto s = status::from_text("HIBERNATING");
    s.assign("ACTIVE");
    BOOST_TEST((s == status(okta::user_status::active)));
    s.assign("");
    BOOST_TEST((s == status()));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace names_test
