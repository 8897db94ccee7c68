// Nobody reads or writes at or behind a text's end, nor before its start. A step too far kills the test.

#if __has_include(<sys/mman.h>)

#include "codec_support.hpp"

#include <okta/codec/json_write.hpp>
#include <okta/model/group.hpp>
#include <okta/model/log_event.hpp>
#include <okta/model/user.hpp>

#include <boost/json/serialize.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace json_bounds_test {
using namespace okta::test;

namespace {

/// Memory between two pages that may not be touched.
class guarded
{
public:
    explicit guarded(std::size_t size)
        : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))), room_((size + page_) / page_ * page_)
    {
        auto* const all = mmap(nullptr, room_ + 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (all == MAP_FAILED) throw std::runtime_error("mmap");
        begin_ = static_cast<char*>(all) + page_;
        if (mprotect(begin_ - page_, page_, PROT_NONE) != 0 || mprotect(begin_ + room_, page_, PROT_NONE) != 0)
            throw std::runtime_error("mprotect");
    }
    guarded(guarded const&) = delete;
    guarded& operator=(guarded const&) = delete;
    ~guarded() { munmap(begin_ - page_, room_ + 2 * page_); }

    /// The text right behind the page before.
    std::string_view first(std::string_view text) { return put(begin_, text); }
    /// The text right before the page behind.
    std::string_view last(std::string_view text) { return put(begin_ + room_ - text.size(), text); }
    char* last(std::size_t size) { return begin_ + room_ - size; }

private:
    static std::string_view put(char* to, std::string_view text)
    {
        if (!text.empty()) std::memcpy(to, text.data(), text.size());
        return {to, text.size()};
    }

    std::size_t page_, room_;
    char* begin_;
};

/// The text and all its beginnings, at both ends of the memory, have the outcome that they have elsewhere.
template <class T>
void agrees_within(std::string_view document)
{
    guarded memory(document.size());
    for (std::size_t size = 0; size <= document.size(); ++size) {
        auto const text = document.substr(0, size);
        auto const wanted = by_dom<T>(std::string(text));
        BOOST_TEST(by_reader<T>(memory.last(text)) == wanted, text);
        BOOST_TEST(by_reader<T>(memory.first(text)) == wanted, text);
    }
}

template <class T>
void stays_within(std::string_view document)
{
    agrees_within<T>(document);
    BOOST_TEST(by_reader<T>(document).taken, document);
}

constexpr std::string_view user = R"({"id":"00u1abcdefghijklmnop","status":"ACTIVE",
"created":"2013-06-24T16:39:18.000Z","transitioningToStatus":null,"lastLogin":"2013-06-24T16:39:18+02:00",
"type":{"id":"oty1"},"realmId":"guo1","profile":{"login":"ada@example.com","firstName":"J\u00fcrgen \ud83d\ude42",
"lastName":"Müller","countryCode":"IT","postalAddress":"Via Po 1, 10123 Torino","mobilePhone":null,
"badge":{"no":7},"tags":["x",1.5e3,-0.25,true],
"displayName":"something longer than two vector registers, at once"},
"credentials":{"provider":{"type":"OKTA","name":"OKTA"}},
"_links":{"self":{"href":"https://o/u"},"logo":[{"href":"/1","x":1},{"href":"/2"}]},"n":[1]})";

constexpr std::string_view group = R"({"id":"00g1","created":"2024-02-29T23:59:59.999Z","profile":{"name":"West",
"description":null,"samAccountName":"west","dn":"CN=West,DC=example,DC=com","own":"a\tb"},"type":"APP_GROUP",
"objectClass":["top","okta:windows_security_principal"],"_embedded":{"stats":{"usersCount":2147483647,"appsCount":-0,
"hasAdminPrivilege":false},"app":{"id":"0oa1"},"other":12345678901234567890}})";

