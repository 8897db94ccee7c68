#ifndef OKTA_MODEL_RESULT_HPP
#define OKTA_MODEL_RESULT_HPP

#include <okta/describe/members.hpp>
#include <okta/model/error.hpp>

#include <utility>
#include <variant>

namespace okta {

/// What a call gives: the value or the error, and in both cases what the answer said of itself. The same type for
/// blocking and asynchronous calls. Only `value()` throws.
///
/// Thread safety: as a standard container's. `*` and `->` need a value, `error()` needs an error.
template <class T>
class [[nodiscard]] result
{
public:
    using value_type = T;

    result(T value, response_facts facts = {});
    result(okta::error e, response_facts facts = {});

    /// Made in place: `fill` gets the value, with its members to be filled, and returns whether it did so.
    struct filler
    {
        bool (*fill)(void* context, void* value, okta::error& e);
        void* context;
    };
    result(filler f, response_facts facts);

    // Not inline, so that a separately compiled library holds them once: they move and destroy all of a model.
    result(result const&);
    result(result&&) noexcept;
    result& operator=(result const&);
    result& operator=(result&&) noexcept;
    ~result();

    [[nodiscard]] bool has_value() const noexcept { return content_.index() == 0; }
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] T const& operator*() const& noexcept { return *std::get_if<0>(&content_); }
    [[nodiscard]] T& operator*() & noexcept { return *std::get_if<0>(&content_); }
    [[nodiscard]] T&& operator*() && noexcept { return std::move(*std::get_if<0>(&content_)); }
    [[nodiscard]] T const* operator->() const noexcept { return std::get_if<0>(&content_); }
    [[nodiscard]] T* operator->() noexcept { return std::get_if<0>(&content_); }

    /// \throws okta::exception that holds the error
    [[nodiscard]] T const& value() const& { return check(), **this; }
    [[nodiscard]] T& value() & { return check(), **this; }
    [[nodiscard]] T&& value() && { return check(), *std::move(*this); }

    [[nodiscard]] okta::error const& error() const& noexcept { return *std::get_if<1>(&content_); }
    [[nodiscard]] okta::error& error() & noexcept { return *std::get_if<1>(&content_); }

    /// Status, request id, rate limit, ETag of the answer.
    [[nodiscard]] response_facts const& facts() const noexcept { return facts_; }
    [[nodiscard]] response_facts& facts() noexcept { return facts_; }

private:
    void check() const
    {
        if (!has_value()) throw exception(error());
    }

    using content = std::variant<T, okta::error>;

    static content blank_content()
    {
        if constexpr (detail::made_in_place<T>) return content(std::in_place_index<0>, detail::blank_in_place<T>{});
        else return content(std::in_place_index<0>);
    }

    content content_;
    response_facts facts_;
};

template <class T>
result<T>::result(T value, response_facts facts)
    : content_(std::in_place_index<0>, std::move(value)), facts_(std::move(facts))
{
}

template <class T>
result<T>::result(okta::error e, response_facts facts)
    : content_(std::in_place_index<1>, std::move(e)), facts_(std::move(facts))
{
}

template <class T>
result<T>::result(filler f, response_facts facts) : content_(blank_content()), facts_(std::move(facts))
{
    okta::error e;
    if (!f.fill(f.context, &**this, e)) content_.template emplace<1>(std::move(e));
}

template <class T> result<T>::result(result const&) = default;
template <class T> result<T>::result(result&&) noexcept = default;
template <class T> result<T>& result<T>::operator=(result const&) = default;
template <class T> result<T>& result<T>::operator=(result&&) noexcept = default;
template <class T> result<T>::~result() = default;

} // namespace okta
#endif
