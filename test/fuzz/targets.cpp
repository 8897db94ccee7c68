// Requests of every action, their members filled with whatever texts come: the target is a path and query, and reading
// the request as the sandbox reads it, which goes by other means, gives the members back.
//
// An input is the action's name, or any byte that chooses one, and its members by lines in the order of the table; a
// line may be percent-encoded. Those of a body are JSON.

#include "alike.hpp"
#include "expect.hpp"

#include <okta/actions/catalogue.hpp>
#include <okta/actions/system_log.hpp>
#include <okta/codec/encode.hpp>
#include <okta/codec/json_read.hpp>
#include <okta/codec/uri.hpp>
#include <okta/sandbox/route.hpp>

#include <boost/json/parse.hpp>

namespace {

using namespace okta::detail;
using fuzz::expect;
using fuzz::take_until;
using okta::sandbox::detail::route_table;
using okta::sandbox::detail::target_parts;

action_info const& chosen(std::string_view name)
{
    static auto const all = [] {
        auto const table = catalogue_table();
        std::vector<action_info const*> infos(table.begin(), table.end());
        infos.push_back(&info_of<okta::list_log_events>());
        return infos;
    }();
    for (auto const* const info : all)
        if (info->id == name) return *info;
    return *all[name.empty() ? 0 : static_cast<unsigned char>(name[0]) % all.size()];
}

type_info const& beneath(type_info const& type) { return type.what == kind::optional ? beneath(*type.inner) : type; }

bool is_text(parameter_info const& p)
{
    return p.where != okta::position::body && beneath(*p.member->type).what == kind::text;
}

/// A line as the value that a member is read from; null: it is left as it is.
boost::json::value value_of(parameter_info const& p, std::string_view line)
{
    auto const decoded = okta::percent_decode(line).value_or(std::string(line));
    if (line.empty()) return nullptr;
    if (is_text(p)) return boost::json::string(decoded);
    boost::system::error_code ec;
    auto value = boost::json::parse(decoded, ec);
    return ec ? boost::json::value() : value;
}

/// False: a line does not fit its member.
bool fill(action_info const& info, std::string_view text, void* request)
{
    for (auto const& p : info.parameters) {
        auto const value = value_of(p, take_until(text, '\n'));
        if (value.is_null() || p.member->alias || p.member->rest) continue;
        json_reader reader;
        if (!reader.read(value, p.member->at(request), *p.member->type)) return false;
    }
    return true;
}

/// What RFC 3986 has in a path and query (sections 3.3, 3.4), as percent_encode writes it.
void check_target(std::string_view target)
{
    constexpr std::string_view upper = "0123456789ABCDEF";
    expect(target.starts_with('/') && !target.starts_with("//"), "a target that is no path", target);
    expect(std::count(target.begin(), target.end(), '?') <= 1, "two queries", target);
    for (std::size_t i = 0; i < target.size(); ++i) {
        char const c = target[i];
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~/?&=%").find(c) != std::string_view::npos;
        expect(plain, "a character that belongs into no target", target);
        if (c == '%')
            expect(i + 2 < target.size() && upper.find(target[i + 1]) != upper.npos &&
                       upper.find(target[i + 2]) != upper.npos,
                   "an escape that is none", target);
    }
    for (auto rest = target.substr(0, target.find('?')); !rest.empty();) {
        auto const segment = take_until(rest, '/');
        expect(segment != "." && segment != "..", "a segment that URLs resolve away", target);
    }
}

std::string fields_of(okta::http_request const& r)
{
    std::string text;
    for (std::size_t i = 0; i < r.fields.size(); ++i)
        ((text += r.fields[i].name) += ": ").append(r.fields[i].value) += '\n';
    return text;
}

/// Each placeholder of the path holds its member's text, and the rest is the template's.
void check_path(action_info const& info, target_parts const& parts, void const* request)
{
    auto uri = info.uri.substr(1, info.uri.find("{?") - 1);
    for (auto const& segment : parts.path) {
        auto const wanted = take_until(uri, '/');
        if (!wanted.starts_with('{')) {
            expect(segment == wanted, "another path than the template's", segment, wanted);
            continue;
        }
        auto const* const p = info.find(wanted.substr(1, wanted.size() - 2));
        parameter_scratch scratch;
        auto const* const at = p->member->at(const_cast<void*>(request));
        expect(parameter_text(at, *p->member->type, secrets::reveal, scratch) == segment, "another text in the path",
               segment, info.id);
    }
    expect(uri.empty(), "a path that ends too soon", info.id);
}

/// What is redacted differs from the whole in texts only, where it has three asterisks.
void check_redacted(boost::json::value const& whole, boost::json::value const& redacted, std::string_view input)
{
    if (auto const* const text = redacted.if_string(); text && *text == "***") return;
    expect(whole.kind() == redacted.kind(), "redacting changes a value's kind", input);
    if (auto const* const object = whole.if_object())
        for (auto const& [name, value] : *object) {
            auto const* const other = redacted.get_object().if_contains(name);
            expect(other != nullptr, "redacting loses a member", input, std::string_view(name));
            check_redacted(value, *other, input);
        }
    else if (auto const* const array = whole.if_array())
        for (std::size_t i = 0; i < array->size(); ++i) check_redacted((*array)[i], redacted.at(i), input);
    else expect(whole == redacted, "redacting changes a value", input);
}

void check_request(action_info const& info, okta::http_request const& made, void const* request)
{
    check_target(made.target);
    auto const parts = target_parts::parse(made.target);
    expect(parts.has_value(), "a target that cannot be taken apart", made.target);
    check_path(info, *parts, request);
    route_table table;
    table.add(info, {});
    auto const* const found = table.find(info.method, parts->path).found;
    expect(found != nullptr, "a path that leads nowhere", made.target, info.uri);
    auto const again = info.make_request();
    auto const wrong = okta::sandbox::detail::read_request(made, *parts, *found, again.get());
    if (wrong && wrong->code == "E0000001") return; // a member that must be there and is not: Okta's to say
    expect(!wrong, "a request that is not read", made.target, wrong ? wrong->message() : "");
    auto const second = encode(again.get(), info);
    expect(second.has_value(), "a request that is not written again", made.target);
    expect(second->target == made.target, "another target after reading it", made.target, second->target);
    expect(fields_of(*second) == fields_of(made), "other fields after reading them", fields_of(made),
           fields_of(*second));
    expect(second->body == made.body || fuzz::alike(second->body, made.body), "another body after reading it",
           made.body, second->body);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto text = fuzz::text_of(data, size);
    auto const& info = chosen(take_until(text, '\n'));
    auto const request = info.make_request();
    if (!fill(info, text, request.get())) return -1;
    auto const made = encode(request.get(), info);
    if (!made) {
        auto const& e = made.error();
        expect(e.kind == okta::error_kind::invalid_request && e.summary.starts_with(info.id), "a refusal", e.summary);
        return 0;
    }
    check_request(info, *made, request.get());
    auto const redacted = encode(request.get(), info, secrets::redact);
    expect(redacted.has_value(), "a request that cannot be redacted", made->target);
    boost::system::error_code ec, other;
    auto const whole = boost::json::parse(made->body, ec), shown = boost::json::parse(redacted->body, other);
    expect(ec == other, "a body that cannot be redacted", made->body, redacted->body);
    if (!ec) check_redacted(whole, shown, made->body);
    return 0;
}
