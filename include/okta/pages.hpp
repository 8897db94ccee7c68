#ifndef OKTA_PAGES_HPP
#define OKTA_PAGES_HPP

#include <okta/codec/borrow.hpp>
#include <okta/exchange/given_ids.hpp>
#include <okta/exchange/page_position.hpp>
#include <okta/transport/call.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace okta {

/// Where to go on with a list: what `pages::cursor()` gave, perhaps in an earlier run of the program.
struct resume_at
{
    std::string cursor;
};

/// What asking for the next page gave: a page, the end of the list, or an error. True for a page only.
template <class T, class Page = page<T>>
class [[nodiscard]] next_page
{
public:
    next_page() = default;
    next_page(result<Page> r) : result_(std::move(r)) {}

    [[nodiscard]] explicit operator bool() const noexcept { return result_ && result_->has_value(); }
    [[nodiscard]] bool at_end() const noexcept { return !result_; }
    [[nodiscard]] bool failed() const noexcept { return result_ && !result_->has_value(); }

    /// \pre `failed()`
    [[nodiscard]] okta::error const& error() const noexcept { return result_->error(); }

    /// \pre it is a page
    [[nodiscard]] Page const& operator*() const& noexcept { return **result_; }
    [[nodiscard]] Page& operator*() & noexcept { return **result_; }
    [[nodiscard]] Page const* operator->() const noexcept { return &**result_; }

    /// \pre not `at_end()`
    [[nodiscard]] response_facts const& facts() const noexcept { return result_->facts(); }

private:
    std::optional<result<Page>> result_ = {};
};

namespace detail {

template <class T> std::string const& next_of(page<T> const& p) { return p.next; }
template <class T, class Whole> std::string const& next_of(borrowed_page<T, Whole> const& p) { return p.next(); }

/// From an outcome to a page that views the answer's body.
template <class T, class Whole>
struct finish_as<borrowed_page<T, Whole>>
{
    action_info const* info;

    result<borrowed_page<T, Whole>> operator()(exchange_outcome&& outcome, std::string const& origin,
                                               decode_limits const& limits) const
    {
        error e;
        std::string next;
        if (!open_outcome(outcome, *info, origin, next, e)) return {std::move(e), std::move(outcome.facts)};
        auto& body = outcome.answer.body;
        if (auto made = borrow_body<located_page<T>>(body, limits, e)) {
            made->value.next = std::move(next);
            return {borrowed_page<T, Whole>(borrowed<located_page<T>>(std::move(made))), std::move(outcome.facts)};
        }
        keep_body(std::move(body), e);
        return {std::move(e), std::move(outcome.facts)};
    }
};

} // namespace detail

/// The pages of a list, fetched one at a time when asked for:
///
///     auto pages = org.pages(okta::list_users{.limit = 200});
///     while (auto page = pages.next())
///         for (okta::user const& u : *page) …
///     if (pages.failure()) …                                      // or was that the end?
///
/// Whoever only reads large pages has less to pay for a type of his own that views the answer, see `borrowed`.
///
/// A page that failed is asked for again by the next call. Next links to another origin are refused.
///
/// \par Thread safety: none; one call at a time.
/// \par Lifetimes: it may outlive the client; it must outlive its own
/// asynchronous calls, and may not be moved while one runs.
template <paginated_action A, class Transport, class Authoriser, class Page = result_of<A>>
class basic_pages
{
public:
    using item_type = typename Page::value_type;
    using next_type = next_page<item_type, Page>;
    using core_type = detail::client_core<Transport, Authoriser>;

    basic_pages(std::shared_ptr<core_type> core, std::shared_ptr<detail::client_settings const> settings,
                result<detail::prepared_call> first)
        : basic_pages(std::move(core), std::move(settings), detail::page_position(std::move(first)))
    {
    }

    basic_pages(std::shared_ptr<core_type> core, std::shared_ptr<detail::client_settings const> settings,
                detail::page_position position, std::optional<detail::given_ids> given = {})
        : core_(std::move(core)),
          settings_(std::move(settings)),
          position_(std::move(position)),
          given_(std::move(given))
    {
        if (given_ && !detail::identified<item_type>)
            position_.refuse("distinct() was asked of a list whose items are now borrowed without their member `id`");
    }

