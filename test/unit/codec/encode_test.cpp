#include <okta/actions/catalogue.hpp>
#include <okta/codec/encode.hpp>
#include <okta/codec/decode.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace encode_test {
namespace {

struct own_profile // an org's own, with nothing of Okta's
{
    std::string login = {};
    std::optional<std::int32_t> badge_number = {};
    std::vector<std::string> languages = {};
};
BOOST_DESCRIBE_STRUCT(own_profile, (), (login, badge_number, languages))

struct extended_profile : okta::user_profile
{
    std::optional<std::int32_t> badge_number = {};
};
BOOST_DESCRIBE_STRUCT(extended_profile, (okta::user_profile), (badge_number))

struct query_kinds
{
    std::vector<std::string> tags = {};
    std::optional<bool> deep = {};
    std::optional<double> ratio = {};
    okta::nullable<std::string> cleared = {};
    std::string plain = {};
    std::optional<okta::secret> code = {};

    using endpoint = okta::get<"/q?fixed=1{&tags,deep,ratio,cleared,plain,code}", okta::no_content>;
};
BOOST_DESCRIBE_STRUCT(query_kinds, (), (tags, deep, ratio, cleared, plain, code))

template <class A>
std::string body(A const& request)
{
    return okta::encode(request).value().body;
}

template <class A>
std::string target(A const& request)
{
    return okta::encode(request).value().target;
}

template <class A>
std::string refusal(A const& request)
{
    auto const r = okta::encode(request);
    if (r) return "not refused: " + r->target + r->body;
    BOOST_TEST((r.error().kind == okta::error_kind::invalid_request));
    return r.error().summary;
}

} // namespace

BOOST_AUTO_TEST_SUITE(encode_)

BOOST_AUTO_TEST_CASE(a_request_has_method_target_headers_and_no_origin)
{
    auto const r = okta::encode(okta::get_user{.id = "ada@example.com", .expand = "blocks"}).value();
    BOOST_TEST((r.method == okta::method::get && r.origin.empty() && r.body.empty()));
    BOOST_TEST(r.target == "/api/v1/users/ada%40example.com?expand=blocks");
    BOOST_TEST(r.fields.find("Accept").value_or("") == "application/json");
    BOOST_TEST(r.fields.find("Content-Type").value_or("") == "application/json"); // on a GET too, as Okta asks
    BOOST_TEST(!r.fields.find("Content-Length"));
    BOOST_TEST(!r.fields.find("Authorization"));
}

BOOST_AUTO_TEST_CASE(queries_are_encoded_and_absent_ones_left_out)
{
    BOOST_TEST(target(okta::list_users{}) == "/api/v1/users");
    BOOST_TEST(target(okta::list_users{.search = R"(profile.department eq "R&D+x")", .limit = 2}) ==
               "/api/v1/users?search=profile.department%20eq%20%22R%26D%2Bx%22&limit=2");
    BOOST_TEST(target(okta::list_devices{.expand = okta::device_expand::user_summary}) ==
               "/api/v1/devices?expand=userSummary");
    BOOST_TEST(target(okta::list_users{.q = ""}) == "/api/v1/users?q="); // given is given
    BOOST_TEST(target(okta::delete_user{.id = "u", .send_email = false}) == "/api/v1/users/u?sendEmail=false");
}

BOOST_AUTO_TEST_CASE(every_kind_of_member_may_be_a_query)
{
    query_kinds q{.tags = {"a b", "c"}, .deep = true, .ratio = 1.5, .cleared = okta::null, .code = okta::secret("pw")};
    BOOST_TEST(target(q) == "/q?fixed=1&tags=a%20b&tags=c&deep=true&ratio=1.5&code=pw");
    BOOST_TEST(okta::detail::encode(&q, okta::detail::info_of<query_kinds>(), okta::detail::secrets::redact)->target ==
               "/q?fixed=1&tags=a%20b&tags=c&deep=true&ratio=1.5&code=%2A%2A%2A");
    BOOST_TEST(target(query_kinds{.cleared = "x", .plain = "y"}) == "/q?fixed=1&cleared=x&plain=y");
}

