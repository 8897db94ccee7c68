#include "payloads.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace okta::bench {
namespace {

/// splitmix64: chance that is the same everywhere.
class chance
{
public:
    explicit chance(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}

    std::uint64_t operator()()
    {
        auto z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

    std::size_t below(std::size_t n) { return static_cast<std::size_t>((*this)() % n); }

    template <std::size_t N>
    std::string_view of(std::array<std::string_view, N> const& words)
    {
        return words[below(N)];
    }

private:
    std::uint64_t state_;
};

constexpr std::array<std::string_view, 8> first_names = {"Ada",    "Grace",   "Edsger",        "Barbara",
                                                         "Donald", "Frances", "J\xC3\xBCrgen", "Zo\xC3\xAB"};
constexpr std::array<std::string_view, 8> last_names = {"Lovelace", "Hopper", "Dijkstra", "Liskov",
                                                        "Knuth",    "Allen",  "O'Neill",  "Kernighan-Ritchie"};
constexpr std::array<std::string_view, 4> cities = {"San Francisco", "Bellevue", "Toronto",
                                                    "Wroc\xC5\x82"
                                                    "aw"};
constexpr std::array<std::string_view, 4> departments = {"Research & Development", "Sales", "Support",
                                                         "Finance \\\"Treasury\\\""};
constexpr std::array<std::string_view, 4> states = {"ACTIVE", "STAGED", "PASSWORD_EXPIRED", "LOCKED_OUT"};

/// Members one after the other; the commas are put between them.
class writer
{
public:
    writer& name(std::string_view n)
    {
        comma();
        out_.append("\"").append(n).append("\":");
        first_ = true;
        return *this;
    }
    writer& text(std::string_view n, std::string_view value)
    {
        name(n);
        out_.append("\"").append(value).append("\"");
        first_ = false;
        return *this;
    }
    writer& raw(std::string_view n, std::string_view value)
    {
        name(n);
        out_ += value;
        first_ = false;
        return *this;
    }
    writer& open(char bracket)
    {
        comma();
        out_ += bracket;
        first_ = true;
        return *this;
    }
    writer& close(char bracket)
    {
        out_ += bracket;
        first_ = false;
        return *this;
    }
    std::string take() { return std::move(out_); }

private:
    void comma()
    {
        if (!first_) out_ += ',';
        first_ = false;
    }

