#ifndef OKTA_EXCHANGE_GIVEN_IDS_HPP
#define OKTA_EXCHANGE_GIVEN_IDS_HPP

#include <okta/codec/borrow.hpp>
#include <okta/impl/config.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace okta::detail {

/// Which ids were given, as 64-bit hashes: 10 to 20 bytes for each. Two ids of a million are taken for the same with a
/// probability of 3 in 10^8.
class given_ids
{
public:
    given_ids();
    given_ids(given_ids const& other);
    given_ids(given_ids&&) noexcept;
    given_ids& operator=(given_ids other) noexcept;
    ~given_ids();

    /// Makes room for so many more.
    void reserve(std::size_t more);

    /// False: it was given before.
    /// \pre there is room
    bool add(std::string_view id) noexcept;

private:
    struct hashes; // Boost.Unordered is not to be paid for by whoever lists something
    std::unique_ptr<hashes> held_;
};

template <std::convertible_to<std::string_view> Text>
std::string_view id_text(Text const& id)
{
    return id;
}
template <class Id>
    requires std::convertible_to<decltype(Id::text) const&, std::string_view>
std::string_view id_text(Id const& id)
{
    return id.text;
}

/// An item that has a member `id`: a text, or an okta::id_of.
template <class T>
concept identified = requires(T const& item) {
    { id_text(item.id) } -> std::same_as<std::string_view>;
};

/// What is in a page that nobody else has yet.
struct page_opener
{
    template <class T, class Whole>
    static located_page<T>& open(borrowed_page<T, Whole>& p)
    {
        return const_cast<located_page<T>&>(p.text_.made_->value); // it was made without const
    }
};

/// Whether it is to be given: it was not, or cannot be told from others.
template <identified T>
bool is_new(T const& item, given_ids& ids) noexcept
{
    auto const id = id_text(item.id);
    return id.empty() || ids.add(id);
}

template <class T>
void leave_out_given(page<T>& p, given_ids& ids)
{
    std::erase_if(p.items, [&](T const& item) { return !is_new(item, ids); });
}

template <class T, class Whole>
void leave_out_given(borrowed_page<T, Whole>& p, given_ids& ids)
{
    auto& all = page_opener::open(p);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < all.items.size(); ++i) {
        if (!is_new(all.items[i], ids)) continue;
        if (kept != i) {
            all.items[kept] = std::move(all.items[i]);
            all.json[kept] = all.json[i];
        }
        ++kept;
    }
    all.items.erase(all.items.begin() + static_cast<std::ptrdiff_t>(kept), all.items.end());
    all.json.resize(kept);
}

template <class Item, bool Identified>
struct check_identified
{
    static_assert(Identified, "distinct() tells items apart by a member `id`, a text or an okta::id_of, which the Item "
                              "has not");
};

template <class Action, bool Polled>
struct check_ends
{
    static_assert(!Polled, "distinct() remembers every item, but the list of the Action is polled and never ends");
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/given_ids.ipp>
#endif
#endif