BOOST_AUTO_TEST_CASE(what_would_address_another_resource_is_refused)
{
    BOOST_TEST(refusal(okta::delete_user{.id = ""}) ==
               "delete_user: id is empty: the call would address another resource");
    BOOST_TEST(refusal(okta::get_group{.group_id = ".."}) ==
               "get_group: group_id (groupId) is '..', which URLs resolve away");
    BOOST_TEST(refusal(okta::get_group{.group_id = "."}).find("is '.'") != std::string::npos);
    BOOST_TEST(target(okta::get_group{.group_id = "..."}) == "/api/v1/groups/...");
    BOOST_TEST(target(okta::get_group{.group_id = "../users/x?y#z%2e"}) ==
               "/api/v1/groups/..%2Fusers%2Fx%3Fy%23z%252e");
}

BOOST_AUTO_TEST_CASE(a_limit_below_one_is_refused)
{
    BOOST_TEST(refusal(okta::list_users{.limit = 0}) == "list_users: limit is below 1");
    BOOST_TEST(refusal(okta::list_groups{.limit = -5}) == "list_groups: limit is below 1");
    BOOST_TEST(target(okta::list_groups{.limit = 1}) == "/api/v1/groups?limit=1");
}

BOOST_AUTO_TEST_CASE(header_members_are_sent_as_headers)
{
    auto const r = okta::encode(okta::update_user{.id = "u", .if_match = "W/\"1\""}).value();
    BOOST_TEST(r.fields.find("If-Match").value_or("") == "W/\"1\"");
    BOOST_TEST(r.body == "{}");
    auto const lean = okta::encode(okta::get_user{.id = "u", .content_type = std::string(okta::lean_users)}).value();
    BOOST_TEST((lean.fields.all("Content-Type") == std::vector<std::string_view>{okta::lean_users}));
    for (auto const bad : {"a\r\nX: y", "a\nb", "\x7f", "a\tb"})
        BOOST_TEST(refusal(okta::update_user{.id = "u", .if_match = bad}) ==
                   "update_user: if_match (If-Match) holds a control character");
    BOOST_TEST(refusal(okta::update_user{.id = "u", .if_match = ""}) ==
               "update_user: if_match (If-Match) is empty: leave it out, or give a value");
    BOOST_TEST(refusal(okta::update_user{.id = "u", .if_match = std::string(1, '\0')}).find("control") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_body_holds_what_is_left_and_only_that)
{
    okta::create_user r{.profile = {.login = "ada", .email = "a@b.c", .first_name = "Ada"},
                        .group_ids = {{"g1", "g2"}},
                        .activate = false,
                        .next_login = okta::user_next_login::change_password};
    auto const http = okta::encode(r).value();
    BOOST_TEST(http.target == "/api/v1/users?activate=false&nextLogin=changePassword");
    BOOST_TEST(http.body == R"({"profile":{"login":"ada","email":"a@b.c","firstName":"Ada"},"groupIds":["g1","g2"]})");
    BOOST_TEST(body(okta::activate_device{.device_id = "d"}) == ""); // none at all, not {}
    BOOST_TEST(body(okta::create_user_type{.name = "n\"\n\x01", .display_name = "d"}) ==
               R"({"name":"n\"\n\u0001","displayName":"d"})");
}

BOOST_AUTO_TEST_CASE(a_partial_update_tells_absent_null_and_value_apart)
{
    okta::update_user u{.id = "u", .profile = okta::user_profile_update{}};
    BOOST_TEST(body(u) == R"({"profile":{}})");
    u.profile->manager = okta::null;
    u.profile->city = "Turin";
    u.profile->title = "";
    u.profile->custom["badge"] = nullptr;
    BOOST_TEST(body(u) == R"({"profile":{"title":"","city":"Turin","manager":null,"badge":null}})");
}

