// What an event hook's endpoint is sent: it answers one of its statuses, keeps nothing that is not Okta's and everything
// that it answers 204 to; what was kept is decoded and handled, whatever it is, and nothing of it is lost.
//
// An input is one request, or several with an RS (U+001E) between them: method and target, header lines, an empty line,
// the body. All go to one endpoint, whose inbox is small. What is expected is found out by a DOM and by plain loops.

#include "expect.hpp"
#include "holds.hpp"

#include <okta/event_hook.hpp>

#include <set>

namespace {

using fuzz::expect;
using fuzz::take_until;

constexpr std::string_view right = "Basic b2t0YTpmdXp6LWhvb2stc2VjcmV0";
constexpr std::string_view path = "/okta/events";
constexpr okta::delivery_limits limits{.max_bytes = 2'048, .max_depth = 12, .max_events = 5};
constexpr okta::memory_inbox_options bounds{.max_waiting = 9, .max_bytes = 4'096, .max_dead = 3, .max_keys = 6};

std::optional<okta::http_request> request_of(std::string_view text)
{
    okta::http_request r;
    auto first = take_until(text, '\n');
    auto const method = take_until(first, ' ');
    using enum okta::method;
    std::optional<okta::method> known;
    for (auto const m : {get, post, put, okta::method::del})
        if (okta::to_string(m) == method) known = m;
    if (!known) return std::nullopt;
    r.method = *known;
    r.target = first;
    for (auto line = take_until(text, '\n'); !line.empty(); line = take_until(text, '\n')) {
        auto const name = take_until(line, ':');
        r.fields.add(name, line.substr(std::min(line.find_first_not_of(' '), line.size())));
    }
    r.body = text;
    return r;
}

std::string lower(std::string_view text)
{
    std::string all(text);
    for (char& c : all)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return all;
}

std::vector<std::string_view> lines(okta::http_request const& r, std::string_view name)
{
    std::vector<std::string_view> found;
    for (std::size_t i = 0; i < r.fields.size(); ++i)
        if (lower(r.fields[i].name) == name) found.push_back(r.fields[i].value);
    return found;
}

bool is_json(okta::http_request const& r)
{
    auto const types = lines(r, "content-type"), codings = lines(r, "content-encoding");
    auto type = types.empty() ? std::string() : lower(types[0].substr(0, types[0].find(';')));
    type.resize(type.find_last_not_of(" \t") + 1);
    return type == "application/json" && (codings.empty() || lower(codings[0]) == "identity");
}

bool is_challenge(std::string_view text)
{
    return !text.empty() && text.size() <= 1'024 && std::ranges::all_of(text, [](char c) { return c > 31 && c < 127; });
}

/// What is said before the body is looked at; 204: nothing.
int status_of_head(okta::http_request const& r)
{
    if (r.target.substr(0, r.target.find_first_of("?#")) != path) return 404;
    bool const get = r.method == okta::method::get;
    if (!get && r.method != okta::method::post) return 405;
    auto const secrets = lines(r, "authorization"), challenges = lines(r, "x-okta-verification-challenge");
    if (secrets.size() > 1) return 400;
    if (secrets.empty() ? !get : secrets[0] != right) return 401;
    if (get) return challenges.size() == 1 && is_challenge(challenges[0]) ? 200 : 400;
    if (!is_json(r)) return 415;
    return r.body.size() > limits.max_bytes ? 413 : 204;
}

std::size_t depth_of(boost::json::value const& v)
{
    std::size_t deepest = 0;
    if (auto const* const a = v.if_array())
        for (auto const& item : *a) deepest = std::max(deepest, depth_of(item));
    if (auto const* const o = v.if_object())
        for (auto const& member : *o) deepest = std::max(deepest, depth_of(member.value()));
    return v.is_structured() ? deepest + 1 : 0;
}

bool text_or_none(boost::json::object const& o, std::string_view name)
{
    auto const* const v = o.if_contains(name);
    return !v || v->is_null() || v->is_string();
}

/// The events of what a DOM takes for a delivery; nothing for anything else.
std::optional<boost::json::array> events_by_dom(std::string_view body)
{
    boost::system::error_code ec;
    auto const v = fuzz::parsed(body, ec);
    auto const* const envelope = v.if_object();
    if (ec || !envelope || depth_of(v) > limits.max_depth) return std::nullopt;
    auto const* const type = envelope->if_contains("eventType");
    if (!type || *type != "com.okta.event_hook") return std::nullopt;
    if (!text_or_none(*envelope, "eventId") || !text_or_none(*envelope, "eventID")) return std::nullopt;
    auto const* const data = envelope->if_contains("data");
    auto const* const events = data && data->is_object() ? data->get_object().if_contains("events") : nullptr;
    if (!events || !events->is_array() || events->get_array().size() > limits.max_events) return std::nullopt;
    return events->get_array();
}

boost::json::value parsed(std::string_view json)
{
    boost::system::error_code ec;
    auto v = fuzz::parsed(json, ec);
    expect(!ec, "what is no JSON was kept or written", json);
    return v;
}

void check_answer(okta::http_response const& answer, std::string_view input)
{
    for (std::size_t i = 0; i < answer.fields.size(); ++i)
        expect(fuzz::is_one_line(answer.fields[i].value), "a field of several lines", input, answer.fields[i].value);
    if (answer.status == 204) return expect(answer.body.empty(), "a body of no content", input, answer.body);
    if (answer.status == 200) return;
    auto const text = std::string_view(answer.body).substr(0, answer.body.size() - 1);
    expect(answer.body.ends_with('\n') && fuzz::is_one_line(text), "an answer of several lines", input, text);
    boost::system::error_code ec;
    (void)boost::json::parse(boost::json::serialize(boost::json::string(text)), ec);
    expect(!ec, "an answer that is no UTF-8", input, text);
    auto const body = input.substr(std::min(input.find("\n\n"), input.size()));
    expect(!fuzz::leaks(text, right, body), "an answer shows the secret", input, text);
}

/// One endpoint and its inbox, and what has to be in there.
class receiver
{
public:
    void handle(okta::http_request const& r, std::string_view input)
    {
        put_.clear();
        auto const before = inbox_.counts().waiting;
        auto const answer = endpoint_.handle(r);
        check_answer(answer, input);
        auto const by_head = status_of_head(r);
        if (by_head == 200) check_verification(r, answer, input);
        else if (by_head == 204) check_delivery(r, answer.status, input);
        else
            expect(answer.status == by_head && put_.empty(), "another status, or something kept", input,
                   std::to_string(answer.status));
        expect(answer.status != 503 || inbox_.counts().waiting == before, "half of a delivery is kept", input);
        check_inbox(input);

        auto const waiting = inbox_.counts().waiting;
        expect(endpoint_.handle(r).status == answer.status, "another answer to a repetition", input);
        expect(inbox_.counts().waiting == waiting, "a repetition was kept", input);
    }

    void handle_all(std::string_view input);

private:
    void put(std::vector<okta::incoming_event> events, std::function<void(okta::put_result)> done)
    {
        put_ = events;
        inbox_.put(std::move(events), [&](okta::put_result r) {
            kept_ = r == okta::put_result::kept;
            done(r);
        });
        if (!kept_) return;
        for (auto const& e : put_)
            if (keys_.insert(e.key).second) expected_.push_back(e);
    }

    void check_verification(okta::http_request const& r, okta::http_response const& answer, std::string_view input)
    {
        std::size_t const told = lines(r, "authorization").empty() ? 0 : 1; // whoever asks without it
        expect(answer.status == 200 && put_.size() == told, "a challenge without an answer", input);
        boost::system::error_code ec;
        auto const body = fuzz::parsed(answer.body, ec);
        auto const challenge = lines(r, "x-okta-verification-challenge")[0];
        expect(!ec && body == boost::json::object{{"verification", challenge}}, "another challenge", input,
               answer.body);
    }

    void check_delivery(okta::http_request const& r, int status, std::string_view input)
    {
        auto const events = okta::split_delivery(r.body, limits);
        auto const by_dom = events_by_dom(r.body);
        expect(events.has_value() == by_dom.has_value(), "a delivery to a DOM only, or to us only", input,
               events ? "" : events.error().message());
        if (!events) return expect(status == 400 && put_.empty(), "no delivery, and kept", input);
        expect(status == (kept_ || events->empty() ? 204 : 503), "a status", input, std::to_string(status));
        expect(events->size() == by_dom->size() && put_.size() == events->size(), "another count of events", input,
               std::to_string(events->size()));
        for (std::size_t i = 0; i < events->size(); ++i) {
            auto const& e = put_[i];
            expect(e.key == (*events)[i].key && e.json == (*events)[i].json, "another event", e.json);
            expect(!e.key.empty() && e.key.size() <= 256, "a key", input, e.key);
            expect(okta::test::near(parsed(e.json), (*by_dom)[i]), "an event not as it came", input, e.json);
            check_head(e, (*by_dom)[i]);
        }
    }

    /// Its type and uuid, for those where both are what they should be.
    static void check_head(okta::incoming_event const& e, boost::json::value const& dom)
    {
        auto const* const o = dom.if_object();
        if (!o || !text_or_none(*o, "uuid") || !text_or_none(*o, "eventType")) return;
        auto const text = [&](char const* name) {
            auto const* const v = o->if_contains(name);
            return v && v->is_string() ? std::string_view(v->get_string()) : std::string_view{};
        };
        expect(e.event_type == text("eventType"), "another type", e.json, e.event_type);
        auto const uuid = text("uuid");
        if (!uuid.empty() && uuid.size() <= 256) expect(e.key == uuid, "another key", e.json, e.key);
    }

    void check_inbox(std::string_view input) const
    {
        expect(inbox_.counts().waiting == expected_.size(), "not every event was kept once", input);
        expect(expected_.size() <= bounds.max_waiting, "more events than there is room for", input);
    }

    okta::memory_inbox inbox_{bounds};
    std::vector<okta::incoming_event> put_ = {}, expected_ = {};
    std::set<std::string> keys_ = {};
    bool kept_ = false;
    okta::hook_endpoint endpoint_{
        [this](auto events, auto done) { put(std::move(events), std::move(done)); },
        {.secrets = {okta::secret(std::string(right))}, .path = std::string(path), .limits = limits}};
};

/// An event is typed, or says why it is not, and is all that came.
void check_event(okta::event const& e, okta::incoming_event const& from)
{
    auto const came = parsed(from.json);
    if (auto const* const check = std::get_if<okta::events::active_check>(&e))
        return expect(fuzz::holds(parsed(okta::to_json(*check)), came), "something of a check was lost", from.json);
    auto const* const details = okta::details_of(e);
    expect(details, "an event without details", from.json);
    auto const* const unknown = std::get_if<okta::events::unknown>(&e);
    if (unknown && !unknown->raw.empty()) {
        expect(!unknown->reason.empty() && fuzz::is_one_line(unknown->reason), "a reason", from.json, unknown->reason);
        return expect(unknown->raw == from.json && unknown->event_type == from.event_type, "lost", from.json);
    }
    auto const written = okta::to_json(*details);
    expect(fuzz::holds(parsed(written), came), "something of an event was lost", from.json, written);
    expect(okta::event_type_of(e) == details->event_type.value_or(""), "another type", from.json);
    if (unknown) expect(fuzz::is_one_line(unknown->reason), "a reason of several lines", from.json, unknown->reason);
}

void receiver::handle_all(std::string_view input)
{
    std::vector<std::string> handled, expected; // whatever is neither dead nor for later
    std::size_t failures = 0, again = 0, dead = 0;
    for (auto const& e : expected_) {
        auto const decoded = okta::decode_event(e);
        check_event(decoded, e);
        if (std::holds_alternative<okta::events::active_check>(decoded)) ++again;
        else if (std::holds_alternative<okta::events::user_deactivated>(decoded)) ++dead;
        else expected.emplace_back(okta::event_type_of(decoded));
    }
    okta::dispatcher const on{[](okta::events::user_deactivated const&) { throw okta::give_up("not here"); },
                              [](okta::events::active_check const&) { throw std::runtime_error("later"); },
                              [&](okta::event const& e) { handled.emplace_back(okta::event_type_of(e)); }};
    okta::event_worker worker(inbox_, std::ref(on), {.batch = 2, .on_failure = [&](std::string_view) { ++failures; }});
    while (worker.run_once() != 0) {}
    auto const counts = inbox_.counts();
    expect(handled == expected && handled.size() == counts.handled, "handled in another order, or not at all", input);
    expect(counts.handled + again + dead == expected_.size() && failures == again + dead, "an event was lost", input);
    expect(counts.waiting == again && counts.dead == std::min(dead, bounds.max_dead), "where events are", input);
    if (auto const all = inbox_.dead(1); !all.empty()) {
        expect(inbox_.replay_dead(all[0].kept.number) && worker.run_once() == 1, "a dead event is not replayed", input);
        expect(inbox_.counts().dead == counts.dead, "a dead event is lost", input);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto text = fuzz::text_of(data, size);
    receiver to;
    constexpr std::size_t most = 6;
    for (std::size_t n = 0; !text.empty() && n < most; ++n) {
        auto const one = take_until(text, '\x1e');
        if (auto const r = request_of(one)) to.handle(*r, one);
    }
    to.handle_all(fuzz::text_of(data, size));
    return 0;
}