constexpr std::string_view event = R"({"uuid":"a","published":"2024-01-31T00:00:00.123Z","severity":"INFO",
"eventType":"user.session.start","actor":{"id":"00u1","alternateId":"ada@example.com","detailEntry":{"a":{"b":[]}}},
"client":{"ipAddress":"::1","geographicalContext":{"city":null,"geolocation":{"lat":37.7749,"lon":-122.4194}},
"userAgent":{"rawUserAgent":"Mozilla/5.0 (X11; Linux x86_64) Gecko"}},"outcome":{"result":"SUCCESS"},
"target":[{"id":"1","type":"User"},null],"securityContext":{"asNumber":64512,"isProxy":false},
"request":{"ipChain":[{"ip":"10.0.0.1","version":"V4"}]},"version":"0"})";

} // namespace

BOOST_AUTO_TEST_SUITE(json_bounds)

BOOST_AUTO_TEST_CASE(every_beginning_of_a_document_is_read_to_its_end_and_no_further)
{
    stays_within<okta::user>(user);
    stays_within<okta::group>(group);
    stays_within<okta::log_event>(event);
}

BOOST_AUTO_TEST_CASE(so_is_what_is_skipped_kept_or_in_a_page)
{
    stays_within<bare>(user);
    stays_within<keeper>(event);
    stays_within<boost::json::value>(group);
    stays_within<okta::page<okta::group>>(
        std::string("[").append(group).append(R"(,{"id":5,"x":[{}]}, null,{"id":"1","id":"2"}])"));
    stays_within<okta::group>("  {\"id\" : \"1\" , \"objectClass\" : [ ] }  \n");
}

BOOST_AUTO_TEST_CASE(much_space_a_long_name_or_many_escapes_may_end_close_to_the_end)
{
    std::string const space(200, ' ');
    std::string const name(200, 'n'); // of no member
    std::string escaped;              // firstName
    for (char const c : std::string_view("firstName")) {
        char buffer[8];
        std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
        escaped += buffer;
    }
    for (std::string const value :
         {R"("")", R"("x")", R"("seventeen letters")", "null", R"(["x"])", R"("a\tb")", "-1"}) {
        agrees_within<okta::user>('{' + space + R"("id":)" + value + '}');
        agrees_within<okta::user>(R"({"id":"1",)" + space + R"("status":)" + value + '}');
        agrees_within<okta::user>(R"({"id":"1",")" + name + "\":" + value + '}');
        agrees_within<keeper>(R"({"id":"1",")" + name + "\" :" + value + '}');
        agrees_within<okta::user>(R"({"id")" + space + ":" + space + value + space + '}');
        agrees_within<okta::user>(R"({"profile":{"x":"y",")" + escaped + "\":" + value + "}}");
        agrees_within<okta::user>(R"({"profile":{"x":")" + space + R"(","login":)" + value + "}}");
        agrees_within<okta::user>(R"({"profile":{"login":")" + space + R"(","email":)" + value + "}}");
    }
}

