#ifndef OKTA_IMPL_LOG_POSITION_IPP
#define OKTA_IMPL_LOG_POSITION_IPP

#include <okta/codec/decode.hpp>
#include <okta/codec/uri.hpp>
#include <okta/hook/log_position.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace okta::detail {

OKTA_DECL bool unexpected(error& e, std::string summary);

OKTA_DECL void demand_poll_option(bool good, char const* what)
{
    if (!good) throw std::invalid_argument(std::string("log_poll_options: ").append(what));
}

OKTA_DECL log_position::log_position(log_poll_options options) : options_(std::move(options))
{
    using namespace std::chrono_literals;
    auto const& o = options_;
    demand_poll_option(o.limit >= 1 && o.limit <= 1'000, "limit has to be 1 to 1,000");
    demand_poll_option(o.interval >= 100ms && o.interval <= 24h, "interval has to be 100 ms to a day");
    demand_poll_option(o.max_backoff >= o.interval && o.max_backoff <= 24h,
                       "max_backoff has to be no shorter than interval, and a day at most");
    demand_poll_option(o.overlap >= 0ms && o.overlap <= 24h, "overlap has to be 0 to a day");
    demand_poll_option(o.max_remembered >= 1, "max_remembered has to be at least 1");
    begin_ = seen_ = o.since;
    if (!o.checkpoint.empty()) read_checkpoint();
}

/// Whether it can be gone on from: a path and query, which names no host.
OKTA_DECL bool is_log_link(std::string const& link)
{
    constexpr std::size_t most = 16 * 1024;
    if (link.size() > most || !link.starts_with('/') || link.starts_with("//")) return false;
    auto const url = parse_url("https://o.okta.com" + link);
    return url && url->target == link;
}

// A checkpoint is the next link's path and query, and behind a '#' what helps when Okta has lost it: when the newest
// event was published, and which types were asked for. A bare link is good as well.
OKTA_DECL void log_position::read_checkpoint()
{
    constexpr std::size_t digest_digits = 16;
    checkpoint_ = options_.checkpoint;
    auto const mark = checkpoint_.rfind('#');
    auto link = checkpoint_.substr(0, mark);
    bool good = is_log_link(link);
    if (good && mark != std::string::npos) {
        auto const notes = std::string_view(checkpoint_).substr(mark + 1);
        auto const published = parse_timestamp(notes.substr(0, timestamp_size));
        std::uint64_t digest = 0;
        auto const end = notes.data() + notes.size();
        good = published && notes.size() == timestamp_size + 1 + digest_digits && notes[timestamp_size] == ',' &&
               std::from_chars(notes.data() + timestamp_size + 1, end, digest, 16).ptr == end;
        seen_ = published;
        if (good && digest != options_.types.digest()) { // the link asks for other types
            go_back(std::nullopt);
            return;
        }
    }
    demand_poll_option(good, "checkpoint is not what log_poller::checkpoint() gave");
    cursor_ = std::move(link);
}

OKTA_DECL list_log_events log_position::request() const
{
    list_log_events r{.since = begin_, .limit = options_.limit, .sort_order = log_order::ascending};
    if (auto const& x = options_.types.expression(); !x.empty()) r.filter = x;
    return r;
}

inline constexpr std::chrono::hours log_kept{90 * 24}; // by Okta, which refuses to look 180 days back

OKTA_DECL void log_position::go_back(std::optional<timestamp> now)
{
    cursor_.clear();
    if (!seen_) return;
    gone_back_ = true;
    begin_ = *seen_ - options_.overlap;
    if (now) begin_ = std::clamp(*begin_, *now - log_kept, *now - options_.overlap);
}

OKTA_DECL bool log_position::begin_again(response_facts const& facts)
{
    bool const lost = facts.status == 400 || facts.status == 404 || facts.status == 410;
    bool const too_far = gone_back_ && facts.date && *begin_ < *facts.date - log_kept; // when its time was not known
    if (!lost || (cursor_.empty() && !too_far)) return false;
    if (beginnings_ == 3) return beginnings_ = 0, false; // it loses what it has just given: let the caller rest
    ++beginnings_;
    go_back(facts.date);
    return true;
}

/// False: it was given before.
OKTA_DECL bool log_position::remember(log_event const& e)
{
    if (!e.uuid || e.uuid->empty() || e.uuid->size() > 256) return true;
    if (!uuids_.insert(*e.uuid).second) return false;
    order_.push_back(*e.uuid);
    if (order_.size() > options_.max_remembered) {
        uuids_.erase(order_.front());
        order_.pop_front();
    }
    return true;
}

OKTA_DECL bool log_position::take(page<log_event>& p, response_facts const& facts, error& e)
{
    constexpr std::chrono::hours usual{7 * 24}; // where Okta begins unless it is told
    if (p.next.empty())
        return unexpected(e, "a page of the System Log has no next link, which a polling query always has");
    if (!is_log_link(p.next)) // nor could a later run
        return unexpected(e, "a page of the System Log has a next link that cannot be gone on from");
    if (!seen_ && facts.date) seen_ = *facts.date - usual;
    if (!cursor_.empty()) beginnings_ = 0;
    caught_up_ = p.items.empty() && p.bad_items.empty();
    for (auto const& event : p.items)
        if (event.published && (!seen_ || *seen_ < *event.published)) seen_ = event.published;
    std::erase_if(p.items, [&](log_event const& event) {
        return !options_.types.takes(event.event_type.value_or("")) || !remember(event);
    });
    checkpoint_ = cursor_ = p.next;
    if (!seen_) return true;
    char digest[16];
    auto const end = std::to_chars(digest, digest + sizeof digest, options_.types.digest(), 16).ptr;
    checkpoint_.append("#").append(okta::to_string(*seen_)).append(",");
    checkpoint_.append(sizeof digest - static_cast<std::size_t>(end - digest), '0').append(digest, end);
    return true;
}

OKTA_DECL std::chrono::milliseconds pace::failed() noexcept
{
    auto const doubled = std::min(failures_++, 20u);
    return std::min(most_, first_ * (1 << doubled));
}

OKTA_DECL bool may_pass(error const& e) noexcept
{
    if (e.kind == error_kind::transport || e.kind == error_kind::unexpected_answer) return true;
    return e.kind == error_kind::service && (e.status == 408 || e.status == 429 || e.status >= 500);
}

} // namespace okta::detail
#endif
