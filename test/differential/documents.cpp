#include "documents.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace differential {
namespace {

using okta::detail::kind;
using okta::detail::presence;

constexpr std::array<std::string_view, 22> strings = {"",
                                                      "a",
                                                      "user@example.com",
                                                      "00u1abcdefghijklmnop",
                                                      "exactly16bytes!!",
                                                      "exactly 15 byte",
                                                      "something longer than a vector register, twice",
                                                      "J\xC3\xBCrgen",
                                                      "\xE2\x82\xAC\xF0\x9F\x99\x82",
                                                      "\xF4\x8F\xBF\xBF",
                                                      "\xED\x9F\xBF\xEE\x80\x80",
                                                      "\\u0041",
                                                      "\\u00e9\\u20ac",
                                                      "\\ud83d\\ude42",
                                                      "\\\"quoted\\\"",
                                                      "\\\\",
                                                      "\\/\\b\\f\\n\\r\\t",
                                                      "\\u0000",
                                                      "0123456789abcdef\\n0123456789abcdef",
                                                      "\x7F",
                                                      "ACTIVE",
                                                      "not to be found"};

constexpr std::array<std::string_view, 12> broken_strings = {
    "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80",   "\xFF", "\xE2\x82", "\\ud800", "\\udc00\\ud800", "\\u12g4", "\\x",
    "\n",       "\x01",         "0123456789abcde\xC3"};

constexpr std::array<std::string_view, 12> times = {
    "2013-06-24T16:39:18.000Z", "2024-02-29T23:59:59.999Z", "2023-02-29T00:00:00.000Z",
    "2013-06-24T16:39:18Z",     "2013-06-24T16:39:60.000Z", "2013-06-24T16:39:18.123+02:00",
    "2013-06-24t16:39:18.000z", "0000-01-01T00:00:00.000Z", "2013-13-24T16:39:18.000Z",
    "2013-06-24T24:00:00.000Z", "2013-06-24T16:39:1x.000Z", "9999-12-31T23:59:59.999Z"};

constexpr std::array<std::string_view, 22> integers = {"0",
                                                       "-0",
                                                       "1",
                                                       "7",
                                                       "200",
                                                       "-1",
                                                       "127",
                                                       "128",
                                                       "-129",
                                                       "2147483647",
                                                       "2147483648",
                                                       "-2147483649",
                                                       "4294967295",
                                                       "9223372036854775807",
                                                       "9223372036854775808",
                                                       "-9223372036854775808",
                                                       "-9223372036854775809",
                                                       "18446744073709551615",
                                                       "18446744073709551616",
                                                       "1.0",
                                                       "1e2",
                                                       "2.5"};

// Those that both paths read alike, to the last bit: so few digits that a double holds them, times an exact power of ten.
constexpr std::array<std::string_view, 12> numbers = {"0.0",    "-0.0",  "37.7749", "-122.4194", "1e3",   "1E-3",
                                                      "2.5e+2", "0.125", "1e22",    "123456789", "-1e-2", "1e999"};

constexpr std::array<std::string_view, 10> broken_numbers = {
    "01", "-", "1.", ".5", "1e", "+1", "1e+", "0x1", "1e99999999999", "NaN"};

constexpr std::array<std::string_view, 8> names = {"x",    "unheardOf", "firstname", "self",
                                                   "logo", "custom",    "a\\u0062c", ""};

} // namespace

void document_maker::space()
{
    static constexpr std::array<std::string_view, 5> spaces = {" ", "\n", "\r\n", "\t", "    "};
    if (chance_.percent(odd_.space)) out_ += chance_.of(spaces);
}

void document_maker::comma(bool& first)
{
    if (!std::exchange(first, false)) out_ += ',';
    space();
}

void document_maker::name(std::string_view n)
{
    out_ += '"';
    if (!n.empty() && n[0] >= 'a' && n[0] <= 'o' && chance_.percent(odd_.space / 8)) { // an escape where none is needed
        constexpr std::string_view digits = "123456789abcdef";
        out_ += "\\u006";
        out_ += digits[static_cast<std::size_t>(n[0] - 'a')];
        n.remove_prefix(1);
    }
    out_.append(n).append("\"");
    space();
    out_ += ':';
    space();
}

void document_maker::string()
{
    out_ += '"';
    for (auto n = chance_.percent(80) ? 1u : 3u; n-- > 0;)
        out_ += chance_.percent(odd_.wrong_kind / 4) ? chance_.of(broken_strings) : chance_.of(strings);
    out_ += '"';
}

void document_maker::text(type_info const& type)
{
    bool const time = type.text->expected == "timestamp";
    if (time || (!type.text->values.empty() && chance_.percent(80))) {
        out_ += '"';
        if (!time) out_ += chance_.of(type.text->values);
        else out_ += odd_.wrong_kind == 0 || chance_.percent(80) ? times[chance_.below(2)] : chance_.of(times);
        out_ += '"';
    } else string();
}

void document_maker::integer()
{
    if (odd_.wrong_kind == 0 || chance_.percent(80)) out_ += std::to_string(chance_.below(100));
    else if (chance_.percent(5)) out_ += chance_.of(broken_numbers);
    else out_ += chance_.of(integers);
}

void document_maker::number()
{
    if (chance_.percent(20)) return integer();
    out_ += odd_.wrong_kind == 0 ? numbers[2 + chance_.below(3)] : chance_.of(numbers);
}

