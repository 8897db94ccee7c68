#ifndef OKTA_SANDBOX_BOUNDED_MAP_HPP
#define OKTA_SANDBOX_BOUNDED_MAP_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace okta::sandbox::detail {

/// What callers make the org remember: so many entries at most, then the oldest goes for a new one. References stay
/// valid until their entry goes. Not thread-safe.
template <class Value>
class bounded_map
{
public:
    explicit bounded_map(std::size_t most = 10'000) : most_(most) {}

    /// \pre no entry has that key
    Value& add(std::string key, Value value)
    {
        if (entries_.size() >= most_) erase(std::string(by_age_.begin()->second));
        by_age_.emplace(++last_, key);
        return entries_.emplace(std::move(key), entry{last_, std::move(value)}).first->second.value;
    }

    [[nodiscard]] Value* find(std::string_view key)
    {
        auto const found = entries_.find(key);
        return found == entries_.end() ? nullptr : &found->second.value;
    }

    void erase(std::string_view key)
    {
        auto const found = entries_.find(key);
        if (found == entries_.end()) return;
        by_age_.erase(found->second.number);
        entries_.erase(found);
    }

    /// The oldest that `f` says true of, or null.
    template <class F>
    [[nodiscard]] Value* find_if(F f)
    {
        for (auto const& [number, key] : by_age_)
            if (auto* const value = find(key); f(std::as_const(*value))) return value;
        return nullptr;
    }

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    struct entry
    {
        std::uint64_t number;
        Value value;
    };

    std::size_t most_;
    std::uint64_t last_ = 0;
    std::map<std::string, entry, std::less<>> entries_;
    std::map<std::uint64_t, std::string> by_age_;
};

} // namespace okta::sandbox::detail
#endif
