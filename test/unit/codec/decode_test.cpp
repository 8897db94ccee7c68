#include <okta/actions/catalogue.hpp>
#include <okta/codec/decode.hpp>

#include <boost/describe/operators.hpp>

#include <boost/test/unit_test.hpp>

namespace decode_test {
namespace {

struct extended_profile : okta::user_profile
{
    std::optional<std::int32_t> badge_number = {};
};
BOOST_DESCRIBE_STRUCT(extended_profile, (okta::user_profile), (badge_number))

struct own_profile
{
    std::string login = {};
    std::vector<std::string> languages = {};
};
BOOST_DESCRIBE_STRUCT(own_profile, (), (login, languages))

struct own_new_profile : okta::new_user_profile
{
    okta::required<std::string> badge;
};
BOOST_DESCRIBE_STRUCT(own_new_profile, (okta::new_user_profile), (badge))

struct numbers
{
    std::optional<std::int8_t> tiny = {};
    std::optional<std::uint32_t> natural = {};
    std::optional<std::int64_t> big = {};
    double real = {};
    bool flag = {};
};
using boost::describe::operators::operator==;
BOOST_DESCRIBE_STRUCT(numbers, (), (tiny, natural, big, real, flag))

struct strict
{
    okta::required<std::string> name;
    okta::required<bool> flag;
    static constexpr okta::renamed wire{{{"flag", "flag"}, {"flag", "flagg"}}};
};
BOOST_DESCRIBE_STRUCT(strict, (), (name, flag))

template <class T>
T read(std::string_view json)
{
    auto r = okta::decode<T>(json);
    BOOST_TEST_REQUIRE(r.has_value(), (r ? "" : r.error().summary));
    return std::move(*r);
}

template <class T>
std::string refusal(std::string_view json)
{
    auto const r = okta::decode<T>(json);
    if (r) return "not refused";
    BOOST_TEST((r.error().kind == okta::error_kind::unexpected_answer));
    return r.error().summary;
}

} // namespace

BOOST_AUTO_TEST_SUITE(decode)

BOOST_AUTO_TEST_CASE(a_user_is_read_whole)
{
    auto const u = read<okta::user>(R"({"id":"00u1","status":"ACTIVE","created":"2013-06-24T16:39:18.000Z",
        "transitioningToStatus":null,"type":{"id":"oty1"},"realmId":"guo1",
        "profile":{"login":"a@b.c","firstName":"Ada","mobilePhone":null,"badge":{"no":7},"tags":["x"]},
        "credentials":{"password":{},"recovery_question":{"question":"?"},"provider":{"type":"OKTA","name":"OKTA"}},
        "_embedded":{"blocks":[{"type":"DEVICE_BASED","appliesTo":"ANY_DEVICES"}],"more":1},
        "_links":{"self":{"href":"https://o/u"},"logo":[{"href":"/1","x":1},{"href":"/2"}]},"newMember":[1]})");
    BOOST_TEST((u.id == okta::user_id("00u1") && u.status == okta::user_status::active));
    BOOST_TEST((okta::to_string(*u.created) == "2013-06-24T16:39:18.000Z" && !u.transitioning_to_status));
    BOOST_TEST((u.type->id.text == "oty1" && u.realm_id->text == "guo1"));
    BOOST_TEST((u.profile.first_name == "Ada" && !u.profile.mobile_phone && u.profile.email.empty()));
    BOOST_TEST(u.profile.custom == (boost::json::object{{"badge", {{"no", 7}}}, {"tags", {"x"}}}));
    BOOST_TEST((u.credentials->password && u.credentials->recovery_question->question == "?"));
    BOOST_TEST((u.embedded->blocks->at(0).applies_to == okta::block_scope::any_devices));
    BOOST_TEST(u.embedded->custom.at("more") == 1);
    BOOST_TEST((find_link(*u.links, "self")->href == "https://o/u" && u.links->find("self")->second.is_one()));
    BOOST_TEST((u.links->find("logo")->second.size() == 2 && !u.links->find("logo")->second.is_one()));
    BOOST_TEST(find_link(*u.links, "logo")->custom.at("x") == 1);
    BOOST_TEST(!find_link(*u.links, "absent"));
}

BOOST_AUTO_TEST_CASE(what_was_read_is_written_again)
{
    for (auto const text : {R"({"id":"00u1","status":"DOZING","profile":{"login":"l","badge":7}})",
                            R"({"status":"ACTIVE","profile":{},"credentials":{"password":{"hash":{}}}})"}) {
        auto const u = read<okta::user>(text);
        BOOST_TEST(okta::to_json(u) == text);
        BOOST_TEST((read<okta::user>(okta::to_json(u)) == u));
    }
}

