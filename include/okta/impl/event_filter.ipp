#ifndef OKTA_IMPL_EVENT_FILTER_IPP
#define OKTA_IMPL_EVENT_FILTER_IPP

#include <okta/codec/uri.hpp>
#include <okta/describe/fnv1a.hpp>
#include <okta/hook/event_filter.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace okta {
namespace detail {

OKTA_DECL void check_event_type(std::string_view type)
{
    auto const odd = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (!type.empty() && type.size() <= 255 && std::none_of(type.begin(), type.end(), odd)) return;
    std::string what = "event_filter: an event type is a text such as user.lifecycle.create, not ";
    if (type.empty()) what.append("an empty one");
    else what.append("one of ").append(std::to_string(type.size())).append(" bytes, or with control characters");
    throw std::invalid_argument(what);
}

} // namespace detail

OKTA_DECL event_filter::event_filter(texts&& types) : types_(std::move(types.all))
{
    for (auto const& t : types_) detail::check_event_type(t);
    std::sort(types_.begin(), types_.end());
    types_.erase(std::unique(types_.begin(), types_.end()), types_.end());
    std::string encoded;
    for (auto const& t : types_) {
        std::string term = expression_.empty() ? "eventType eq " : " or eventType eq ";
        term.append(boost::json::serialize(t));
        percent_encode(term, encoded);
        expression_.append(term);
        if (encoded.size() > max_encoded) {
            expression_.clear();
            return;
        }
    }
}

OKTA_DECL bool event_filter::takes(std::string_view event_type) const noexcept
{
    return types_.empty() || std::binary_search(types_.begin(), types_.end(), event_type);
}

OKTA_DECL std::uint64_t event_filter::digest() const noexcept
{
    auto h = detail::fnv1a_basis;
    for (auto const& t : types_) h = detail::fnv1a("\n", detail::fnv1a(t, h)); // which no type holds
    return h;
}

} // namespace okta
#endif
