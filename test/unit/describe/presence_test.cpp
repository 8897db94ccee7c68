#include <okta/codec/json_access.hpp>
#include <okta/describe/type_of.hpp>
#include <okta/model/group.hpp>
#include <okta/model/id.hpp>
#include <okta/model/user_profile.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>

namespace presence_test {
namespace {

struct inner
{
    okta::required<std::string> name;
};
BOOST_DESCRIBE_STRUCT(inner, (), (name))

struct every_kind
{
    okta::required<bool> flag;
    okta::required<std::int32_t> number;
    okta::required<std::string> text;
    inner nested;
    okta::required<std::vector<std::string>> list;
    std::string plain = {};
    std::optional<double> ratio = {};
    okta::nullable<std::string> cleared = {};
    std::map<std::string, std::int64_t, std::less<>> counts = {};
    boost::json::value any = {};
    okta::custom_attributes rest = {};
};
BOOST_DESCRIBE_STRUCT(every_kind, (), (flag, number, text, nested, list, plain, ratio, cleared, counts, any, rest))

template <class T>
concept can_be_made_of_nothing = requires { T{}; };

} // namespace

BOOST_AUTO_TEST_SUITE(presence)

BOOST_AUTO_TEST_CASE(a_required_member_is_its_type_otherwise)
{
    static_assert(!std::is_default_constructible_v<okta::required<std::string>>);
    static_assert(!std::is_default_constructible_v<okta::required<bool>>);
    static_assert(!std::is_constructible_v<okta::required<okta::id_of<struct a>>, okta::id_of<struct b>>);
    static_assert(!can_be_made_of_nothing<inner>);
    okta::required<std::string> text = "ab";
    text += 'c';
    BOOST_TEST(text.size() == 3u);
    text = "xy";
    BOOST_TEST((text == okta::required<std::string>("xy")));
    okta::required<std::int32_t> number = 3;
    number = 4;
    BOOST_TEST(number + 1 == 5);
    okta::required<bool> const flag = true;
    BOOST_TEST((flag && flag == okta::required<bool>(true)));
}

BOOST_AUTO_TEST_CASE(nullable_has_three_states)
{
    okta::nullable<std::string> const absent, null = okta::null, value = "x";
    BOOST_TEST((absent.is_absent() && !absent.is_null() && !absent));
    BOOST_TEST((!null.is_absent() && null.is_null() && !null.has_value()));
    BOOST_TEST((!value.is_absent() && !value.is_null() && *value == "x" && value->size() == 1));
    okta::nullable<int> n;
    n = okta::null;
    n.emplace(1);
    BOOST_TEST((!n.is_null() && *n == 1));
    n = okta::null;
    BOOST_TEST((n.is_null() && !n.has_value()));
    n = 2;
    BOOST_TEST((!n.is_null() && *n == 2));
    BOOST_TEST((okta::nullable<std::string>() != okta::nullable<std::string>(okta::null)));
    BOOST_TEST((okta::nullable<std::string>("") != okta::nullable<std::string>()));
}

BOOST_AUTO_TEST_CASE(whether_a_struct_needs_members_is_known)
{
    static_assert(okta::detail::needs_members<okta::required<bool>>);
    static_assert(okta::detail::needs_members<inner>);
    static_assert(okta::detail::needs_members<every_kind>);
    static_assert(okta::detail::needs_members<okta::new_user_profile>);
    static_assert(!okta::detail::needs_members<okta::user_profile>);
    static_assert(!okta::detail::needs_members<std::optional<inner>>);
    auto const e = okta::detail::blank<every_kind>();
    BOOST_TEST((!e.flag && e.number == 0 && e.text.empty() && e.nested.name.empty() && e.list.empty()));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(type_of)

BOOST_AUTO_TEST_CASE(every_kind_of_member_has_a_table)
{
    using okta::detail::kind;
    auto const& table = okta::detail::member_table<every_kind>;
    std::vector<kind> kinds;
    for (auto const& m : table) kinds.push_back(m.type->what);
    BOOST_TEST((kinds == std::vector{kind::boolean, kind::integer, kind::text, kind::structure, kind::array, kind::text,
                                     kind::optional, kind::optional, kind::map, kind::json, kind::object}));
    BOOST_TEST((table[6].type->inner->what == kind::number));
    BOOST_TEST((table[7].type->option->set_null != nullptr));
    BOOST_TEST((table[6].type->option->set_null == nullptr));
    BOOST_TEST((table[10].rest && okta::detail::type_table<every_kind>.rest() == &table[10]));
    BOOST_TEST(!okta::detail::type_table<every_kind>.find("rest")); // it is no member on the wire
}

BOOST_AUTO_TEST_CASE(presence_comes_from_the_type)
{
    using okta::detail::presence;
    auto const& table = okta::detail::member_table<every_kind>;
    for (std::size_t i = 0; i < 5; ++i) BOOST_TEST((table[i].presence == presence::required));
    BOOST_TEST((table[5].presence == presence::plain));
    for (std::size_t i = 6; i < 8; ++i) BOOST_TEST((table[i].presence == presence::optional));
}

BOOST_AUTO_TEST_CASE(members_are_reached_through_the_table)
{
    auto e = okta::detail::blank<every_kind>();
    auto const& table = okta::detail::member_table<every_kind>;
    *static_cast<bool*>(table[0].at(&e)) = true;
    *static_cast<std::string*>(table[2].at(&e)) = "x";
    BOOST_TEST((e.flag && e.text == "x"));
    BOOST_TEST(table[10].at(&e) == static_cast<boost::json::object*>(&e.rest));
    BOOST_TEST(table[1].type->integers->store(table[1].at(&e), 2147483647));
    BOOST_TEST(!table[1].type->integers->store(table[1].at(&e), 2147483648));
    BOOST_TEST(e.number == 2147483647);
}

BOOST_AUTO_TEST_CASE(integers_beyond_a_json_integer_have_no_form)
{
    static_assert(okta::detail::representable<std::uint32_t>);
    static_assert(okta::detail::representable<std::int64_t>);
    static_assert(!okta::detail::representable<std::uint64_t>); // would be written wrapped
    static_assert(!okta::detail::representable<char>);
    static_assert(!okta::detail::representable<wchar_t>);
    static_assert(!okta::detail::representable<std::vector<bool>>); // its items have no address
    static_assert(!okta::detail::representable<float*>);
    static_assert(!okta::detail::representable<struct unknown*>);
    BOOST_TEST(okta::detail::representable<okta::group>);
}

BOOST_AUTO_TEST_CASE(a_required_list_is_given_in_braces_or_as_a_list)
{
    using list = okta::required<std::vector<std::string>>;
    std::vector<std::string> const both{"a", "b"};
    list const braced = {"a", "b"}, given = both, copy = braced;
    BOOST_TEST((braced == both && given == both && copy == both));
    BOOST_TEST(list{"a"}.size() == 1u);
    static_assert(!std::is_default_constructible_v<list>);
    static_assert(!std::is_constructible_v<okta::required<std::string>, std::initializer_list<std::string>>);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace presence_test