BOOST_AUTO_TEST_CASE(both_spellings_are_read)
{
    for (auto const text : {R"({"hasAdminPrivlege":true})", R"({"hasAdminPrivilege":true})"})
        BOOST_TEST((read<okta::group_stats>(text).has_admin_privilege == true), text);
    BOOST_TEST(okta::to_json(okta::group_stats{.has_admin_privilege = true}) == R"({"hasAdminPrivlege":true})");
}

BOOST_AUTO_TEST_CASE(a_profile_may_be_the_user_s_own_struct)
{
    auto const own = read<okta::basic_user<own_profile>>(
        R"({"id":"1","profile":{"login":"l","languages":["it","fr"],"unknown":{}}})");
    BOOST_TEST((own.profile.login == "l" && own.profile.languages.size() == 2));
    auto const extended = read<okta::basic_user<extended_profile>>(
        R"({"profile":{"badgeNumber":7,"lastName":"L","login":"l","other":1}})");
    BOOST_TEST((extended.profile.badge_number == 7 && extended.profile.last_name == "L"));
    BOOST_TEST(extended.profile.custom == (boost::json::object{{"other", 1}}));
    auto const fresh = read<own_new_profile>(R"({"login":"l","email":"e","badge":"b"})"); // filled later, base and all
    BOOST_TEST((fresh.login == okta::required<std::string>("l") && fresh.badge == okta::required<std::string>("b")));
    BOOST_TEST(refusal<own_new_profile>(R"({"login":"l","badge":"b"})") ==
               "the required member 'email' is missing (byte 0)");
}

BOOST_AUTO_TEST_CASE(object_class_says_which_profile_a_group_has)
{
    constexpr std::string_view profile = R"("profile":{"name":"n","samAccountName":"s","dn":"d"})";
    constexpr std::string_view directory = R"("objectClass":["top","okta:windows_security_principal"])";
    auto const text = [](auto... parts) { return ("{" + ... + std::string(parts)) + "}"; };
    for (auto const& json : {text(profile, ",", directory), text(directory, ",", profile)}) {
        auto const g = read<okta::group>(json);
        auto const* const d = g.profile.get_if<okta::directory_group_profile>();
        BOOST_TEST_REQUIRE(d, json);
        BOOST_TEST((d->sam_account_name == "s" && d->custom.empty() && g.name() == "n"));
    }
    for (auto const& json : {text(profile), text(R"("objectClass":["okta:user_group"],)", profile),
                             text(profile, R"(,"objectClass":["acme:new_class"])"),
                             text(profile, R"(,"objectClass":null)"), text(R"("objectClass":[],)", profile)}) {
        auto const g = read<okta::group>(json);
        auto const* const own = g.profile.get_if<okta::okta_group_profile>();
        BOOST_TEST_REQUIRE(own, json);
        BOOST_TEST((own->custom.at("dn") == "d" && g.name() == "n"));
    }
}

BOOST_AUTO_TEST_CASE(the_members_say_which_password_it_is)
{
    using namespace okta;
    BOOST_TEST(read<password>(R"({"value":"x"})").get_if<password_value>()->value->reveal() == "x");
    BOOST_TEST(read<password>("{}").get_if<password_value>());
    BOOST_TEST((read<password>(R"({"hash":{"algorithm":"SHA-1"}})").get_if<hashed_password>()->hash.algorithm ==
                password_hash_algorithm::sha_1));
    BOOST_TEST((read<password>(R"({"hook":{"type":"default"}})").get_if<hooked_password>()->hook.type == "default"));
}

BOOST_AUTO_TEST_CASE(null_is_absent_everywhere)
{
    auto const u = read<okta::user>(R"({"id":null,"status":null,"profile":null,"created":null,"_links":null})");
    BOOST_TEST((u == okta::user{}));
    BOOST_TEST(read<std::vector<okta::user>>("[null,{\"id\":\"1\"},null]").size() == 1u);
    BOOST_TEST(read<okta::links>(R"({"self":null})").empty());
    BOOST_TEST((read<numbers>(R"({"real":null,"flag":null,"tiny":null})").real == 0));
    BOOST_TEST((read<okta::group>(R"({"profile":null,"objectClass":null})").object_class.empty()));
    BOOST_TEST(read<okta::user_profile_update>(R"({"title":null})").title.is_null());
    BOOST_TEST(refusal<strict>(R"({"name":null,"flag":true})") == "name: null, but the member is required (byte 8)");
}