    /// The same list from here on, no item twice, though items move from page to page while the list is read: they are
    /// told by their member `id`, each of which takes 10 to 20 bytes. Pages may become empty; bad items are all given.
    ///
    /// A cursor that the service lost (it answers 400, 404 or 410 to its own next link) is then no error: the list is
    /// begun again and what it gave is left out; three times at most, and only if it was read from its first page on.
    ///
    /// It goes on by itself: this object stays where it is.
    [[nodiscard]] basic_pages distinct() const
    {
        (void)detail::check_identified<item_type, detail::identified<item_type>>{};
        (void)detail::check_ends<A, A::endpoint::template has<polled>>{};
        auto from_here = position_;
        from_here.let_begin_again();
        return {core_, settings_, std::move(from_here), detail::given_ids()};
    }

    /// The same list from here on, each item as a T: a described struct with the members that you read, whose texts may
    /// be std::string_view, and parts of it okta::raw_json. They view the answer, which the page keeps:
    ///
    ///     struct row { std::string_view id; std::optional<okta::timestamp> last_login; };
    ///     BOOST_DESCRIBE_STRUCT(row, (), (id, last_login))
    ///
    ///     auto pages = org.pages(okta::list_users{.limit = 200}).borrowed<row>();
    ///     while (auto page = pages.next())
    ///         for (row const& r : *page) …                            // valid as long as `page`, or a copy of it
    ///
    /// It goes on by itself: this object stays where it is. See okta::borrowed_page.
    template <class T>
    [[nodiscard]] basic_pages<A, Transport, Authoriser, borrowed_page<T, typename result_of<A>::value_type>> borrowed()
        const
    {
        return {core_, settings_, position_, given_};
    }

    /// Fetches the next page and blocks until it is there.
    next_type next()
    {
        if (position_.at_end()) return {};
        for (;;) { // bounded by begin_again
            auto call = position_.call();
            if (!call) return fail(std::move(call.error()), {});
            auto page = take(detail::run(*core_, *settings_, std::move(*call)), core_->origin, settings_->limits);
            if (!is_lost(page)) return page;
        }
    }

    /// Fetches the next page on Asio. Completion signature: `void(next_type)`, for most `void(okta::next_page<T>)`.
    template <boost::asio::completion_token_for<void(next_type)> Token = boost::asio::deferred_t>
    auto async_next(Token&& token = {})
    {
        return detail::async_run<next_type>(core_, settings_, position_.call(), finish{this}, token);
    }

    /// Where the next page starts, to be stored and given to `client.pages(request, resume_at{…})`; empty at the end.
    [[nodiscard]] std::string const& cursor() const noexcept { return position_.cursor(); }

    /// Why the last page asked for did not come; nothing after a page and at the end of the list.
    [[nodiscard]] std::optional<okta::error> const& failure() const noexcept { return failure_; }

    void resume(resume_at at) { position_.resume(std::move(at.cursor)); }

private:
    struct finish
    {
        basic_pages* pages;

        next_type operator()(detail::exchange_outcome&& o, std::string const& origin, decode_limits const& limits) const
        {
            return pages->position_.at_end() ? next_type() : pages->take(std::move(o), origin, limits);
        }
        std::optional<result<detail::prepared_call>> another(next_type const& page) const
        {
            if (pages->is_lost(page)) return pages->position_.call();
            return std::nullopt;
        }
    };

    /// Whether the list was begun again, so that the page to be given is another one.
    bool is_lost(next_type const& page) { return page.failed() && position_.begin_again(page.facts().status); }

    next_type take(detail::exchange_outcome&& o, std::string const& origin, decode_limits const& limits)
    {
        auto r = detail::finish_as<Page>{&detail::info_of<A>()}(std::move(o), origin, limits);
        error e;
        constexpr bool told_apart = detail::identified<item_type>;
        if constexpr (told_apart)
            if (r && given_) given_->reserve(r->size());
        if (!r) e = r.error();
        else if (position_.advance(detail::next_of(*r), e, A::endpoint::template has<polled>)) {
            if constexpr (told_apart)
                if (given_) detail::leave_out_given(*r, *given_);
            return failure_.reset(), std::move(r);
        }
        return fail(std::move(e), std::move(r.facts()));
    }

    next_type fail(error e, response_facts facts)
    {
        failure_ = e;
        return result<Page>(std::move(e), std::move(facts));
    }

    std::shared_ptr<core_type> core_;
    std::shared_ptr<detail::client_settings const> settings_;
    detail::page_position position_;
    std::optional<detail::given_ids> given_;
    std::optional<okta::error> failure_ = {};
};

/// The pages of okta::client.
template <paginated_action A>
using pages = basic_pages<A, any_transport, any_authoriser>;

/// What their `borrowed<T>()` gives.
template <paginated_action A, class T>
using borrowed_pages =
    basic_pages<A, any_transport, any_authoriser, borrowed_page<T, typename result_of<A>::value_type>>;

} // namespace okta
#endif
