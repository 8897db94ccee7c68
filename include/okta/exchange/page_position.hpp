#ifndef OKTA_EXCHANGE_PAGE_POSITION_HPP
#define OKTA_EXCHANGE_PAGE_POSITION_HPP

#include <okta/exchange/policy.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/result.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace okta::detail {

/// Where a list stands. Only the next link decides whether there is more: a page may be short, or empty.
class page_position
{
public:
    explicit page_position(result<prepared_call> first) : first_(std::move(first))
    {
        if (first_) target_ = first_->request.target;
    }

    [[nodiscard]] bool at_end() const noexcept { return first_ && target_.empty(); }
    [[nodiscard]] std::string const& cursor() const noexcept { return target_; }

    void resume(std::string cursor);

    /// Nothing is fetched: the next page is an error of the caller's.
    void refuse(std::string summary);

    /// Lets the list begin again a few times, if it stands at its first page: what came before is not known.
    void let_begin_again() noexcept { beginnings_left_ = first_ && target_ == first_->request.target ? 3 : 0; }

    /// Goes back to the first page when an answer of that status says that the cursor at hand, which the service gave
    /// itself, is lost. False: it does not, or not again.
    bool begin_again(int status);

    /// The call for the page at hand, or the error that the first one could not be made with.
    [[nodiscard]] result<prepared_call> call() const;

    /// After a good page: goes on to `next`, the page's next link. False: that would go round in a circle, which a list
    /// that is polled may.
    bool advance(std::string const& next, error& e, bool polled = false);

private:
    result<prepared_call> first_;
    std::string target_ = {};
    std::string remembered_ = {}; // a page read earlier, to notice a circle
    std::size_t since_ = 0, interval_ = 1;
    int beginnings_left_ = 0;
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/page_position.ipp>
#endif
#endif