BOOST_AUTO_TEST_CASE(integers_never_wrap)
{
    BOOST_TEST((read<numbers>(R"({"tiny":-128,"natural":4294967295,"big":-9223372036854775808})") ==
                numbers{-128, 4294967295u, INT64_MIN, 0, false}));
    BOOST_TEST((read<numbers>(R"({"tiny":1.0,"natural":1e3,"big":9.007199254740992e15})") ==
                numbers{1, 1000u, 9007199254740992, 0, false}));
    for (auto const bad :
         {R"({"tiny":128})", R"({"tiny":-129})", R"({"tiny":1e300})", R"({"natural":-1})", R"({"natural":4294967296})",
          R"({"big":9223372036854775808})", R"({"big":18446744073709551615})", R"({"big":-9223372036854775809})",
          R"({"big":1e19})", R"({"natural":-1.0})"})
        BOOST_TEST(refusal<numbers>(bad).find("outside the range") != std::string::npos, bad);
    BOOST_TEST(refusal<numbers>(R"({"big": 1.5})") == "big: expected integer, found a fraction (byte 8)");
    BOOST_TEST(refusal<numbers>(R"({"big":"1"})") == "big: expected integer, found string (byte 7)");
    BOOST_TEST(read<numbers>(R"({"real":18446744073709551615})").real == 18446744073709551615.0);
    BOOST_TEST(read<numbers>(R"({"real":-3})").real == -3);
}

BOOST_AUTO_TEST_CASE(required_members_must_be_there_under_any_of_their_names)
{
    BOOST_TEST(refusal<strict>("{\"name\":\"n\"}") == "the required member 'flag' is missing (byte 0)");
    BOOST_TEST(refusal<strict>("{}") == "the required member 'name' is missing (byte 0)");
    BOOST_TEST(read<strict>(R"({"name":"n","flag":true})").flag.value);
    BOOST_TEST(read<strict>(R"({"name":"n","flagg":true})").flag.value);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(decode_errors)

BOOST_AUTO_TEST_CASE(a_wrong_type_is_told_with_path_and_byte)
{
    std::string const json = R"([{"id":"1"}, {"profile":{"login":"x", "email" : 5}}])";
    BOOST_TEST(refusal<std::vector<okta::user>>(json) ==
               "[1].profile.email: expected string, found number (byte " + std::to_string(json.find('5')) + ")");
    BOOST_TEST(refusal<okta::user>("[]") == "expected object, found array (byte 0)");
    BOOST_TEST(refusal<okta::user>("  7") == "expected object, found number (byte 2)");
    BOOST_TEST(refusal<okta::user>(R"({"created":"yesterday"})") ==
               "created: expected timestamp, found another string (byte 11)");
    BOOST_TEST(refusal<okta::user>(R"({"created":17})") == "created: expected timestamp, found number (byte 11)");
    BOOST_TEST(refusal<numbers>(R"({"flag":"true"})") == "flag: expected boolean, found string (byte 8)");
    BOOST_TEST(refusal<numbers>(R"({"real":true})") == "real: expected number, found boolean (byte 8)");
    BOOST_TEST(refusal<std::vector<std::vector<double>>>("[[1],[1, \"\"]]") ==
               "[1][1]: expected number, found string (byte 9)");
    BOOST_TEST(refusal<okta::links>(R"({"self":{"href":"x"},"a":[{"href":{}}]})") ==
               "a[0].href: expected string, found object (byte 34)");
}

BOOST_AUTO_TEST_CASE(the_byte_is_right_despite_escapes_and_duplicates)
{
    BOOST_TEST(refusal<okta::user>(R"({"profile":{"\u0065mail":5}})") ==
               "profile.email: expected string, found number (byte 25)");
    BOOST_TEST(refusal<okta::user>(R"({"x":"}]\"{[\\","id":7})") == "id: expected string, found number (byte 21)");
    BOOST_TEST(refusal<okta::user>(R"({"id":"good","id":7})") == "id: expected string, found number (byte 18)");
    BOOST_TEST(read<okta::user>(R"({"id":7,"id":"good"})").id.text == "good"); // the last wins
}

