#ifndef OKTA_TEST_MODEL_CHANCE_HPP
#define OKTA_TEST_MODEL_CHANCE_HPP

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>

namespace okta::test {

/// Where all randomness of a run comes from: the same seed, the same run.
class chance
{
public:
    explicit chance(std::uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
    bool one_in(std::size_t n) { return below(n) == 0; }

    /// \pre the range is not empty
    template <class Range>
    auto const& of(Range const& range)
    {
        return *std::next(std::begin(range), static_cast<std::ptrdiff_t>(below(std::size(range))));
    }

private:
    std::mt19937_64 engine_;
};

} // namespace okta::test
#endif
