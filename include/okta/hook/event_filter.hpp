#ifndef OKTA_HOOK_EVENT_FILTER_HPP
#define OKTA_HOOK_EVENT_FILTER_HPP

#include <okta/impl/config.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace okta {

/// Which events of the System Log are wanted, by their type; all, if none is named:
///
///     okta::event_filter{"user.lifecycle.create", "group.user_membership.add"}
///     okta::event_filter{on.event_types}                                          // what a dispatcher's handlers take
///     okta::event_filter{router.event_types()}                                    // or those of an event_router now
class event_filter
{
public:
    /// The longest expression that is sent, percent-encoded, which is enough for some sixty types. Okta publishes no
    /// limit but refuses long ones, and what lies between refuses URLs of 8 KB. Of more types all events are asked for,
    /// and those of other types are left out where they arrive.
    static constexpr std::size_t max_encoded = 4'000;

    event_filter() = default; ///< all events

    /// \throws std::invalid_argument for a type that is empty, longer than 255 bytes or holds control characters
    event_filter(std::initializer_list<std::string_view> types) : event_filter(texts{{types.begin(), types.end()}}) {}

    /// The same from an array, vector or span of texts.
    template <class Types>
        requires requires(Types const& t) { std::string_view(*std::begin(t)); }
    event_filter(Types const& types) : event_filter(texts{{std::begin(types), std::end(types)}})
    {
    }

    /// For `list_log_events::filter`: `eventType eq "a" or eventType eq "b"`, in the order of the alphabet. Empty: none
    /// is to be sent.
    [[nodiscard]] std::string const& expression() const noexcept { return expression_; }

    /// Whether events of that type are wanted.
    [[nodiscard]] bool takes(std::string_view event_type) const noexcept;

    /// The same for the same types, in every run of the program (FNV-1a).
    [[nodiscard]] std::uint64_t digest() const noexcept;

private:
    struct texts
    {
        std::vector<std::string> all;
    };
    explicit event_filter(texts&& types);

    std::vector<std::string> types_ = {}; // sorted, each once
    std::string expression_ = {};
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/event_filter.ipp>
#endif
#endif