BOOST_AUTO_TEST_CASE(strings_of_every_size_may_end_at_the_very_end)
{
    for (std::size_t size = 0; size <= 70; ++size) {
        auto const plain = std::string(size, 'x');
        for (auto const end : {"", "\"", "\\", "\\\"", "\\n\"", "\\u", "\\u00e", "\\u00e9", "\\ud83d", "\\ud83d\\ude4",
                               "\\ud83d\\ude42\"", "\xC3", "\xC3\xA9\"", "\xE2\x82", "\xF0\x9F\x99", "\x01"}) {
            auto const text = '"' + plain + end;
            guarded memory(text.size() + 8);
            for (std::string const before : {"", "[", "{\"id\":", "{", "{\"id\":\"1\",", "{\"x\":", "{\"id\" :"}) {
                auto const all = before + text;
                BOOST_TEST(by_reader<bare>(memory.last(all)) == by_dom<bare>(all), all);
                BOOST_TEST(by_reader<keeper>(memory.first(all)) == by_dom<keeper>(all), all);
                BOOST_TEST(by_reader<std::string>(memory.last(all)) == by_dom<std::string>(all), all);
                BOOST_TEST(by_reader<boost::json::value>(memory.last(all)) == by_dom<boost::json::value>(all), all);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(numbers_words_and_times_may_end_at_the_very_end)
{
    for (std::string_view const text :
         {"-12.5e+10", "100000000000000000000", "true", "false", "null", "\"2013-06-24T16:39:18.000Z\"",
          "\"2013-06-24T16:39:18.123456789+02:00\"", "[1,2]", "[-0.0]", "[[], null ]"}) {
        stays_within<boost::json::value>(text);
        guarded memory(text.size());
        for (std::size_t size = 0; size <= text.size(); ++size) {
            auto const part = text.substr(0, size);
            auto const at_end = memory.last(part);
            BOOST_TEST(by_reader<double>(at_end) == by_dom<double>(part), part);
            BOOST_TEST(by_reader<std::int64_t>(at_end) == by_dom<std::int64_t>(part), part);
            BOOST_TEST(by_reader<bool>(at_end) == by_dom<bool>(part), part);
            BOOST_TEST(by_reader<okta::timestamp>(at_end) == by_dom<okta::timestamp>(part), part);
            BOOST_TEST(by_reader<std::vector<double>>(at_end) == by_dom<std::vector<double>>(part), part);
        }
        if (text.size() > 2 && text.front() == '"') { // bare, as a header's
            auto const inside = text.substr(1, text.size() - 2);
            for (std::size_t size = 0; size <= inside.size(); ++size) {
                auto const part = inside.substr(0, size);
                BOOST_TEST((okta::parse_timestamp(memory.last(part)) == okta::parse_timestamp(std::string(part))),
                           part);
            }
            BOOST_TEST(okta::parse_timestamp(inside).has_value(), inside);
        }
    }
}

BOOST_AUTO_TEST_CASE(copy_plain_touches_what_it_copies_and_nothing_else)
{
    guarded from(100), to(100);
    for (std::size_t size = 0; size <= 100; ++size) {
        std::string const plain(size, '\x7F');
        auto* const place = to.last(size);
        BOOST_TEST(okta::detail::copy_plain(place, from.last(plain).data(), size), size);
        BOOST_TEST(std::string_view(place, size) == plain);
        BOOST_TEST(okta::detail::copy_plain(place, from.first(plain).data(), size), size);
        BOOST_TEST(okta::detail::is_plain(from.last(plain)), size);
        BOOST_TEST((okta::detail::find_special(from.last(size), from.last(size) + size) == from.last(size) + size),
                   size);
        for (std::size_t at = 0; at < size; ++at)
            for (char const special : {'"', '\\', '\0', '\x1F'}) {
                auto text = plain;
                text[at] = special;
                BOOST_TEST(!okta::detail::copy_plain(place, from.last(text).data(), size), size << ' ' << at);
                BOOST_TEST(std::string_view(place, size) == text);
                BOOST_TEST(!okta::detail::is_plain(from.last(text)), size << ' ' << at);
                BOOST_TEST(
                    (okta::detail::find_special(from.last(size), from.last(size) + size) == from.last(size) + at));
            }
    }
}

BOOST_AUTO_TEST_CASE(texts_that_end_at_the_very_end_are_written)
{
    guarded memory(2 * 4104); // so that both ends have room
    auto const key = okta::detail::type_table<bare>.members[0].key();
    for (std::size_t size = 0; size <= 4100; size += size < 70 || size >= 4080 ? 1 : 67)
        for (std::string const end : {"", "\"", "\x01", "\xC3\xA9"}) {
            auto const text = std::string(size, 'x') + end;
            auto const quoted = boost::json::serialize(boost::json::string(text));
            for (auto const at_edge : {memory.first(text), memory.last(text)}) {
                std::string as_text, as_member, as_name;
                okta::detail::json_writer out(as_text);
                out.text(at_edge);
                out.flush();
                BOOST_TEST(as_text == quoted);
                okta::detail::json_writer member(as_member);
                member.member(key, at_edge);
                member.flush();
                BOOST_TEST(as_member == ",\"id\":" + quoted);
                okta::detail::json_writer name(as_name);
                name.name(at_edge);
                name.flush();
                BOOST_TEST(as_name == ',' + quoted + ':');
            }
        }
}

BOOST_AUTO_TEST_SUITE_END()

#endif
} // namespace json_bounds_test