void document_maker::any(int depth)
{
    switch (chance_.below(depth < 6 ? 8u : 5u)) {
    case 0: out_ += "null"; break;
    case 1: out_ += chance_.percent(50) ? "true" : "false"; break;
    case 2: number(); break;
    case 3: integer(); break;
    case 5: {
        out_ += '[';
        bool first = true;
        for (auto n = chance_.below(4); n-- > 0;) comma(first), any(depth + 1), space();
        out_ += ']';
        break;
    }
    case 6:
    case 7: {
        out_ += '{';
        bool first = true;
        for (auto n = chance_.below(4); n-- > 0;) comma(first), name(chance_.of(names)), any(depth + 1), space();
        out_ += '}';
        break;
    }
    default: string(); break;
    }
}

void document_maker::array(type_info const& type, int depth)
{
    if (type.array->set_single && chance_.percent(60)) return value(*type.inner, depth + 1);
    out_ += '[';
    bool first = true;
    for (auto n = chance_.below(depth == 0 ? 6 : 4); n-- > 0;) {
        comma(first);
        if (chance_.percent(odd_.wrong_kind)) out_ += "null";
        else value(*type.inner, depth + 1);
        space();
    }
    out_ += ']';
}

void document_maker::map(type_info const& type, int depth)
{
    out_ += '{';
    bool first = true;
    for (auto n = chance_.below(4); n-- > 0;) {
        comma(first);
        name(chance_.percent(odd_.duplicate) ? names[0] : names[n + 2]);
        if (chance_.percent(odd_.wrong_kind)) out_ += "null";
        else value(*type.inner, depth + 1);
        space();
    }
    out_ += '}';
}

void document_maker::structure(type_info const& type, int depth)
{
    std::vector<okta::detail::member_info const*> order;
    auto const likely = depth == 0 ? 80u : depth < 5 ? 50u : 5u;
    for (auto const& m : type.members) {
        bool const needed = m.presence == presence::required && !m.alias;
        if (m.rest || (m.alias && !chance_.percent(20))) continue;
        if (chance_.percent(needed ? 100 - odd_.wrong_kind / 2 : likely)) order.push_back(&m);
        if (!order.empty() && chance_.percent(odd_.duplicate)) order.push_back(order[chance_.below(order.size())]);
    }
    if (chance_.percent(odd_.shuffled))
        for (auto i = order.size(); i > 1; --i) std::swap(order[i - 1], order[chance_.below(i)]);
    out_ += '{';
    bool first = true;
    for (auto const* const m : order) {
        comma(first);
        name(m->wire);
        auto const& sibling = type.find("profile"); // of a group: what its objectClass is about
        if (m->wire == "objectClass" && sibling && sibling->type->what == kind::choice && chance_.percent(70)) {
            auto const& alternatives = sibling->type->choice->alternatives;
            out_.append("[\"").append(alternatives[chance_.below(alternatives.size())].value).append("\"]");
        } else if (chance_.percent(odd_.wrong_kind)) out_ += "null";
        else value(*m->type, depth + 1);
        space();
        if (chance_.percent(odd_.unknown)) comma(first), name(chance_.of(names)), any(depth + 1), space();
    }
    out_ += '}';
}

void document_maker::value(type_info const& type, int depth)
{
    if (chance_.percent(odd_.wrong_kind) && chance_.percent(30)) return any(depth + 1);
    switch (type.what) {
    case kind::boolean: out_ += chance_.percent(50) ? "true" : "false"; break;
    case kind::integer: integer(); break;
    case kind::number: number(); break;
    case kind::text: text(type); break;
    case kind::json:
    case kind::raw: any(depth + 1); break;
    case kind::object: {
        out_ += '{';
        bool first = true;
        for (auto n = chance_.below(4); n-- > 0;) comma(first), name(chance_.of(names)), any(depth + 1), space();
        out_ += '}';
        break;
    }
    case kind::optional: value(*type.inner, depth); break;
    case kind::array: array(type, depth); break;
    case kind::map: map(type, depth); break;
    case kind::structure: structure(type, depth); break;
    case kind::choice:
        value(*type.choice->alternatives[chance_.below(type.choice->alternatives.size())].type, depth);
        break;
    }
}

void damage(std::string& document, chance& c)
{
    static constexpr std::string_view bytes =
        "{}[]\",:\\ \n0123456789-+.eEtfnux/\x01\x7F\x80\xC3\xBC\xE2\xED\xA0\xF0\xFF";
    for (auto n = 1 + c.below(3); n-- > 0 && !document.empty();) {
        auto const at = c.below(document.size());
        auto const length = 1 + c.below(std::min<std::size_t>(document.size() - at, c.percent(80) ? 1 : 40));
        switch (c.below(7)) {
        case 0: document.erase(at, length); break;
        case 1: document.insert(at, document.substr(at, length)); break;
        case 2: document.insert(at, 1, bytes[c.below(bytes.size())]); break;
        case 3: document.resize(at); break;
        case 4: document[at] = static_cast<char>(document[at] ^ (1 << c.below(8))); break;
        case 5: document.insert(c.below(document.size()), document.substr(at, length)); break;
        default: document[at] = bytes[c.below(bytes.size())]; break;
        }
    }
}

} // namespace differential
