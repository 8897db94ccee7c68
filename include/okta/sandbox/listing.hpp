#ifndef OKTA_SANDBOX_LISTING_HPP
#define OKTA_SANDBOX_LISTING_HPP

#include <okta/model/error.hpp>
#include <okta/sandbox/call.hpp>
#include <okta/sandbox/expression.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace okta::sandbox::detail {

/// Where a page begins: behind the record of that number; in a sorted list behind that record's key.
struct cursor
{
    std::uint64_t number = 0;
    std::string key = {}; ///< as `key_text` gives it; empty where the list is not sorted
    std::string id = {};  ///< the record's, in a sorted list

    [[nodiscard]] std::string text() const;
    [[nodiscard]] static std::optional<cursor> parse(std::string_view text);
};

/// What a call asks of a list.
struct listing
{
    std::optional<expression> where = {};
    std::string sort_by = {};
    bool descending = false;
    std::size_t limit = 0;
    cursor after = {};
};

/// The parameters that lists share.
struct list_parameters
{
    std::optional<std::string> const& search;
    std::optional<std::string> const& filter;
    std::optional<std::int32_t> const& limit;
    std::optional<std::string> const& after;
    std::optional<std::string> const& sort_by;
    std::optional<std::string> const& sort_order;
};

/// The page sizes of a list; above the maximum Okta takes the maximum, or refuses.
struct page_sizes
{
    std::int32_t usual, most;
    bool refuse_above = false;
};

/// Reads what lists share. `search` and `filter`: what their expressions may hold; null: the list has none.
[[nodiscard]] std::optional<error> read_listing(call& c, list_parameters const& p, page_sizes const& sizes,
                                                dialect const* search, dialect const* filter, listing& out);

[[nodiscard]] inline std::string_view id_in(user_record const& r) noexcept { return r.id; }
template <class T>
[[nodiscard]] std::string_view id_in(record<T> const& r) noexcept
{
    return r.data.id.text;
}

/// A record in a sorted list: absent keys come last, equal ones go by id.
struct sort_entry
{
    std::optional<scalar> key = {};
    std::string_view id = {};
    std::uint64_t number = 0;
    void const* record = nullptr;

    [[nodiscard]] bool before(sort_entry const& other, bool descending) const;
};

/// Keeps the first entries of a sorted list that come behind a cursor, in one pass over all.
class sorted_page
{
public:
    /// `behind`: the key that the page comes behind, where the cursor does not have all of it.
    explicit sorted_page(listing const& l, std::optional<std::optional<scalar>> const& behind = {});

    void offer(sort_entry entry);

    /// In order, one more than the limit at most: the one too many tells that there is a next page.
    [[nodiscard]] std::vector<sort_entry> take();

private:
    listing const& listing_;
    std::string behind_text_;
    std::optional<sort_entry> behind_ = {};
    std::vector<sort_entry> heap_ = {};
};

/// What a cursor has of a sort key: a long text's beginning only, marked as such.
[[nodiscard]] std::string key_text(std::optional<scalar> const& key);
[[nodiscard]] bool is_shortened(std::string_view key_text) noexcept;

/// The records of one page, and in `next` the cursor of the next one. Takes one scan at most, from the cursor on where
/// the list is not sorted.
template <class Map, class Wanted>
std::vector<typename Map::mapped_type const*> select_page(Map const& all, listing const& l,
                                                          void (*find)(void const*, std::string_view, scalars&),
                                                          Wanted wanted, std::string& next)
{
    using record = typename Map::mapped_type;
    std::vector<record const*> page;
    auto const fits = [&](record const& r) { return wanted(r) && (!l.where || l.where->matches({&r, find})); };
    if (l.sort_by.empty()) {
        for (auto i = all.upper_bound(l.after.number); i != all.end(); ++i) {
            if (!fits(i->second)) continue;
            if (page.size() == l.limit) {
                next = cursor{page.back()->number, {}}.text();
                break;
            }
            page.push_back(&i->second);
        }
        return page;
    }
    scalars values;
    std::optional<std::optional<scalar>> behind; // a long key is looked up where it was
    auto const last = all.find(l.after.number);
    if (is_shortened(l.after.key) && last != all.end()) {
        find(&last->second, l.sort_by, values);
        behind = values.empty() ? std::nullopt : std::optional<scalar>(values.front());
    }
    sorted_page sorted(l, behind);
    for (auto const& [number, r] : all) {
        if (!fits(r)) continue;
        values.clear();
        find(&r, l.sort_by, values);
        sorted.offer({values.empty() ? std::nullopt : std::optional<scalar>(values.front()), id_in(r), number, &r});
    }
    auto entries = sorted.take();
    if (entries.size() > l.limit) {
        entries.pop_back();
        next = cursor{entries.back().number, key_text(entries.back().key), std::string(entries.back().id)}.text();
    }
    for (auto const& e : entries) page.push_back(static_cast<record const*>(e.record));
    return page;
}

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/listing.ipp>
#endif
#endif