    std::string out_ = {};
    bool first_ = true;
};

std::string id(std::string_view prefix, chance& c)
{
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string out(prefix);
    while (out.size() < 20) out += letters[c.below(letters.size())];
    return out;
}

std::string digits(std::size_t value, std::size_t width)
{
    std::string out(width, '0');
    for (; width-- > 0; value /= 10) out[width] = static_cast<char>('0' + value % 10);
    return out;
}

std::string time(chance& c)
{
    return digits(2013 + c.below(12), 4) + '-' + digits(1 + c.below(12), 2) + '-' + digits(1 + c.below(28), 2) + 'T' +
           digits(c.below(24), 2) + ':' + digits(c.below(60), 2) + ':' + digits(c.below(60), 2) + '.' +
           digits(c.below(1000), 3) + 'Z';
}

void links(writer& w, std::string_view base, std::string_view logo)
{
    w.name("_links").open('{');
    w.name("self").open('{').text("href", base).close('}');
    if (!logo.empty()) {
        w.name("logo").open('[');
        for (auto const size : {"medium", "large"})
            w.open('{')
                .text("name", size)
                .text("href", std::string(logo) + size + ".png")
                .text("type", "image/png")
                .close('}');
        w.close(']');
        w.name("users").open('{').text("href", std::string(base) + "/users").close('}');
        w.name("apps").open('{').text("href", std::string(base) + "/apps").close('}');
    }
    w.close('}');
}

} // namespace

std::string one_user(std::size_t number)
{
    chance c(number);
    writer w;
    auto const first = c.of(first_names), last = c.of(last_names);
    auto const login = "user" + digits(number, 5) + "@example.com";
    auto const who = id("00u", c);
    w.open('{').text("id", who).text("status", c.of(states)).text("created", time(c)).text("activated", time(c));
    w.text("statusChanged", time(c)).text("lastLogin", time(c)).text("lastUpdated", time(c));
    w.text("passwordChanged", time(c)).name("type").open('{').text("id", id("oty", c)).close('}');
    w.name("profile").open('{').text("firstName", first).text("lastName", last);
    w.raw("mobilePhone", "null").text("secondEmail", "").text("login", login).text("email", login);
    w.text("city", c.of(cities)).text("displayName", std::string(first) + ' ' + std::string(last));
    w.text("title", "Principal Engineer").text("department", c.of(departments)).text("organization", "Example, Inc.");
    w.text("employeeNumber", digits(c.below(1'000'000), 6)).text("costCenter", digits(c.below(10'000), 4));
    w.text("countryCode", "US").text("preferredLanguage", "en-US").text("timezone", "America/Los_Angeles");
    w.text("streetAddress", digits(1 + c.below(900), 3) + " Market Street")
        .text("zipCode", digits(c.below(100'000), 5));
    w.text("managerId", id("00u", c))
        .text("badge", digits(c.below(100'000), 5))
        .raw("level", std::to_string(c.below(9)));
    w.raw("onSite", c.below(2) != 0 ? "true" : "false").close('}');
    w.name("credentials").open('{').name("password").open('{').close('}').name("recovery_question").open('{');
    w.text("question", "Who is a major player in the cowboy scene?").close('}').name("provider").open('{');
    w.text("type", "OKTA").text("name", "OKTA").close('}').close('}');
    links(w, "https://example.okta.com/api/v1/users/" + who, "");
    return w.close('}').take();
}

std::string one_group(std::size_t number)
{
    chance c(number);
    writer w;
    auto const which = id("00g", c);
    w.open('{').text("id", which).text("created", time(c)).text("lastUpdated", time(c));
    w.text("lastMembershipUpdated", time(c)).raw("objectClass", R"(["okta:user_group"])").text("type", "OKTA_GROUP");
    w.name("profile").open('{').text("name", std::string(c.of(cities)) + ' ' + digits(number, 4));
    w.text("description", "Everybody who works there, and those who visit for more than a week").close('}');
    links(w, "https://example.okta.com/api/v1/groups/" + which, "https://example.okta.com/img/logos/groups/okta-");
    return w.close('}').take();
}

std::string one_event(std::size_t number)
{
    chance c(number);
    writer w;
    auto const ip = "203.0.113." + std::to_string(c.below(256));
    auto const place = [&] {
        w.name("geographicalContext").open('{').text("city", c.of(cities)).text("state", "California");
        w.text("country", "United States")
            .text("postalCode", digits(c.below(100'000), 5))
            .name("geolocation")
            .open('{');
        w.raw("lat", "37." + digits(c.below(10'000), 4)).raw("lon", "-122." + digits(c.below(10'000), 4));
        w.close('}').close('}');
    };
    auto const person = [&] {
        w.text("id", id("00u", c)).text("type", "User").text("alternateId", "ada@example.com");
        w.text("displayName", std::string(c.of(first_names)) + ' ' + std::string(c.of(last_names)));
    };
    w.open('{').name("actor").open('{');
    person();
    w.raw("detailEntry", "null").close('}').name("client").open('{').name("userAgent").open('{');
    w.text("rawUserAgent", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
                           "Chrome/126.0.0.0 Safari/537.36");
    w.text("os", "Mac OS 14.5.0 (Sonoma)").text("browser", "CHROME").close('}').text("zone", "null");
    w.text("device", "Computer").raw("id", "null").text("ipAddress", ip);
    place();
    w.close('}').raw("device", "null").name("authenticationContext").open('{').raw("authenticationProvider", "null");
    w.raw("credentialProvider", "null").raw("credentialType", "null").raw("issuer", "null").raw("interface", "null");
    w.raw("authenticationStep", "0").text("rootSessionId", id("idx", c)).text("externalSessionId", id("idx", c));
    w.close('}').text("displayMessage", "User login to Okta").text("eventType", "user.session.start");
    w.name("outcome").open('{').text("result", "SUCCESS").raw("reason", "null").close('}').text("published", time(c));
    w.name("securityContext").open('{').raw("asNumber", std::to_string(c.below(70'000))).text("asOrg", "example net");
    w.text("isp", "example networks inc.").text("domain", "example.net").raw("isProxy", "false").close('}');
    w.text("severity", "INFO").name("debugContext").open('{').name("debugData").open('{');
    w.text("requestId", id("ac", c)).text("dtHash", id("f0", c) + id("9c", c)).text("requestUri", "/idp/idx/identify");
    w.text("threatSuspected", "false").text("url", "/idp/idx/identify?stateToken=" + id("02", c));
    w.text("risk", "{reasons=Anomalous Device, level=MEDIUM}")
        .close('}')
        .close('}')
        .text("legacyEventType", "core.user_auth.login_success");
    w.name("transaction").open('{').text("type", "WEB").text("id", id("ac", c)).raw("detail", "{}").close('}');
    w.text("uuid", digits(c.below(100'000'000), 8) + "-9a2d-11ee-8f6c-" + digits(c.below(1'000'000'000), 12));
    w.text("version", "0").name("request").open('{').name("ipChain").open('[').open('{').text("ip", ip);
    place();
    w.text("version", "V4").raw("source", "null").close('}').close(']').close('}').name("target").open('[');
    for (int i = 0; i < 2; ++i) {
        w.open('{');
        person();
        w.raw("detailEntry", i == 0 ? "null" : R"({"methodTypeUsed":"Password","methodUsedVerifiedProperties":"[]"})");
        w.close('}');
    }
    return w.close(']').close('}').take();
}

std::string page_of(std::string (*one)(std::size_t), std::size_t items)
{
    std::string out = "[";
    for (std::size_t i = 0; i < items; ++i) {
        if (i != 0) out += ',';
        out += one(i);
    }
    return out += ']';
}

} // namespace okta::bench
