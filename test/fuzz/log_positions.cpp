// Where a polling query of the System Log stands: any text as a checkpoint is refused, or goes on where it says; whatever
// pages come, events stay in their order, none that was not given is left out, and the way leads to no other origin.
//
// An input is a checkpoint, then answers, each behind an RS (U+001E): a status, header lines, an empty line, the body.

#include "expect.hpp"

#include <okta/codec/decode.hpp>
#include <okta/codec/uri.hpp>
#include <okta/hook/log_position.hpp>

#include <deque>
#include <stdexcept>

namespace {

using fuzz::expect;
using fuzz::take_until;
using okta::detail::log_position;

constexpr std::string_view origin = "https://example.okta.com";
constexpr std::size_t remembered = 4;

okta::log_poll_options options(std::string checkpoint, bool narrow)
{
    okta::log_poll_options o{.checkpoint = std::move(checkpoint), .limit = 7, .max_remembered = remembered};
    if (narrow) o.types = {"user.lifecycle.create", "user.session.start"};
    return o;
}

std::optional<log_position> position(std::string checkpoint, bool narrow)
{
    try {
        return log_position(options(std::move(checkpoint), narrow));
    } catch (std::invalid_argument const& e) {
        expect(std::string_view(e.what()).starts_with("log_poll_options: checkpoint"), "another reason", e.what());
        return std::nullopt;
    }
}

/// As the query is sent.
std::string asked(log_position const& p)
{
    auto const r = p.request();
    auto text = p.cursor() + " " + r.filter.value_or("");
    if (r.since) text.append(" ").append(okta::to_string(*r.since));
    return text;
}

void check_cursor(log_position const& p, std::string_view input)
{
    if (p.cursor().empty()) return;
    auto const url = okta::parse_url(std::string(origin) + p.cursor());
    expect(p.cursor().starts_with('/') && url && url->origin() == origin && url->target == p.cursor(),
           "a way to elsewhere", input, p.cursor());
}

/// A later run goes on where this one is.
void check_checkpoint(log_position const& p, bool narrow, std::string_view input)
{
    auto const same = position(p.checkpoint(), narrow), other = position(p.checkpoint(), !narrow);
    expect(same && other, "a checkpoint of its own is refused", input, p.checkpoint());
    expect(same->checkpoint() == p.checkpoint() && other->checkpoint() == p.checkpoint(), "another one", input);
    check_cursor(*same, input);
    bool const bare = p.checkpoint().find('#') == std::string::npos;
    if (bare)
        return expect(same->cursor() == other->cursor() && same->cursor() == p.checkpoint(), "a bare link", input);
    expect(same->cursor().empty() || other->cursor().empty(), "a link that asks for other types", input);
    if (!p.cursor().empty()) expect(same->cursor() == p.cursor(), "another way", input, p.cursor());
}

okta::http_response answer_of(std::string_view text)
{
    okta::http_response answer;
    auto const status = take_until(text, '\n');
    for (char const c : status.substr(0, 3))
        if (c >= '0' && c <= '9') answer.status = 10 * answer.status + (c - '0');
    for (auto line = take_until(text, '\n'); !line.empty(); line = take_until(text, '\n')) {
        auto const name = take_until(line, ':');
        answer.fields.add(name, line.substr(std::min(line.find_first_not_of(' '), line.size())));
    }
    answer.body = text;
    return answer;
}

/// A run: what log_poller does with answers, and what it promises of them.
class run
{
public:
    run(log_position p, bool narrow) : position_(std::move(p)), narrow_(narrow) {}

    void answered(okta::http_response answer, std::string_view input)
    {
        static auto const info = okta::detail::info_of<okta::list_log_events>();
        auto const facts = okta::detail::facts_of(answer);
        okta::page<okta::log_event> page;
        okta::error e;
        if (okta::detail::decode_answer(std::move(answer), info, origin, facts, &page, &page.next, e, {}))
            return came(std::move(page), facts, input);
        if (e.kind == okta::error_kind::service) failed(facts, input);
    }

private:
    void failed(okta::response_facts const& facts, std::string_view input)
    {
        auto const before = position_;
        bool const again = position_.begin_again(facts);
        expect(position_.checkpoint() == before.checkpoint(), "a failure moves the checkpoint", input);
        if (!again) {
            beginnings_ = 0;
            return expect(asked(position_) == asked(before), "a failure moves the position", input);
        }
        expect(++beginnings_ <= 3, "it begins again for ever", input);
        expect(position_.cursor().empty(), "a cursor that was lost", input);
        using namespace std::chrono_literals;
        if (auto const since = position_.request().since; since && facts.date)
            expect(*since >= *facts.date - 90 * 24h && *since <= *facts.date - 10min, "a beginning", input,
                   okta::to_string(*since));
    }

    void came(okta::page<okta::log_event> page, okta::response_facts const& facts, std::string_view input)
    {
        auto const before = position_;
        auto const all = page;
        okta::error e;
        if (!position_.take(page, facts, e)) {
            expect(fuzz::is_one_line(e.message()), "a message of several lines", input, e.message());
            expect(position_.checkpoint() == before.checkpoint() && asked(position_) == asked(before),
                   "no way on, and it moved", input);
            return;
        }
        beginnings_ = 0;
        expect(position_.cursor() == all.next, "it does not go on to the next page", input);
        expect(position_.caught_up() == (all.items.empty() && all.bad_items.empty()), "caught up", input);
        check_cursor(position_, input);
        check_checkpoint(position_, narrow_, input);
        check_items(all.items, page.items, input);
        expect(page.bad_items.size() == all.bad_items.size(), "bad items", input);
    }

    void check_items(std::vector<okta::log_event> const& all, std::vector<okta::log_event> const& given,
                     std::string_view input)
    {
        std::size_t at = 0;
        for (auto const& one : all) {
            if (!is_new(one)) continue;
            expect(at < given.size(), "an event is left out", input);
            expect(okta::to_json(given[at++]) == okta::to_json(one), "another event, or another order", input);
        }
        expect(at == given.size(), "an event that is not wanted, or was given", input);
    }

    bool is_new(okta::log_event const& one)
    {
        auto const type = one.event_type.value_or("");
        if (narrow_ && type != "user.lifecycle.create" && type != "user.session.start") return false;
        auto const uuid = one.uuid.value_or("");
        if (uuid.empty() || uuid.size() > 256) return true;
        if (std::ranges::count(given_, uuid)) return false;
        given_.push_back(uuid);
        if (given_.size() > remembered) given_.pop_front();
        return true;
    }

    log_position position_;
    bool narrow_;
    int beginnings_ = 0;
    std::deque<std::string> given_ = {};
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const input = fuzz::text_of(data, size);
    for (bool const narrow : {false, true}) {
        auto text = input;
        auto start = position(std::string(take_until(text, '\x1e')), narrow);
        if (!start) return 0; // so is it for other types
        check_cursor(*start, input);
        check_checkpoint(*start, narrow, input);
        run r(std::move(*start), narrow);
        constexpr std::size_t most = 12;
        for (std::size_t n = 0; !text.empty() && n < most; ++n) r.answered(answer_of(take_until(text, '\x1e')), input);
    }
    return 0;
}
