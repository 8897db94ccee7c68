#ifndef OKTA_AUTH_SCOPES_HPP
#define OKTA_AUTH_SCOPES_HPP

#include <okta/action/action.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace okta {
namespace detail {

/// The least scopes that allow all of A: no repetition, no `.read` beside its `.manage`, in the order of the actions.
template <class... A>
struct least_scopes
{
    static constexpr auto all = [] {
        std::array<std::string_view, (A::endpoint::scope_texts.size() + ... + 0)> texts{};
        std::size_t n = 0;
        (
            [&] {
                for (auto const s : A::endpoint::scope_texts) texts[n++] = s;
            }(),
            ...);
        return texts;
    }();

    static constexpr bool is_needed(std::size_t i)
    {
        for (std::size_t j = 0; j < all.size(); ++j)
            if (j != i && covers(all[j], all[i]) && (all[j] != all[i] || j < i)) return false;
        return true;
    }

    static constexpr std::size_t size = [] {
        std::size_t n = 0;
        for (std::size_t i = 0; i < all.size(); ++i) n += is_needed(i);
        return n;
    }();

    static constexpr auto value = [] {
        std::array<std::string_view, size> least{};
        std::size_t n = 0;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (is_needed(i)) least[n++] = all[i];
        return least;
    }();
};

} // namespace detail

/// The least set of OAuth scopes that these actions need, computed at compile time:
/// `okta::service_app app{client, okta::scopes_of<okta::list_users, okta::create_group>()}`.
template <action... A>
[[nodiscard]] std::vector<std::string> scopes_of()
{
    auto const& least = detail::least_scopes<A...>::value;
    return {least.begin(), least.end()};
}

} // namespace okta
#endif
