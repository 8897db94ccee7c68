#include <okta/action/action.hpp>
#include <okta/actions/users.hpp>
#include <okta/codec/json_access.hpp>

#include <boost/test/unit_test.hpp>

// Every check of okta/action/checks.hpp as a value; test/compile_fail has them as messages.

namespace action_test {
namespace {

struct thing
{
    std::string id = {};
};
BOOST_DESCRIBE_STRUCT(thing, (), (id))

struct wrong
{
    std::optional<std::string> thing_id = {};
    std::string extra = {};

    using endpoint = okta::get<"/t/{thingId}/{missing}", thing, okta::header<"If-Match">>;
    static constexpr okta::documented doc{"A thing.", {{"thing_id", "Its id."}, {"nothing", "Not there."}}};
};
BOOST_DESCRIBE_STRUCT(wrong, (), (thing_id, extra))

struct twice
{
    std::string some_name = {};
    std::string other = {};
    static constexpr okta::renamed wire{{{"other", "someName"}}};
};
BOOST_DESCRIBE_STRUCT(twice, (), (some_name, other))

struct bare // says the least that an action may say
{
    using endpoint = okta::post<"/bare", okta::no_content>;
};
BOOST_DESCRIBE_STRUCT(bare, (), ())

std::string placeholders(std::string_view uri)
{
    std::string all;
    okta::detail::for_each_placeholder(
        uri, [&](std::string_view name, bool query) { ((all += query ? '?' : '/') += name) += ' '; });
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(uri_template)

BOOST_AUTO_TEST_CASE(placeholders_are_found_in_order)
{
    BOOST_TEST(placeholders("/a") == "");
    BOOST_TEST(placeholders("/a/{b}") == "/b ");
    BOOST_TEST(placeholders("/a/{b}/c/{dE_1}{?f,g}{&h}") == "/b /dE_1 ?f ?g ?h ");
}

BOOST_AUTO_TEST_CASE(malformed_ones_are_told)
{
    using okta::detail::is_well_formed;
    for (auto const good : {"/", "/a", "/a/{b}", "/{b}{?c}", "/{?c,d}", "/a?x=1{&c}", "/{a}-{b}"})
        BOOST_TEST(is_well_formed(good), good);
    for (auto const bad : {"", "a/{b}", "/{", "/}", "/{b", "/b}", "/{}", "/{?}", "/{?a,}", "/{,a}", "/{a}}", "/{{a}}",
                           "/{a?b}", "/{+a}", "/{a:3}", "/{a*}", "/{a b}", "/{?a", "/{a?}"})
        BOOST_TEST(!is_well_formed(bad), bad);
}

BOOST_AUTO_TEST_CASE(headers_match_members_whatever_their_case)
{
    using okta::detail::header_matches;
    BOOST_TEST(header_matches("If-Match", "if_match"));
    BOOST_TEST(header_matches("Content-Type", "content_type"));
    BOOST_TEST(!header_matches("If-Match", "if_matches"));
    BOOST_TEST(!header_matches("If-Match", "ifMatch"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(checks)

BOOST_AUTO_TEST_CASE(each_names_its_culprit)
{
    using okta::detail::culprit;
    auto const name = [](culprit c) { return std::string(c.name); };
    auto const found = okta::detail::layout_of<wrong>.found;
    BOOST_TEST(name(found.placeholder_without_member) == "missing");
    BOOST_TEST(name(found.member_without_placeholder) == "extra");
    BOOST_TEST(name(found.optional_path_parameter) == "thing_id");
    BOOST_TEST(name(found.header_without_member) == "If-Match");
    BOOST_TEST(name(found.documented_but_no_member) == "nothing");
    BOOST_TEST(name(okta::detail::duplicate_wire_name<twice>()) == "someName");
    BOOST_TEST(name(culprit(std::string(100, 'x'))) == std::string(47, 'x')); // cut, never overrun
}

BOOST_AUTO_TEST_CASE(a_right_action_has_none)
{
    constexpr auto found = okta::detail::layout_of<okta::update_user>.found;
    static_assert(found.placeholder_without_member.none());
    static_assert(found.member_without_placeholder.none());
    static_assert(found.optional_path_parameter.none());
    static_assert(found.header_without_member.none());
    static_assert(found.documented_but_no_member.none());
    BOOST_TEST(okta::detail::duplicate_wire_name<okta::update_user>().none());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(action)

BOOST_AUTO_TEST_CASE(the_template_says_where_a_member_goes)
{
    auto const& info = okta::detail::info_of<okta::update_user>();
    auto const where = [&](std::string_view wire) {
        auto const* const p = info.find(wire);
        return p ? okta::to_string(p->where) : "nowhere";
    };
    BOOST_TEST(where("id") == "path");
    BOOST_TEST(where("strict") == "query");
    BOOST_TEST(where("If-Match") == "header");
    BOOST_TEST(where("profile") == "body");
    BOOST_TEST(where("if_match") == "nowhere");
    BOOST_TEST((info.find("id")->required() && !info.find("profile")->required()));
    BOOST_TEST(info.find("If-Match")->doc == "The ETag that the user must still have, from Get User.");
}

BOOST_AUTO_TEST_CASE(id_and_title_come_from_the_name)
{
    auto const& lists = okta::detail::info_of<okta::list_users>();
    BOOST_TEST(lists.id == "list_users"); // of basic_list_users<user_profile>
    BOOST_TEST(lists.title == "List Users");
    BOOST_TEST((lists.paginated && lists.success_status == 200 && !lists.bearer_only));
    auto const& least = okta::detail::info_of<bare>();
    BOOST_TEST(least.id == "bare");
    BOOST_TEST((least.summary.empty() && least.scopes.empty() && least.parameters.empty()));
    BOOST_TEST((least.success_status == 204 && least.result == nullptr && !least.paginated));
}

BOOST_AUTO_TEST_CASE(only_structs_with_an_endpoint_are_actions)
{
    static_assert(okta::action<bare> && okta::action<okta::get_user>);
    static_assert(!okta::action<int> && !okta::action<thing>);
    static_assert(okta::paginated_action<okta::list_users> && !okta::paginated_action<okta::get_user>);
    BOOST_TEST((std::same_as<okta::result_of<okta::get_user>, okta::user>));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(scope)

BOOST_AUTO_TEST_CASE(manage_covers_read_of_the_same_resource)
{
    using okta::covers;
    BOOST_TEST(covers("okta.users.read", "okta.users.read"));
    BOOST_TEST(covers("okta.users.manage", "okta.users.read"));
    BOOST_TEST(!covers("okta.users.read", "okta.users.manage"));
    BOOST_TEST(!covers("okta.users.manage", "okta.groups.read"));
    BOOST_TEST(!covers("okta.users.manage", "okta.userTypes.read"));
    BOOST_TEST(!covers("", "okta.users.read"));
    BOOST_TEST(!covers(".manage", "okta.users.read"));
    BOOST_TEST(!covers("openid", "okta.users.read"));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace action_test
