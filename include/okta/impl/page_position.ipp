#ifndef OKTA_IMPL_PAGE_POSITION_IPP
#define OKTA_IMPL_PAGE_POSITION_IPP

#include <okta/codec/decode.hpp>
#include <okta/codec/uri.hpp>
#include <okta/exchange/page_position.hpp>

namespace okta::detail {

OKTA_DECL bool unexpected(error& e, std::string summary);

OKTA_DECL void page_position::resume(std::string cursor)
{
    if (!first_) return;
    auto const url = parse_url(first_->request.origin + cursor);
    if (!cursor.starts_with('/') || cursor.starts_with("//") || !url || url->target != cursor)
        return refuse("the cursor is not one that pages::cursor() gave: a path and query of the org");
    target_ = std::move(cursor);
    beginnings_left_ = 0;
}

OKTA_DECL void page_position::refuse(std::string summary)
{
    if (!first_) return;
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = std::move(summary);
    first_ = std::move(e);
}

OKTA_DECL bool page_position::begin_again(int status)
{
    bool const lost = status == 400 || status == 404 || status == 410;
    if (!lost || beginnings_left_ == 0 || !first_ || target_ == first_->request.target) return false;
    --beginnings_left_;
    target_ = first_->request.target;
    remembered_.clear();
    since_ = 0;
    interval_ = 1;
    return true;
}

OKTA_DECL result<prepared_call> page_position::call() const
{
    if (!first_) return first_;
    if (target_.empty()) return error{}; // at the end: nothing is sent
    auto call = *first_;
    call.request.target = target_;
    return call;
}

OKTA_DECL bool page_position::advance(std::string const& next, error& e, bool polled)
{
    // Brent's cycle detection: any circle is found, with one page remembered however long the list is.
    if (!polled && !next.empty() && (next == target_ || next == remembered_))
        return unexpected(e, "the next links go round in a circle: one leads back to a page that was read");
    if (++since_ == interval_) {
        remembered_ = target_;
        since_ = 0;
        interval_ *= 2;
    }
    target_ = next;
    return true;
}

} // namespace okta::detail
#endif
