// What comes from outside besides documents: link headers, dates, timestamps, URLs, numbers, whole answers. The first
// byte of an input says which.

#include <okta/actions/groups.hpp>
#include <okta/codec/decode.hpp>
#include <okta/codec/http_date.hpp>
#include <okta/codec/link_header.hpp>
#include <okta/codec/uri.hpp>
#include <okta/exchange/org_url.hpp>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace {

using namespace okta::detail;

void expect(bool holds, std::string_view what, std::string_view input, std::string_view other = {})
{
    if (holds) return;
    std::cerr << what << "\n  input " << input << "\n  other " << other << std::endl;
    std::abort();
}

void check_written(okta::timestamp t, std::string_view input)
{
    auto const text = okta::to_string(t);
    auto const again = okta::parse_timestamp(text);
    okta::timestamp usual;
    expect(again == t, "a timestamp is another one after writing it", input, text);
    expect(read_usual_form(text, usual) && usual == t, "the usual form is not read as such", input, text);
}

void check_timestamp(std::string_view text)
{
    auto const t = okta::parse_timestamp(text);
    if (t) check_written(*t, text);
    // The usual form is read by a function of its own; with a digit more it is not.
    constexpr std::string_view form = "0000-00-00T00:00:00.000Z";
    bool usual = text.size() == form.size();
    for (std::size_t i = 0; i < form.size() && usual; ++i)
        usual = form[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];
    if (!usual) return;
    auto longer = std::string(text);
    longer.insert(text.size() - 1, 1, '9');
    expect(okta::parse_timestamp(longer) == t, "two ways of reading a timestamp differ", text, longer);
}

/// Any number of milliseconds: the years that have no form are clamped.
void check_milliseconds(std::string_view bytes)
{
    std::int64_t n = 0;
    std::memcpy(&n, bytes.data(), std::min(sizeof n, bytes.size()));
    auto const text = okta::to_string(okta::timestamp{std::chrono::milliseconds{n}});
    auto const t = okta::parse_timestamp(text);
    expect(t.has_value(), "what was written is no timestamp", std::to_string(n), text);
    check_written(*t, text);
}

void check_date(std::string_view text)
{
    using namespace std::chrono;
    auto const date = okta::parse_http_date(text);
    if (!date || *date >= sys_days{year{10000} / 1 / 1}) return; // a leap second may end the last year that has a form
    auto const written = okta::to_http_date(*date);
    expect(okta::parse_http_date(written) == date, "a date is another one after writing it", text, written);
    bool const leap = text.substr(23, 2) == "60";
    expect(leap || written.substr(4) == text.substr(4), "a date is written otherwise", text, written);
}

void check_url(std::string_view text)
{
    auto const url = okta::parse_url(text);
    (void)okta::org_url::parse(text);
    std::string encoded;
    okta::percent_encode(text, encoded);
    expect(encoded.find_first_not_of("%-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
               encoded.npos,
           "percent_encode leaves a character", text, encoded);
    if (!url) return;
    expect(url->port != 0 && !url->host.empty() && url->target.starts_with('/'), "half a URL", text);
    auto const whole = url->origin() + url->target;
    auto const again = okta::parse_url(whole);
    expect(again && again->scheme == url->scheme && again->host == url->host && again->port == url->port &&
               again->target == url->target,
           "a URL is another one after writing it", text, whole);
}

std::string_view take_line(std::string_view& text)
{
    auto const end = std::min(text.find('\n'), text.size());
    auto const line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

/// The lines of a Link header.
void check_links(std::string_view text)
{
    okta::http_fields all;
    std::optional<std::string> first;
    for (auto rest = text; !rest.empty();) {
        auto const line = take_line(rest);
        all.add("link", line);
        okta::http_fields one;
        one.add("Link", line);
        if (!first) first = find_link(one, "next");
    }
    auto const target = find_link(all, "NEXT");
    expect(target == first, "lines of one field are not read one after the other", text);
    if (!target) return;
    expect(text.find('<' + *target + '>') != text.npos, "a target that is not in the text", text, *target);
    okta::http_fields written;
    written.add("LINK", "<x,;>; rel=\"self\", <" + *target + ">; title=\"a \\\" >, <\"; rel = \"prev next\"");
    expect(find_link(written, "next") == target, "a link is another one after writing it", text, *target);
}

/// A number as a member: the reader rounds it as the C library does.
void check_number(std::string_view text)
{
    double d = 0;
    std::int64_t i = 0;
    json_text_reader reader(8, unknown_members::ignore);
    auto const terminated = std::string(text);
    auto const trimmed = terminated.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (reader.read(text, &d, type_table<double>))
        expect(d == std::strtod(trimmed.c_str(), nullptr), "a double is not the nearest one", text, std::to_string(d));
    if (reader.read(text, &i, type_table<std::int64_t>))
        expect(i == std::strtoll(trimmed.c_str(), nullptr, 10), "another integer", text, std::to_string(i));
}

/// An answer: its status and header fields by lines, then an empty line and the body.
void check_answer(std::string_view text)
{
    okta::http_response answer;
    answer.status = std::atoi(std::string(take_line(text)).c_str()) % 1000;
    for (auto line = take_line(text); !line.empty(); line = take_line(text)) {
        auto const colon = std::min(line.find(": "), line.size());
        answer.fields.add(line.substr(0, colon), line.substr(std::min(colon + 2, line.size())));
    }
    answer.body = text;
    auto const status = answer.status;
    auto const facts = facts_of(answer);
    okta::page<okta::group> groups;
    okta::error e;
    bool const fits = decode_answer(std::move(answer), info_of<okta::list_groups>(), "https://example.okta.com", facts,
                                    &groups, &groups.next, e, {});
    expect(!fits || (status >= 200 && status < 300), "a failure is taken for a success", text);
    expect(fits || !e.message().empty(), "an error without words", text);
    expect(groups.next.empty() || groups.next.starts_with('/'), "a next page elsewhere", text, groups.next);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0) return 0;
    std::string_view const text(reinterpret_cast<char const*>(data + 1), size - 1);
    switch (*data) {
    case 'a': return check_answer(text), 0;
    case 'd': return check_date(text), 0;
    case 'l': return check_links(text), 0;
    case 'm': return check_milliseconds(text), 0;
    case 'n': return check_number(text), 0;
    case 't': return check_timestamp(text), 0;
    case 'u': return check_url(text), 0;
    default: return -1; // libFuzzer keeps no such input
    }
}
