#include "words.hpp"

#include <array>
#include <cctype>

namespace okta::test {
namespace {

constexpr std::array<char const*, 16> locals{"ada", "edith", "édith", "zoe",    "zoë", "bob",   "asa",   "åsa",
                                             "x/y", "a+b",   "50%",   "o'hara", "d#e", "ada.l", "bob_b", "madeleine"};
constexpr std::array<char const*, 4> domains{"example.com", "example.org", "acme.test", "sub.acme.test"};
constexpr std::array<char const*, 12> words{"Ada", "ada",   "Édith", "edith",  "Åsa",        "Zoë",
                                            "R&D", "Sales", "sales", "O'Hara", "J \"J\" \\", "50 %"};
constexpr std::array<char const*, 29> names{
    "firstName",         "lastName", "middleName", "honorificPrefix", "honorificSuffix", "title",
    "displayName",       "nickName", "profileUrl", "secondEmail",     "mobilePhone",     "primaryPhone",
    "streetAddress",     "city",     "state",      "zipCode",         "countryCode",     "postalAddress",
    "preferredLanguage", "locale",   "timezone",   "userType",        "employeeNumber",  "costCenter",
    "organization",      "division", "department", "managerId",       "manager"};

boost::json::value value_for(chance& random, std::string_view name)
{
    if (name == "countryCode") return random.one_in(2) ? "SE" : "us";
    if (name == "secondEmail") return boost::json::value(some_login(random));
    return boost::json::value(some_word(random));
}

} // namespace

std::string some_login(chance& random)
{
    std::string local = random.of(locals);
    if (random.one_in(60))
        for (local.clear(); local.size() < 100;) local += "é"; // many bytes, though not too many characters
    if (random.one_in(2)) local += '.' + std::to_string(random.below(3));
    return other_spelling(random, local + '@' + random.of(domains));
}

std::string other_spelling(chance& random, std::string text)
{
    if (random.one_in(3))
        for (auto& c : text)
            if (c >= 'a' && c <= 'z' && random.one_in(2)) c = static_cast<char>(c - 'a' + 'A');
    std::pair<std::string, std::string> const spellings[] = {{"é", "É"}, {"é", "e"}, {"ë", "e"}, {"e", "é"},
                                                             {"å", "Å"}, {"å", "a"}, {"a", "å"}};
    if (random.one_in(3)) {
        auto const& [from, to] = random.of(spellings);
        if (auto const at = text.find(from); at != text.npos) text.replace(at, from.size(), to);
    }
    return text;
}

std::string some_word(chance& random) { return random.of(words); }

boost::json::object some_attributes(chance& random, bool nulls)
{
    boost::json::object out;
    for (auto const* name : {"firstName", "lastName", "department"})
        if (!random.one_in(3)) out[name] = some_word(random);
    for (auto n = random.below(5); n > 0; --n) {
        std::string_view const name = random.of(names);
        out[name] = value_for(random, name);
        if (nulls && random.one_in(2)) out[name] = nullptr;
    }
    return out;
}

boost::json::object some_custom(chance& random, bool nulls)
{
    boost::json::object out;
    auto const number = static_cast<std::int64_t>(random.below(9)) - 3;
    if (random.one_in(3)) out["badge"] = some_word(random);
    if (random.one_in(3)) out["level"] = random.one_in(9) ? std::int64_t{9'007'199'254'740'993} : number;
    if (random.one_in(4)) out["ratio"] = static_cast<double>(number) / 4;
    if (random.one_in(4)) out["remote"] = random.one_in(2);
    if (random.one_in(4)) out["tags"] = {some_word(random), some_word(random)};
    if (random.one_in(5)) out["scores"] = {number, 7, number + 1};
    if (random.one_in(5)) out["nested"] = {{"a", {1, {{"b", nullptr}}}}, {"c", boost::json::object()}};
    if (random.one_in(9)) out["none"] = nullptr;
    for (auto const* name : {"badge", "level", "remote", "tags"})
        if (nulls && random.one_in(6)) out[name] = nullptr;
    return out;
}

void spoil(chance& random, boost::json::object& profile)
{
    switch (random.below(8)) {
    case 0: profile["login"] = "a@b."; break;
    case 1: profile["login"] = std::string(90, 'a').append("@example.com"); break;
    case 2: profile["email"] = "a@b."; break;
    case 3: profile["email"] = "nowhere"; break;
    case 4: profile["firstName"] = std::string(51, 'a'); break;
    case 5: profile["secondEmail"] = std::string(101, '@'); break;
    case 6: profile["countryCode"] = "USA"; break;
    default: profile["zipCode"] = std::string(51, '1'); break;
    }
}

std::string some_user_name(run& r)
{
    auto const key = some_key(r, r.model.users);
    if (r.random.one_in(25)) return "me";
    if (r.random.one_in(2) || !r.model.users.contains(key)) return key;
    auto login = r.model.users.at(key).login();
    if (r.random.one_in(3)) login.resize(login.find('@'));
    return other_spelling(r.random, login);
}

} // namespace okta::test