BOOST_AUTO_TEST_CASE(custom_attributes_are_written_beside_the_declared_ones)
{
    okta::create_group g{.profile = {.name = "n"}};
    g.profile.custom = boost::json::object{{"costCentre", 7}, {"tags", {"a", "b"}}};
    BOOST_TEST(body(g) == R"({"profile":{"name":"n","costCentre":7,"tags":["a","b"]}})");
    g.profile.custom["name"] = "again";
    BOOST_TEST(refusal(g) == "create_group: profile has the custom attribute 'name', which is a declared member");
    okta::update_user u{.id = "u", .profile = okta::user_profile_update{}};
    u.profile->custom["lastName"] = "x"; // absent in the struct, declared all the same
    BOOST_TEST(refusal(u).find("'lastName'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_profile_may_be_the_user_s_own_struct)
{
    okta::basic_create_user<own_profile> own{.profile = {.login = "ada", .badge_number = 7, .languages = {"it"}}};
    BOOST_TEST(body(own) == R"({"profile":{"login":"ada","badgeNumber":7,"languages":["it"]}})");
    BOOST_TEST(okta::detail::info_of<decltype(own)>().id == "create_user");
    okta::basic_replace_user<extended_profile> extended{.id = "u", .profile = extended_profile{}};
    extended.profile.login = "ada";
    extended.profile.badge_number = 7;
    extended.profile.custom["x"] = 1;
    BOOST_TEST(body(extended) == R"({"profile":{"login":"ada","x":1,"badgeNumber":7}})");
    extended.profile.custom["badgeNumber"] = 8; // declared by the derived struct
    BOOST_TEST(refusal(extended).find("'badgeNumber'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_password_is_a_value_a_hash_or_a_hook)
{
    auto const with = [](okta::password p) {
        okta::update_user u{.id = "u", .credentials = okta::user_credentials_update{.password = std::move(p)}};
        return body(u);
    };
    BOOST_TEST(with(okta::password_value{.value = okta::secret("pw")}) ==
               R"({"credentials":{"password":{"value":"pw"}}})");
    BOOST_TEST(with(okta::hashed_password{{.algorithm = okta::password_hash_algorithm::sha_512,
                                           .value = okta::secret("h"),
                                           .salt_order = okta::salt_order::prefix}}) ==
               R"({"credentials":{"password":{"hash":{"algorithm":"SHA-512","value":"h","saltOrder":"PREFIX"}}}})");
    BOOST_TEST(with(okta::hooked_password{{.type = "default"}}) ==
               R"({"credentials":{"password":{"hook":{"type":"default"}}}})");
    okta::create_user c{.profile = {.login = "l", .email = "e"},
                        .credentials = okta::user_credentials{
                            .recovery_question = okta::recovery_question{"Pet?", okta::secret("Rex")}}};
    BOOST_TEST(body(c).find(R"("recovery_question":{"question":"Pet?","answer":"Rex"})") != std::string::npos);
    auto const dry = okta::detail::encode(&c, okta::detail::info_of<okta::create_user>(),
                                          okta::detail::secrets::redact);
    BOOST_TEST((dry->body.find("Rex") == std::string::npos && dry->body.find("***") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(json_write)

BOOST_AUTO_TEST_CASE(strings_are_escaped_and_nothing_else)
{
    std::string all;
    for (int c = 1; c < 0x80; ++c) all += static_cast<char>(c);
    all += "\xC3\xA4\xF0\x9F\x99\x82";
    all += '\0';
    auto const json = okta::to_json(std::vector<std::string>{all});
    auto const back = boost::json::parse(json).at(0).as_string();
    BOOST_TEST(std::string_view(back.data(), back.size()) == all);
    for (char const c : json) BOOST_TEST(static_cast<unsigned char>(c) >= 0x20);
    BOOST_TEST(json.find("\xC3\xA4") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(numbers_come_back_the_same)
{
    std::vector<double> const numbers{0.1, 1e300, -2.5e-7, 3, 1e21, 5e-324};
    BOOST_TEST(okta::decode<std::vector<double>>(okta::to_json(numbers)).value() == numbers);
    BOOST_TEST(okta::to_json(std::vector{HUGE_VAL}) == "[null]"); // JSON has no infinity
    std::vector<std::int64_t> const integers{INT64_MIN, INT64_MAX, 0};
    BOOST_TEST(okta::decode<std::vector<std::int64_t>>(okta::to_json(integers)).value() == integers);
}

BOOST_AUTO_TEST_CASE(one_or_many_is_written_as_it_came)
{
    for (std::string const text :
         {R"({"self":{"href":"/a"}})", R"({"self":[{"href":"/a"}]})", R"({"logo":[{"href":"/a"},{"href":"/b"}]})"}) {
        auto const links = okta::decode<okta::links>(text).value();
        BOOST_TEST(okta::to_json(links) == text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace encode_test
