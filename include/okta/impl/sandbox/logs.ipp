#ifndef OKTA_IMPL_SANDBOX_LOGS_IPP
#define OKTA_IMPL_SANDBOX_LOGS_IPP

#include <okta/codec/decode.hpp>
#include <okta/sandbox/behaviours.hpp>
#include <okta/sandbox/dialects.hpp>
#include <okta/sandbox/fold.hpp>
#include <okta/sandbox/listing.hpp>
#include <okta/sandbox/text.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>

namespace okta::sandbox::detail {

/// A query of the System Log, checked. (Okta: System Log query.)
struct log_query
{
    timestamp since;
    std::optional<timestamp> until; // not this one any more; nothing: as new as there are
    bool polling, descending;
    std::size_t limit;
    std::uint64_t after = 0; // number of the last event seen; 0: none
    std::optional<expression> where = {};
    std::vector<std::string> keywords = {};
};

OKTA_DECL std::optional<error> read_keywords(std::optional<std::string> const& q, log_query& out)
{
    if (!q) return std::nullopt;
    for_each_part(*q, ' ', [&](std::string_view word) {
        if (!word.empty()) out.keywords.emplace_back(word);
        return true;
    });
    auto const long_one = std::ranges::any_of(out.keywords, [](auto const& w) { return characters(w) > 40; });
    if (out.keywords.size() <= 10 && !long_one) return std::nullopt;
    return refuse_invalid({"q: ten keywords of 40 characters at most"});
}

OKTA_DECL std::optional<error> read_query(call& c, list_log_events const& a, log_query& out)
{
    constexpr std::chrono::hours usual{7 * 24}, most{180 * 24}, kept{90 * 24};
    auto const size = a.limit.value_or(100);
    if (size < 0 || size > 1'000)
        return refuse_invalid({"limit: " + std::to_string(size) + " is not between 0 and 1000"});
    if (a.since && a.after) return refuse_invalid({"after: not together with since"});
    if (a.sort_order && !a.sort_order->known()) return refuse_invalid({"sortOrder: neither ASCENDING nor DESCENDING"});
    out.descending = a.sort_order && *a.sort_order == log_order::descending;
    out.polling = !a.until && !out.descending;
    out.until = a.until;
    out.since = a.since.value_or(a.until.value_or(c.now) - usual);
    if (out.since < c.now - most)
        return refuse(400, "E0000053", "Invalid search criteria: since is more than 180 days back");
    out.limit = static_cast<std::size_t>(size);
    c.limit = size;
    if (a.after) {
        auto const after = cursor::parse(*a.after);
        if (!after) return refuse_invalid({"after: Invalid cursor; take the one of a next link"});
        out.after = after->number;
        timestamp::rep since = 0;
        auto const& key = after->key;
        if (std::from_chars(key.data(), key.data() + key.size(), since).ec == std::errc{})
            out.since = timestamp{timestamp::duration{since}};
    }
    out.since = std::max(out.since, c.now - kept); // older events are gone
    if (a.filter) {
        auto parsed = expression::parse(*a.filter, log_filter);
        if (!parsed) return parsed.error();
        out.where = std::move(*parsed);
    }
    return read_keywords(a.q, out);
}

OKTA_DECL bool has_word(attributes const& event, std::string_view word)
{
    bool found = false;
    event.for_each([&](attributes::entry const& e) {
        found = found || (e.what == attributes::form::text && contains_ignoring_case(e.bytes, word));
    });
    return found;
}

OKTA_DECL bool matches(log_query const& q, logged_event const& e)
{
    if (e.published < q.since || (q.until && e.published >= *q.until)) return false;
    if (q.keywords.empty() && !q.where) return true;
    auto const event = attributes(boost::json::parse(e.json).get_object(), true);
    auto const find = [](void const* o, std::string_view path, scalars& out) {
        static_cast<attributes const*>(o)->find(path, out);
    };
    return std::ranges::all_of(q.keywords, [&](auto const& word) { return has_word(event, word); }) &&
           (!q.where || q.where->matches({&event, find}));
}

/// A polling query reads the events as they were persisted and always has a next page; a bounded one ends.
OKTA_DECL result<page<log_event>> behave(call& c, list_log_events const& a)
{
    log_query q{};
    if (auto wrong = read_query(c, a, q)) return *wrong;
    page<log_event> out;
    auto last = q.after;
    bool more = false;
    auto const visit = [&](logged_event const& e) { // false: enough
        if (q.descending && q.after != 0 && e.number >= q.after) return true;
        bool const wanted = matches(q, e);
        if (wanted && out.items.size() == q.limit) return more = true, false;
        if (wanted) out.items.push_back(decode<log_event>(std::string_view(e.json)).value());
        if (wanted || q.polling) last = e.number; // what a poll has passed by it need not see again
        return true;
    };
    auto const& events = c.org.log.events();
    // Numbers follow one another, so a query goes on where it was without a search.
    auto const oldest = events.empty() ? 1 : events.front().number;
    auto const seen = q.descending || q.after < oldest ? 0 : std::min<std::size_t>(q.after + 1 - oldest, events.size());
    if (q.descending) (void)std::all_of(events.rbegin(), events.rend(), visit);
    else (void)std::all_of(events.begin() + static_cast<std::ptrdiff_t>(seen), events.end(), visit);
    auto const since = std::to_string(q.since.time_since_epoch().count());
    if (q.polling || (more && q.limit != 0)) out.next = cursor{last, since}.text();
    return out;
}

} // namespace okta::sandbox::detail
#endif
