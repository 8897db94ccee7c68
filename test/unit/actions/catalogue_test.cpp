#include <okta/actions/catalogue.hpp>
#include <okta/codec/decode.hpp>
#include <okta/codec/encode.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

// What must hold of every action, held once.

namespace catalogue_test {
namespace {

using namespace okta::detail;
constexpr std::string_view odd = "a/b c%?", odd_encoded = "a%2Fb%20c%25%3F";

/// A request whose path parameters are all filled, and nothing else.
std::shared_ptr<void> filled(action_info const& info)
{
    auto request = info.make_request();
    for (auto const& p : info.parameters)
        if (p.where == okta::position::path)
            BOOST_TEST_REQUIRE(p.member->type->text->read(p.member->at(request.get()), odd));
    return request;
}

void check_description(action_info const& info)
{
    BOOST_TEST(!info.id.empty());
    BOOST_TEST(info.title.size() == info.id.size());
    BOOST_TEST((info.summary.ends_with('.') && info.summary.size() > 10));
    BOOST_TEST((info.bearer_only || info.scopes.size() == 1));
    for (auto const scope : info.scopes)
        BOOST_TEST(
            scope.ends_with(info.method == okta::method::get ? info.bearer_only ? "openid" : ".read" : ".manage"));
    for (auto const& p : info.parameters) {
        BOOST_TEST((p.member->alias || p.doc.ends_with('.')), p.wire);
        BOOST_TEST((p.where != okta::position::path || p.required()), p.wire);
        BOOST_TEST((p.where != okta::position::body || has_body(info.method)), p.wire);
        BOOST_TEST(info.find(p.wire) == &p);
    }
    BOOST_TEST((info.result ? info.success_status == 200 : info.success_status == 204));
    BOOST_TEST((!info.paginated || (info.method == okta::method::get && info.find("limit") && info.find("after"))));
}

void check_encoding(action_info const& info)
{
    auto const request = filled(info);
    auto const http = encode(request.get(), info);
    BOOST_TEST_REQUIRE(http.has_value(), (http ? "" : http.error().summary));
    std::size_t paths = 0, found = 0;
    bool body = false;
    for (auto const& p : info.parameters) {
        paths += p.where == okta::position::path;
        body = body || p.where == okta::position::body;
    }
    for (auto at = http->target.find(odd_encoded); at != std::string::npos; at = http->target.find(odd_encoded, at + 1))
        ++found;
    BOOST_TEST(found == paths, http->target); // each once, and encoded once
    BOOST_TEST(http->target.find_first_of(" {}?") == std::string::npos, http->target);
    BOOST_TEST((http->method == info.method && http->target.starts_with('/')));
    BOOST_TEST(http->body.empty() == !body);
    BOOST_TEST((http->body.empty() || boost::json::parse(http->body).is_object()));

    for (auto const& p : info.parameters) {
        if (p.where != okta::position::path) continue;
        auto const lacking = filled(info);
        p.member->type->text->read(p.member->at(lacking.get()), "");
        auto const refused = encode(lacking.get(), info);
        BOOST_TEST_REQUIRE(!refused.has_value());
        BOOST_TEST(refused.error().summary.find(p.member->name) != std::string::npos, refused.error().summary);
    }
}

void check_decoding(action_info const& info)
{
    if (!info.result) return;
    bool const list = info.result->what == kind::array;
    okta::error e;
    for (auto const json : {list ? "[]" : "{}", list ? R"([{"new":1}])" : R"({"new":1})"}) {
        auto const to = info.make_result();
        BOOST_TEST(decode_text(json, to.get(), *info.result, e), e.summary);
    }
    auto const to = info.make_result();
    BOOST_TEST(!decode_text(list ? "{}" : "[]", to.get(), *info.result, e));
}

} // namespace

BOOST_AUTO_TEST_SUITE(catalogue)

BOOST_AUTO_TEST_CASE(every_action)
{
    for (auto const* info : catalogue_table()) {
        BOOST_TEST_CONTEXT(info->id)
        {
            check_description(*info);
            check_encoding(*info);
            check_decoding(*info);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_list_of_types_and_the_table_agree)
{
    std::vector<action_info const*> infos;
    okta::for_each_action([&]<class A>(std::type_identity<A>) {
        static_assert(okta::action<A>);
        infos.push_back(&info_of<A>());
    });
    auto const table = catalogue_table();
    BOOST_TEST(infos == std::vector(table.begin(), table.end()), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(there_are_these_in_this_order)
{
    std::vector<std::string_view> const expected{"list_devices",
                                                 "get_device",
                                                 "delete_device",
                                                 "activate_device",
                                                 "deactivate_device",
                                                 "list_groups",
                                                 "get_group",
                                                 "create_group",
                                                 "update_group",
                                                 "delete_group",
                                                 "list_group_members",
                                                 "add_user_to_group",
                                                 "remove_user_from_group",
                                                 "list_realms",
                                                 "get_realm",
                                                 "create_realm",
                                                 "update_realm",
                                                 "delete_realm",
                                                 "get_user_info",
                                                 "list_users",
                                                 "get_user",
                                                 "create_user",
                                                 "update_user",
                                                 "replace_user",
                                                 "list_user_blocks",
                                                 "delete_user",
                                                 "list_user_types",
                                                 "get_user_type",
                                                 "create_user_type",
                                                 "update_user_type",
                                                 "replace_user_type",
                                                 "delete_user_type"};
    std::vector<std::string_view> ids;
    for (auto const* info : catalogue_table()) ids.push_back(info->id);
    BOOST_TEST(ids == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace catalogue_test
