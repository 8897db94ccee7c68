#ifndef OKTA_IMPL_SANDBOX_LISTING_IPP
#define OKTA_IMPL_SANDBOX_LISTING_IPP

#include <okta/sandbox/fold.hpp>
#include <okta/sandbox/listing.hpp>
#include <okta/sandbox/text.hpp>

#include <charconv>
#include <cstring>

namespace okta::sandbox::detail {

// ── cursors ─────────────────────────────────────────────────────────────────────────────────────────────
// Opaque to clients: the number and the key in hexadecimal, so that nobody is tempted to make one up.

OKTA_DECL std::string cursor::text() const
{
    constexpr char digits[] = "0123456789abcdef";
    std::string out = "c";
    for (char const ch : std::to_string(number) + ' ' + std::to_string(id.size()) + ' ' + id + key) {
        auto const u = static_cast<unsigned char>(ch);
        (out += digits[u >> 4]) += digits[u & 15];
    }
    return out;
}

OKTA_DECL std::optional<cursor> cursor::parse(std::string_view text)
{
    if (text.size() % 2 != 1 || text.front() != 'c') return std::nullopt;
    std::string plain;
    for (std::size_t i = 1; i < text.size(); i += 2) {
        auto const high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        plain += static_cast<char>(high * 16 + low);
    }
    cursor c;
    std::size_t id_size = 0;
    auto const* at = plain.data();
    auto const* const end = at + plain.size();
    auto const take = [&](auto& n) { // and the blank behind it
        auto const [behind, ec] = std::from_chars(at, end, n);
        at = behind == end ? end : behind + 1;
        return ec == std::errc{} && behind != end && *behind == ' ';
    };
    if (!take(c.number) || !take(id_size) || id_size > static_cast<std::size_t>(end - at)) return std::nullopt;
    c.id.assign(at, id_size);
    c.key.assign(at + id_size, end);
    return c;
}

OKTA_DECL std::string key_text(std::optional<scalar> const& key)
{
    if (!key) return "-";
    auto const number = [](char kind, auto n) {
        char buffer[32];
        return std::string(1, kind) + std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, n).ptr);
    };
    auto const& v = key->value;
    constexpr std::size_t longest = 256; // links have to fit into a request line
    if (auto const* const text = std::get_if<std::string_view>(&v))
        return (text->size() > longest ? 'S' : 's') + std::string(text->substr(0, longest));
    if (auto const* const time = std::get_if<timestamp>(&v)) return number('t', time->time_since_epoch().count());
    if (auto const* const d = std::get_if<double>(&v)) return number('n', *d);
    return std::get<bool>(v) ? "b1" : "b";
}

OKTA_DECL bool is_shortened(std::string_view key_text) noexcept { return key_text.starts_with('S'); }

/// The key that `key_text` wrote; a text is a view of `text`.
OKTA_DECL std::optional<scalar> parse_key(std::string_view text)
{
    auto const rest = text.substr(std::min<std::size_t>(1, text.size()));
    auto const number = [&](auto n) {
        std::from_chars(rest.data(), rest.data() + rest.size(), n);
        return n;
    };
    switch (text.empty() ? '-' : text.front()) {
    case 's':
    case 'S': return rest;
    case 't': return timestamp{timestamp::duration{number(timestamp::rep{})}};
    case 'n': return number(0.0);
    case 'b': return !rest.empty();
    default: return std::nullopt;
    }
}

// ── sorted lists ────────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL bool sort_entry::before(sort_entry const& other, bool descending) const
{
    if (key.has_value() != other.key.has_value()) return key.has_value();
    auto const order = key ? compare(*key, *other.key) : 0;
    if (order != 0) return descending ? order > 0 : order < 0;
    return id < other.id;
}

OKTA_DECL sorted_page::sorted_page(listing const& l, std::optional<std::optional<scalar>> const& behind)
    : listing_(l), behind_text_(l.after.key)
{
    if (l.after.number == 0) return;
    behind_ = sort_entry{behind ? *behind : parse_key(behind_text_), l.after.id, l.after.number, nullptr};
}

OKTA_DECL void sorted_page::offer(sort_entry entry)
{
    auto const down = listing_.descending;
    if (behind_ && !behind_->before(entry, down)) return;
    auto const later = [down](sort_entry const& a, sort_entry const& b) { return a.before(b, down); };
    if (heap_.size() == listing_.limit + 1) { // the last of the heap is in front
        if (!entry.before(heap_.front(), down)) return;
        std::ranges::pop_heap(heap_, later);
        heap_.pop_back();
    }
    heap_.push_back(std::move(entry));
    std::ranges::push_heap(heap_, later);
}

OKTA_DECL std::vector<sort_entry> sorted_page::take()
{
    auto const down = listing_.descending;
    std::ranges::sort(heap_, [down](sort_entry const& a, sort_entry const& b) { return a.before(b, down); });
    return std::move(heap_);
}

// ── what a call asks ────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL std::optional<error> read_where(list_parameters const& p, dialect const* search, dialect const* filter,
                                          listing& out)
{
    if (p.search && p.filter)
        return refuse(400, "E0000031", "Invalid search criteria: search and filter cannot be used together");
    auto const& text = p.search ? p.search : p.filter;
    auto const* const d = p.search ? search : filter;
    if (!text || !d) return std::nullopt;
    auto parsed = expression::parse(*text, *d);
    if (!parsed) return parsed.error();
    out.where = std::move(*parsed);
    return std::nullopt;
}

OKTA_DECL std::optional<error> read_order(list_parameters const& p, listing& out)
{
    if (p.search && p.sort_by) out.sort_by = *p.sort_by;           // only search sorts
    if (out.sort_by.empty() || !p.sort_order) return std::nullopt; // ignored without sortBy
    out.descending = equal_ignoring_case(*p.sort_order, "desc");
    if (out.descending || equal_ignoring_case(*p.sort_order, "asc")) return std::nullopt;
    return refuse_invalid({"sortOrder: '" + printable(*p.sort_order, 40) + "' is neither asc nor desc"});
}

OKTA_DECL std::optional<error> read_listing(call& c, list_parameters const& p, page_sizes const& sizes,
                                            dialect const* search, dialect const* filter, listing& out)
{
    if (auto wrong = read_where(p, search, filter, out)) return wrong;
    if (auto wrong = read_order(p, out)) return wrong;
    auto size = p.limit.value_or(sizes.usual);
    if (size < 1 || (sizes.refuse_above && size > sizes.most))
        return refuse_invalid(
            {"limit: " + std::to_string(size) + " is not between 1 and " + std::to_string(sizes.most)});
    size = std::min(size, sizes.most);
    c.limit = size;
    out.limit = static_cast<std::size_t>(size);
    if (!p.after) return std::nullopt;
    auto after = cursor::parse(*p.after);
    if (!after) return refuse_invalid({"after: Invalid cursor; take the one of a next link"});
    out.after = std::move(*after);
    return std::nullopt;
}

} // namespace okta::sandbox::detail
#endif
