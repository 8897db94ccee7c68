// Answers that are errors, and what header fields say besides: a status, header lines, an empty line, the body.

#include "expect.hpp"

#include <okta/actions/groups.hpp>
#include <okta/actions/oauth.hpp>
#include <okta/auth/device_grant.hpp>
#include <okta/auth/token_set.hpp>
#include <okta/codec/decode.hpp>
#include <okta/codec/http_date.hpp>
#include <okta/exchange/retry.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <limits>

namespace {

using namespace okta::detail;
using fuzz::expect;
using fuzz::take_until;

okta::http_response answer_of(std::string_view text)
{
    okta::http_response answer;
    answer.status = std::atoi(std::string(take_until(text, '\n').substr(0, 9)).c_str()) % 1000;
    for (auto line = take_until(text, '\n'); !line.empty(); line = take_until(text, '\n')) {
        auto const name = take_until(line, ':');
        answer.fields.add(name, line.substr(std::min(line.find_first_not_of(' '), line.size())));
    }
    answer.body = text;
    return answer;
}

/// A number as facts_of reads it, by other means; nothing for one beyond 64 bits.
std::optional<std::int64_t> plain_number(std::string const& text)
{
    auto const digits = text.substr(text.starts_with('-'));
    if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
    errno = 0;
    auto const n = std::strtoll(text.c_str(), nullptr, 10);
    return errno == 0 ? std::optional<std::int64_t>(n) : std::nullopt;
}

std::optional<std::int64_t> least(okta::http_response const& answer, std::string_view name)
{
    std::optional<std::int64_t> found;
    for (auto const value : answer.fields.all(name))
        if (auto const n = plain_number(std::string(value))) found = std::min(found.value_or(*n), *n);
    return found;
}

void check_facts(okta::http_response const& answer, std::string_view input)
{
    auto const facts = facts_of(answer);
    auto const limit = least(answer, "x-rate-limit-limit"), remaining = least(answer, "X-RATE-LIMIT-REMAINING"),
               reset = least(answer, "X-Rate-Limit-reset");
    expect(facts.rate_limit.has_value() == (limit && remaining && reset), "a rate limit", input);
    if (facts.rate_limit)
        expect(facts.rate_limit->limit == *limit && facts.rate_limit->remaining == *remaining &&
                   facts.rate_limit->reset.time_since_epoch().count() == *reset,
               "not the smallest of a rate limit's values", input);
    using namespace std::chrono;
    if (facts.date && *facts.date < sys_days{year{10000} / 1 / 1}) // a leap second may end the last year with a form
        expect(okta::parse_http_date(okta::to_http_date(*facts.date)) == facts.date, "a date", input);

    okta::http_response backwards;
    for (auto i = answer.fields.size(); i-- > 0;) backwards.fields.add(answer.fields[i].name, answer.fields[i].value);
    expect(facts_of(backwards).rate_limit == facts.rate_limit, "a rate limit goes by the order of lines", input);
    using namespace std::chrono_literals;
    auto const wait = okta::detail::wait_asked_for(answer, facts);
    expect(!wait || (*wait >= 1s && *wait <= 24h + 1s), "a wait beyond all bounds", input);
}

void check_error(okta::http_response const& answer, okta::detail::action_info const& info, std::string_view input)
{
    auto const facts = facts_of(answer);
    auto const code = error_code_of(answer);
    okta::error e;
    std::string next;
    auto opened = answer;
    bool const good = open_answer(opened, info, "https://example.okta.com", facts, &next, e);
    expect(next.empty() || (good && next.starts_with('/')), "a next page elsewhere", input, next);
    auto const message = e.message();
    expect(fuzz::is_one_line(message), "a message of several lines", input, message);
    if (answer.status >= 200 && answer.status < 300) return expect(opened.body == answer.body, "a lost body", input);
    using enum okta::error_kind;
    expect(!good && e.status == answer.status && e.request_id == facts.request_id, "a failure without facts", input);
    expect(e.kind == service || e.kind == oauth || (e.kind == unexpected_answer && answer.status < 400),
           "a failure of another kind", input, message);
    expect(e.code == code && !e.summary.empty(), "a code that goes by who asks", code, message);
    expect(e.raw_body.size() <= 4096 && answer.body.starts_with(e.raw_body), "another body", input, e.raw_body);
    expect(e.raw_body.empty() || !info.form, "the body of a form's answer is kept", input, e.raw_body);
}

/// Okta's error by its model: says the same wherever that takes it.
void check_document(okta::http_response const& answer)
{
    auto const document = okta::decode<okta::error_document>(answer.body, {.max_bytes = 4096, .max_depth = 20});
    if (!document || !document->error_code || document->error_code->empty()) return;
    okta::error e;
    auto failed = answer;
    failed.status = 400;
    check_answer(std::move(failed), info_of<okta::get_group>(), {}, e);
    expect(e.kind == okta::error_kind::service && e.code == *document->error_code, "code", answer.body, e.code);
    expect(e.error_id == document->error_id.value_or(""), "error id", answer.body, e.error_id);
    auto const summary = document->error_summary.value_or("");
    expect(summary.empty() || e.summary == summary, "summary", answer.body, e.summary);
    if (!document->error_causes) return expect(e.causes.empty(), "causes of nowhere", answer.body);
    expect(e.causes.size() == document->error_causes->size(), "other causes", answer.body);
    for (std::size_t i = 0; i < e.causes.size(); ++i)
        expect(e.causes[i] == (*document->error_causes)[i].error_summary.value_or(""), "a cause", answer.body);
}

/// A challenge around two texts: both are found, whatever else it holds.
void check_challenge(std::string_view text)
{
    std::string quoted;
    for (char const c : text)
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') quoted += c;
    auto const half = quoted.size() / 2;
    auto const code = quoted.substr(0, half), description = quoted.substr(half);
    okta::http_response answer;
    answer.status = 401;
    answer.fields.add("www-authenticate", "DPoP realm=\"" + code + "\", scope=\"a\\\", error=b\", error=\"" + code +
                                              "\", error_description=\"" + description + "\", algs=\"ES256\"");
    okta::error e;
    check_answer(std::move(answer), info_of<okta::get_group>(), {}, e);
    expect(e.code == code, "another code than the challenge's", code, e.code);
    if (!code.empty() && !description.empty())
        expect(e.summary == description, "another description than the challenge's", description, e.summary);
}

void check_tokens(okta::http_response answer, std::string_view input)
{
    using namespace std::chrono;
    auto const asked = system_clock::time_point(sys_days{year{2026} / 1 / 1});
    boost::system::error_code ec;
    auto const body = boost::json::parse(answer.body, ec);
    auto const status = answer.status;
    auto const got = read_tokens(std::move(answer), asked);
    if (got) {
        expect(status >= 200 && status < 300 && !got->access_token.empty(), "tokens of nowhere", input);
        expect(got->expires() >= asked && got->expires() - asked <= hours{24 * 366}, "a token for ever", input);
        return;
    }
    auto const message = got.error().message();
    expect(got.error().raw_body.empty() && fuzz::is_one_line(message), "an error that shows the answer", input);
    if (status < 200 || status >= 300 || ec || !body.is_object()) return;
    auto open = body.get_object();
    for (auto const* const name : {"access_token", "refresh_token", "id_token"}) open.erase(name);
    auto const head = input.substr(0, input.find("\n\n")); // which holds a request id
    auto const kind = okta::to_string(got.error().kind);   // a word of the message that is as long as a piece
    auto const shown =
        std::string(head).append(1, '\n').append(boost::json::serialize(open)).append(1, '\n').append(kind);
    for (auto const* const name : {"access_token", "refresh_token", "id_token"})
        if (auto const* const token = body.get_object().if_contains(name); token && token->is_string())
            expect(!fuzz::leaks(message, std::string_view(token->get_string()), shown), "an error shows a token", input,
                   message);
}

/// The answer as the device endpoint's, then as the token endpoint's, again and again: what is waited has bounds.
void check_device_grant(okta::http_response const& answer, std::string_view input)
{
    using namespace std::chrono;
    using grant = okta::device_grant;
    grant machine(okta::oauth_client::without_secret("0oa1"), {"openid"});
    auto step = machine.start("https://example.okta.com");
    auto waited = seconds{0}, last = seconds{0};
    constexpr auto day = hours{24};
    constexpr int most = 12;
    for (int i = 0; i < most && !std::holds_alternative<okta::result<okta::token_set>>(step); ++i) {
        if (std::holds_alternative<grant::send>(step)) {
            step = machine.answered(answer);
            continue;
        }
        auto const* const shown = std::get_if<grant::show>(&step);
        last = shown ? shown->before_asking : std::get<grant::wait>(step).before_asking;
        expect(last >= seconds{1} && last <= day + seconds{5 * most}, "a wait without bounds", input);
        expect(waited < day, "codes that never expire", input);
        waited += last;
        step = machine.waited();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = fuzz::text_of(data, size);
    auto const answer = answer_of(text);
    check_facts(answer, text);
    check_error(answer, info_of<okta::list_groups>(), text);
    check_error(answer, info_of<okta::token_request_client_credentials>(), text);
    check_document(answer);
    check_challenge(text);
    check_device_grant(answer, text);
    check_tokens(answer, text);
    return 0;
}
