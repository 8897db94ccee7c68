#include <okta/sandbox/expression.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <thread>
#include <vector>

namespace expression_test {
using namespace okta::sandbox::detail;

namespace {

using owned = std::variant<std::string, double, bool, okta::timestamp>;
using record = std::map<std::string, std::vector<owned>, std::less<>>;

void find(void const* object, std::string_view path, scalars& out)
{
    auto const& r = *static_cast<record const*>(object);
    if (auto const found = r.find(path); found != r.end())
        for (auto const& value : found->second) std::visit([&](auto const& v) { out.emplace_back(v); }, value);
}

bool matches(std::string_view text, dialect const& d, record const& r)
{
    auto const e = expression::parse(text, d);
    BOOST_TEST_REQUIRE(e.has_value(), text << ": " << (e ? "" : e.error().summary));
    return e->matches({&r, find});
}

std::string refusal(std::string_view text, dialect const& d)
{
    auto const e = expression::parse(text, d);
    if (e) return "accepted";
    BOOST_TEST((e.error().kind == okta::error_kind::service && e.error().status == 400));
    return e.error().code + ' ' + e.error().summary;
}

okta::timestamp at(std::string_view text) { return *okta::parse_timestamp(text); }

record const ada{
    {"id", {"00u1"}},
    {"status", {"ACTIVE"}},
    {"created", {at("2014-06-01T12:00:00Z")}},
    {"profile.firstName", {"Ada"}},
    {"profile.lastName", {"Löwe \"R&D\" \\ \t 😀"}},
    {"profile.login", {"ada@example.com"}},
    {"profile.level", {7.5}},
    {"profile.remote", {true}},
    {"profile.nickName", {""}},
    {"profile.badge", {"0042"}},
    {"profile.tags", {"red", "Green"}},
    {"profile.shoes", {1.0, 9.0}},
    {"profile.address.city", {"Łódź"}},
};

struct allowed
{
    std::string_view attribute, operators;
};

void check_dialect(dialect const& d, std::vector<allowed> const& rules)
{
    for (auto const& [attribute, operators] : rules)
        for (auto const op : comparison_names) {
            auto const start = std::string(attribute) + ' ' + std::string(op);
            auto const text = op == "pr" ? start : start + " \"2014-01-01T00:00:00.000Z\"";
            auto const supported = operators.find(op) != operators.npos;
            BOOST_TEST(expression::parse(text, d).has_value() == supported, text);
            if (!supported)
                BOOST_TEST(refusal(text, d).find("'" + std::string(op) + "' is not supported for") != text.npos);
        }
    for (std::string_view const unknown : {"nosuch", "Id", "profile", "profile.", "password", "_links.self"})
        BOOST_TEST(!expression::parse(std::string(unknown) + " eq \"x\"", d).has_value(), unknown);
    BOOST_TEST(refusal("nosuch eq 1", d).find("'nosuch' is not supported (position 0); supported (case-sensitive): ") !=
               std::string::npos);
    BOOST_TEST(expression::parse("not (id pr)", d).has_value() == false);
}

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_expression)

BOOST_AUTO_TEST_CASE(each_dialect_has_its_attributes_and_operators)
{
    auto const text = "eq sw gt ge lt le pr", with_co = "eq sw co gt ge lt le pr", time = "eq gt ge lt le pr";
    check_dialect(users_search, {{"id", text},
                                 {"status", text},
                                 {"type.id", text},
                                 {"created", time},
                                 {"activated", time},
                                 {"statusChanged", time},
                                 {"lastUpdated", time},
                                 {"classification.type", "eq"},
                                 {"profile.firstName", with_co},
                                 {"profile.lastName", with_co},
                                 {"profile.email", with_co},
                                 {"profile.login", with_co},
                                 {"profile.department", text},
                                 {"profile.a.b_c-d.e9", text}});
    check_dialect(users_filter, {{"id", "eq"},
                                 {"status", "eq"},
                                 {"lastUpdated", "eq gt ge lt le"},
                                 {"profile.login", "eq"},
                                 {"profile.email", "eq"},
                                 {"profile.firstName", "eq"},
                                 {"profile.lastName", "eq"}});
    BOOST_TEST(refusal("profile.department eq \"x\"", users_filter).starts_with("E0000053 Invalid filter '"));
    check_dialect(groups_search, {{"id", "eq sw pr"},
                                  {"type", "eq sw pr"},
                                  {"source.id", "eq sw pr"},
                                  {"created", time},
                                  {"lastUpdated", time},
                                  {"lastMembershipUpdated", time},
                                  {"profile.name", "eq sw co pr"},
                                  {"profile.description", "eq sw co pr"},
                                  {"profile.samAccountName", "eq sw pr"}});
    check_dialect(
        groups_filter,
        {{"id", "eq"}, {"type", "eq"}, {"lastUpdated", "eq gt ge lt le"}, {"lastMembershipUpdated", "eq gt ge lt le"}});
    check_dialect(devices_search, {{"id", text},
                                   {"status", text},
                                   {"lastUpdated", time},
                                   {"profile.displayName", with_co},
                                   {"profile.serialNumber", with_co},
                                   {"profile.imei", with_co},
                                   {"profile.meid", with_co},
                                   {"profile.udid", with_co},
                                   {"profile.sid", with_co},
                                   {"profile.platform", text}});
    check_dialect(realms_search, {{"id", text},
                                  {"isDefault", "eq pr"},
                                  {"created", time},
                                  {"lastUpdated", time},
                                  {"profile.name", with_co},
                                  {"profile.realmType", text}});
}

BOOST_AUTO_TEST_CASE(the_log_has_every_operator)
{
    for (std::string const attribute :
         {"uuid", "eventType", "actor.id", "target.id", "client.ipAddress", "outcome.result",
          "transaction.detail.requestApiTokenId", "debugContext.debugData.threat"})
        for (auto const op : comparison_names)
            BOOST_TEST(expression::parse(attribute + ' ' + std::string(op) + (op == "pr" ? "" : " \"x\""), log_filter)
                           .has_value(),
                       attribute << ' ' << op);
    for (std::string const field : {"debugContext.debugData.url", "debugContext.debugData.requestUri"}) {
        BOOST_TEST(expression::parse(field + " sw \"/oauth\"", log_filter).has_value());
        BOOST_TEST(refusal(field + " co \"/oauth\"", log_filter) ==
                   "E0000031 The supplied combination of operator and field is not currently supported. Operator: co, "
                   "Field: " +
                       field);
    }
    BOOST_TEST(
        refusal("published gt \"2014-01-01T00:00:00Z\"", log_filter) ==
        "E0000053 Invalid filter 'published gt \"2014-01-01T00:00:00Z\"': attribute 'published' is not supported "
        "(position 0); use since and until");
    record const event{{"eventType", {"user.session.start"}}, {"target.id", {"00u1", "0oa1"}}};
    BOOST_TEST(
        matches("eventType ew \"START\" and target.id eq \"00u1\" and target.id eq \"0oa1\"", log_filter, event));
    BOOST_TEST(matches("NOT (eventType co \"token\") and not(not (actor.id ne \"x\"))", log_filter, event));
    BOOST_TEST(!matches("not (eventType sw \"user.\" or target.id eq \"x\")", log_filter, event));
    BOOST_TEST(matches("target.id ne \"00u1\" and not (eventType ne \"user.session.start\")", log_filter, event));
}

BOOST_AUTO_TEST_CASE(published_examples_are_accepted)
{
    std::pair<dialect const&, std::string_view> const examples[] = {
        {users_search,
         R"(profile.department eq "Engineering" and (created lt "2014-01-01T00:00:00.000Z" or status eq "ACTIVE"))"},
        {users_search, R"((status lt "STAGED" or status gt "STAGED"))"},
        {users_search, R"(classification.type eq "LITE")"},
        {users_search, R"(profile.customProp1 eq "a" or profile.customProp2 eq 7)"},
        {users_filter, R"(status eq"LOCKED_OUT")"},
        {users_filter,
         R"(lastUpdated gt "2013-06-01T00:00:00.000Z" and (status eq "LOCKED_OUT" or status eq "RECOVERY"))"},
        {groups_search,
         R"(type eq "APP_GROUP" and (created lt "2014-01-01T00:00:00.000Z" and source.id eq "0oa2v0el0gP90aqjJ0g7"))"},
        {groups_filter,
         R"(type eq "OKTA_GROUP" and (lastUpdated lt "2015-11-11T00:00:00.000Z" or lastMembershipUpdated lt "2015-11-11T00:00:00.000Z"))"},
        {devices_search, R"(profile.sid sw "S-1")"},
    };
    for (auto const& [d, text] : examples) BOOST_TEST(refusal(text, d) == "accepted");
}

BOOST_AUTO_TEST_CASE(values_match)
{
    std::pair<std::string_view, bool> const cases[] = {
        {R"(status eq "active")", true},
        {R"(status EQ "ACTIV")", false},
        {R"(profile.firstName sw "aD")", true},
        {R"(profile.firstName co "DA")", true},
        {R"(profile.lastName co "\"r&d\" \\ \t")", true},
        {R"(profile.lastName co "\ud83D\uDE00")", true},
        {R"(profile.lastName sw "L\u00D6")", true},
        {R"(profile.lastName sw "Lo")", false},
        {R"(profile.address.city eq "łÓDŹ")", true},
        {R"(status gt "A" and status lt "b")", true},
        {R"(status lt "ACTIVE" or status gt "ACTIVE")", false},
        {R"(status ge "active" and status le "active")", true},
        {R"(created gt "2014-06-01T13:59:59.999+02:00")", true},
        {R"(created lt "2014-06-01T12:00:00.000Z")", false},
        {R"(created le "2014-06-01T12:00:00Z" and created ge "2014-06-01T12:00:00Z")", true},
        {"profile.level eq 7.5", true},
        {R"(profile.level eq "7.5")", true},
        {"profile.level gt 10", false},
        {R"(profile.level lt "10")", true},
        {R"(profile.level eq "many")", false},
        {R"(profile.level sw "7")", false},
        {"profile.remote eq true", true},
        {R"(profile.remote eq "true")", true},
        {"profile.remote eq false", false},
        {R"(profile.remote eq "tru")", false},
        {"profile.badge eq 42", false},
        {R"(profile.badge eq "0042")", true},
        {R"(profile.tags eq "green" and profile.tags eq "RED")", true},
        {R"(profile.tags eq "blue")", false},
        {"profile.shoes gt 8 and profile.shoes lt 2", true},
        {"profile.shoes eq 5", false},
        {"profile.level pr and profile.tags pr and status PR", true},
        {"profile.nickName pr", false},
        {R"(profile.nickName eq "")", true},
        {"profile.nosuch pr", false},
        {R"(profile.nosuch eq "")", false},
        {R"(profile.nosuch lt "z" or profile.nosuch ge "z")", false},
    };
    for (auto const& [text, expected] : cases) BOOST_TEST(matches(text, users_search, ada) == expected, text);
    BOOST_TEST(
        (matches(R"(status eq "ACTIVE")", users_filter, ada) && !matches(R"(status eq "active")", users_filter, ada)));
    BOOST_TEST(expression{}.matches({&ada, find}));
}

BOOST_AUTO_TEST_CASE(and_binds_closer_than_or)
{
    std::string const yes = "id pr", no = "profile.x pr";
    BOOST_TEST(matches(yes + " or " + yes + " and " + no, users_search, ada));
    BOOST_TEST(!matches("(" + yes + " or " + yes + ") and " + no, users_search, ada));
    BOOST_TEST(matches(no + " AND " + no + " Or " + yes, users_search, ada));
    BOOST_TEST(!matches(no + " and (" + no + " or " + yes + ")", users_search, ada));
    BOOST_TEST(matches("((id pr)and(((status pr))))or(profile.x pr)", users_search, ada));
    BOOST_TEST(matches("\t id \r\n pr ", users_search, ada));
}

BOOST_AUTO_TEST_CASE(refusals_name_culprit_and_position)
{
    std::pair<std::string_view, std::string_view> const cases[] = {
        {"profile.login ne \"x\"",
         "operator 'ne' is not supported for 'profile.login' (position 14); supported: eq, co, sw"},
        {"", "expected the name of an attribute, found the end (position 0)"},
        {"status", "expected an operator after 'status', found the end (position 6)"},
        {"status (", "expected an operator after 'status', found '(' (position 7)"},
        {"status eqq \"A\"", "'eqq' is not an operator (position 7); expected: eq, sw, gt"},
        {"status eq", "double quotes, a number, true or false, found the end (position 9)"},
        {"status eq ACTIVE", "double quotes, a number, true or false, found 'ACTIVE' (position 10)"},
        {"profile.x eq [1]", "double quotes, a number, true or false, found '[1]' (position 13)"},
        {"profile.x eq null", "null cannot be compared with (position 13); pr says whether"},
        {"profile.x sw 5", "operator 'sw' needs a text in double quotes, found '5' (position 13)"},
        {"profile.x gt true", "operator 'gt' has no meaning for true and false (position 13)"},
        {"created gt 5", "'created' is compared with timestamps (position 11); such as \"2014-"},
        {"created gt \"2014-01-01\"", "'created' is compared with timestamps (position 11); such as \"2014-"},
        {"id pr id", "expected 'and', 'or' or the end, found 'id' (position 6)"},
        {"id pr and", "expected the name of an attribute, found the end (position 9)"},
        {"id pr)", "')' closes nothing (position 5)"},
        {"(id pr", "'(' is not closed (position 0)"},
        {"(id pr id", "expected 'and', 'or' or ')', found 'id' (position 7)"},
        {"emails[type pr]", "expected the name of an attribute, found 'emails[type' (position 0)"},
        {"profile..a pr", "expected the name of an attribute, found 'profile..a' (position 0)"},
        {"id eq \"a", "the text is not closed by a double quote (position 6)"},
        {"id eq \"a\\\"", "the text is not closed by a double quote (position 6)"},
        {"id eq \"\\x\"", "the text is not a JSON string: syntax error (position 8)"},
        {"id eq \"\\ud800x\"", "the text is not a JSON string: syntax error (position 13)"},
        {"id eq \"a\nb\"", "the text is not a JSON string: syntax error (position 8)"},
        {"id eq \"a\xff\"", "'id eq \"a?\"': the text is not a JSON string: syntax error (position 8)"},
        {"i\xff eq \"a\"", "'i? eq \"a\"': expected the name of an attribute, found 'i?' (position 0)"},
        {std::string_view("id\0 pr", 6), "expected the name of an attribute, found 'id?' (position 0)"},
        {std::string_view("id eq \"\0\"", 9), "the text is not a JSON string: syntax error (position 7)"},
        {"not (id pr)", "operator 'not' is not supported (position 0)"},
        {"id pr and classification.type eq \"LITE\"",
         "'classification.type' cannot be combined with other terms (position 10)"},
    };
    for (auto const& [text, expected] : cases) {
        auto const summary = refusal(text, users_search);
        BOOST_TEST(
            (summary.starts_with("E0000031 Invalid search criteria: '") && summary.find(expected) != summary.npos),
            summary << " lacks " << expected);
    }
    BOOST_TEST(
        refusal("not eventType pr", log_filter).ends_with("expected '(' after 'not', found 'eventType' (position 4)"));
}

BOOST_AUTO_TEST_CASE(size_terms_and_depth_are_bounded)
{
    auto const refused = [](std::string const& text) { return refusal(text, users_search); };
    auto const quoted = [](std::size_t size) { return "id eq \"" + std::string(size - 8, 'x') + '"'; };
    BOOST_TEST(refused(quoted(4096)) == "accepted");
    BOOST_TEST(refused(quoted(4097)).find("too long (position 4096); at most 4096 bytes") != std::string::npos);
    BOOST_TEST((refused(quoted(1 << 20)).size() < 400));
    auto const terms = [](int count) {
        std::string text = "id pr";
        while (--count > 0) text += count % 2 ? " or id pr" : " and id pr";
        return text;
    };
    BOOST_TEST(refused(terms(100)) == "accepted");
    BOOST_TEST(refused(terms(101)).find("too many terms (position ") != std::string::npos);
    auto const nested = [](std::size_t depth) { return std::string(depth, '(') + "id pr" + std::string(depth, ')'); };
    BOOST_TEST(refused(nested(32)) == "accepted");
    BOOST_TEST(refused(nested(33)).find("nested too deeply (position 32); at most 32 levels") != std::string::npos);
    BOOST_TEST(refused(std::string(4096, '(')) != "accepted");
}

BOOST_AUTO_TEST_CASE(values_have_an_order)
{
    auto const sign = [](scalar const& a, scalar const& b) { return (compare(a, b) > 0) - (compare(a, b) < 0); };
    scalar const ordered[] = {
        "", "Able", "baker", "Łuk", -1.5, 7.0, false, true, okta::timestamp{}, at("2014-06-01T12:00:00Z")};
    for (int i = 0; i < 10; ++i)
        for (int j = 0; j < 10; ++j) BOOST_TEST(sign(ordered[i], ordered[j]) == (i > j) - (i < j));
    BOOST_TEST((sign("ABLE", "able") == 0 && sign("łUK", "ŁuK") == 0));
}

BOOST_AUTO_TEST_CASE(an_expression_is_shared_by_threads)
{
    auto const e = expression::parse("profile.tags eq \"green\" and profile.level gt 7", users_search);
    BOOST_TEST_REQUIRE(e.has_value());
    int found[4] = {};
    {
        std::vector<std::jthread> threads;
        for (auto& n : found)
            threads.emplace_back([&] {
                for (int i = 0; i < 1000; ++i) n += e->matches({&ada, find});
            });
    }
    for (int const n : found) BOOST_TEST(n == 1000);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace expression_test