BOOST_AUTO_TEST_CASE(a_bad_item_is_kept_aside_and_the_rest_delivered)
{
    std::string const json = R"([{"id":"1"},{"id":2,"x":[1]},{"id":"3"}, "u", {"profile":{"login":{}}}])";
    auto const p = read<okta::page<okta::user>>(json);
    BOOST_TEST_REQUIRE((p.size() == 2 && p.bad_items.size() == 3));
    BOOST_TEST((p[0].id.text == "1" && p[1].id.text == "3"));
    BOOST_TEST(p.bad_items[0].index == 1u);
    BOOST_TEST(p.bad_items[0].error == "[1].id: expected string, found number (byte 18)");
    BOOST_TEST(p.bad_items[0].raw == R"({"id":2,"x":[1]})");
    BOOST_TEST((p.bad_items[1].index == 3 && p.bad_items[1].raw == R"("u")"));
    BOOST_TEST(p.bad_items[1].error.starts_with("[3]: expected object, found string (byte "));
    BOOST_TEST(p.bad_items[2].error.starts_with("[4].profile.login: expected string, found object (byte "));
    BOOST_TEST(refusal<okta::page<okta::user>>("{}") == "expected array, found object (byte 0)");
}

BOOST_AUTO_TEST_CASE(what_is_not_json_is_refused)
{
    for (auto const bad : {"",
                           "  ",
                           "{",
                           "[1",
                           "[1,]",
                           "{\"a\":}",
                           "{\"id\":\"1\"} x",
                           "{}{}",
                           "[] ]",
                           "nul",
                           "\"",
                           "{\"id\":'1'}",
                           "{id:1}",
                           "// c\n{}",
                           "\xEF\xBB\xBF{}",
                           "{\"id\":\"\xC3\"}",
                           "{\"id\":\"\xFF\"}",
                           "{\"id\":\"\xED\xA0\x80\"}",
                           "{\"id\":\"\xC0\x80\"}",
                           "{\"id\":\"\n\"}",
                           "{\"id\":\"\\x\"}",
                           "{\"id\":\"\\ud800\"}",
                           "{\"id\":01}",
                           "<html>"})
        BOOST_TEST(refusal<okta::user>(bad).starts_with("not JSON: "), std::string(bad));
    BOOST_TEST(refusal<okta::user>("{} x") == "not JSON: something follows the value (byte 3)");
    BOOST_TEST(refusal<okta::user>("{\"id\":}").ends_with("(byte 6)"));
    BOOST_TEST(read<okta::user>("\r\n\t {} \n").id.empty());
    BOOST_TEST(read<okta::user>("{\"id\":\"\\ud83d\\ude42\"}").id.text == "\xF0\x9F\x99\x82");
}

BOOST_AUTO_TEST_CASE(size_and_depth_are_bounded)
{
    okta::decode_limits const limits{.max_bytes = 10, .max_depth = 3};
    BOOST_TEST(okta::decode<okta::user>(R"({"id":"1"})", limits).has_value());
    BOOST_TEST(okta::decode<okta::user>(R"({"id":"12"})", limits).error().summary ==
               "the JSON has 11 bytes, more than the 10 allowed");
    BOOST_TEST(okta::decode<boost::json::value>("[[[]]]", limits).has_value());
    BOOST_TEST(!okta::decode<boost::json::value>("[[[[]]]]", limits).has_value());
    std::string const deep(100'000, '[');
    BOOST_TEST(refusal<okta::user>(deep).starts_with("not JSON: "));
    BOOST_TEST(refusal<okta::user>("{\"x\":" + deep).starts_with("not JSON: "));
}

BOOST_AUTO_TEST_CASE(parsed_json_is_read_with_the_same_words_but_no_byte)
{
    BOOST_TEST(okta::decode<okta::user>(boost::json::value{{"id", "1"}})->id.text == "1");
    BOOST_TEST(okta::decode<okta::user>(boost::json::value{{"id", 1}}).error().summary ==
               "id: expected string, found number");
}

BOOST_AUTO_TEST_CASE(unknown_members_may_be_refused_and_the_near_one_is_named)
{
    using namespace okta::detail;
    auto const said = [](std::string_view json) {
        okta::user_type t;
        okta::error e;
        return decode_text(json, &t, type_table<okta::user_type>, e, {}, unknown_members::refuse) ? "" : e.summary;
    };
    BOOST_TEST(said(R"({"id":"1","displayName":"x"})") == "");
    BOOST_TEST(said(R"({"dispalyName":"x"})").starts_with("unknown member 'dispalyName'; did you mean 'displayName'?"));
    BOOST_TEST(said(R"({"zzz":"x"})").starts_with("unknown member 'zzz'"));
    BOOST_TEST(said(R"({"zzz":"x"})").find("did you mean") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace decode_test
