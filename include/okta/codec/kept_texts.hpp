#ifndef OKTA_CODEC_KEPT_TEXTS_HPP
#define OKTA_CODEC_KEPT_TEXTS_HPP

#include <boost/json/monotonic_resource.hpp>

#include <cstring>
#include <string_view>

namespace okta::detail {

/// Keeps the texts that a borrowed value views and that do not stand in its JSON as such: escaped ones, and what came
/// through a DOM. Each of them is at most as long as its JSON. Allocates when the first is kept, then ever larger
/// blocks; what it keeps has one address as long as it lives.
class kept_texts
{
public:
    [[nodiscard]] std::string_view keep(std::string_view text)
    {
        if (text.empty()) return "";
        auto* const copy = static_cast<char*>(memory_.allocate(text.size(), 1));
        std::memcpy(copy, text.data(), text.size());
        return {copy, text.size()};
    }

private:
    boost::json::monotonic_resource memory_;
};

} // namespace okta::detail
#endif
