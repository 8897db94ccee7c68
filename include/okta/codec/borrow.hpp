#ifndef OKTA_CODEC_BORROW_HPP
#define OKTA_CODEC_BORROW_HPP

// Reading without copying: texts are views into the JSON, which is kept beside the value.

#include <okta/codec/decode.hpp>
#include <okta/codec/kept_texts.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace okta {
namespace detail {

/// A JSON text and whatever a value that views it needs beside it. Never moved: a short string takes its bytes along.
struct borrowed_text
{
    borrowed_text(std::string b, decode_limits const& l) : body(std::move(b)), limits(l) {}

    std::string body;
    decode_limits limits;
    kept_texts kept = {};
};

template <class T>
struct borrowed_value : borrowed_text
{
    using borrowed_text::borrowed_text;
    T value = blank<T>();
};

/// decode_text, whose `to` may view `from`.
bool borrow_text(borrowed_text& from, void* to, type_info const& type, error& e);

/// Null and `e` filled when it does not fit; the body is then given back.
template <class T>
std::shared_ptr<borrowed_value<T>> borrow_body(std::string& body, decode_limits const& limits, error& e)
{
    auto made = std::make_shared<borrowed_value<T>>(std::move(body), limits);
    if (borrow_text(*made, &made->value, type_table<T>, e)) return made;
    body = std::move(made->body);
    return nullptr;
}

struct page_opener;

} // namespace detail

/// A T and the JSON text that its std::string_view and okta::raw_json members view: what okta::borrow gives.
///
/// \par Lifetimes: the views are valid as long as this object or a copy of it lives; copies share text and value, and
/// moving one changes no address. A T copied out of it views the same text. Moved from, it may only be assigned to or
/// destroyed.
/// \par Thread safety: the value never changes, so copies may be read and destroyed by several threads at once.
template <class T>
class borrowed
{
public:
    using value_type = T;

    explicit borrowed(std::shared_ptr<detail::borrowed_value<T> const> made) noexcept : made_(std::move(made)) {}

    [[nodiscard]] T const& operator*() const noexcept { return made_->value; }
    [[nodiscard]] T const* operator->() const noexcept { return &made_->value; }

    /// The JSON text.
    [[nodiscard]] std::string const& body() const noexcept { return made_->body; }

private:
    template <class, class>
    friend class borrowed_page;
    friend struct detail::page_opener;

    std::shared_ptr<detail::borrowed_value<T> const> made_;
};

/// okta::decode for a T whose texts may be views: they point into `json`, which is kept beside the value. A text with
/// escapes is unescaped into memory that is kept as well, at most a few times the size of `json`.
///
///     struct seen { std::string_view uuid; std::optional<okta::timestamp> published; okta::raw_json target; };
///     BOOST_DESCRIBE_STRUCT(seen, (), (uuid, published, target))
///
///     auto const event = okta::borrow<seen>(std::move(body));
///     if (event) std::cout << (*event)->uuid;
///
/// A raw_json is the part of `json` as it came. Only where the reader needs a DOM to understand it (an object with a
/// name twice, a number such as `1e3` for an integer) it is written anew: the same value, perhaps in other bytes; but
/// numbers beyond a double's precision are rounded.
/// \par Exception safety: throws only `std::bad_alloc`; `json` is then lost.
template <class T>
[[nodiscard]] result<borrowed<T>> borrow(std::string json, decode_limits const& limits = {})
{
    error e;
    if (auto made = detail::borrow_body<T>(json, limits, e)) return borrowed<T>(std::move(made));
    return e;
}

/// A page whose items view its body: what `pages.borrowed<T>()` gives, and `parse` without a client. T is a described
/// struct with the members that are of interest; Whole is what `own` gives, for pages the action's item.
///
/// However many items there are, a page of views, timestamps, numbers and enums takes a few allocations. Items that do
/// not fit are set aside as in okta::page.
///
/// \par Lifetimes: views into it are valid as long as this page or a copy of it lives; see okta::borrowed.
/// \par Thread safety: a page never changes, so copies may be read and destroyed by several threads at once.
template <class T, class Whole = T>
class borrowed_page
{
public:
    using value_type = T;
    using text = borrowed<detail::located_page<T>>;

    explicit borrowed_page(text t) noexcept : text_(std::move(t)) {}

    /// From the JSON text of a list.
    /// \returns the page, or the error that okta::decode would give
    [[nodiscard]] static result<borrowed_page> parse(std::string body, decode_limits const& limits = {})
    {
        error e;
        if (auto made = detail::borrow_body<detail::located_page<T>>(body, limits, e))
            return borrowed_page(text(std::move(made)));
        return e;
    }

    [[nodiscard]] bool empty() const noexcept { return text_->empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return text_->size(); }
    [[nodiscard]] T const& operator[](std::size_t i) const { return text_->items[i]; }
    [[nodiscard]] auto begin() const noexcept { return text_->begin(); }
    [[nodiscard]] auto end() const noexcept { return text_->end(); }

    [[nodiscard]] std::vector<bad_item> const& bad_items() const noexcept { return text_->bad_items; }
    [[nodiscard]] std::string const& next() const noexcept { return text_->next; } ///< as in okta::page
    [[nodiscard]] std::string const& body() const noexcept { return text_.body(); }

    /// The JSON of the item i.
    /// \pre `i < size()`
    [[nodiscard]] std::string_view json(std::size_t i) const { return text_->json[i]; }

    /// The item i, decoded from its JSON: all of it, and independent of this page.
    /// \pre `i < size()`
    /// \returns the item, or the error that okta::decode gives for its JSON
    template <class U = Whole>
    [[nodiscard]] result<U> own(std::size_t i) const
    {
        return decode<U>(json(i), text_.made_->limits);
    }

private:
    friend struct detail::page_opener;

    text text_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/borrow.ipp>
#endif
#endif
