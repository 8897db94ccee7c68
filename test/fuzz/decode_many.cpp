// More types than a reader keeps the habits of.

#include "decode.hpp"

#include <boost/describe/operators.hpp>

namespace {

using boost::describe::operators::operator==;

/// Sixty-odd types in one, of few and of many members: a reader remembers the habits of 48 types one by one.
template <int N>
struct branch
{
    std::optional<branch<2 * N>> left = {};
    std::optional<branch<2 * N + 1>> right = {};
    std::optional<std::string> a = {}, b = {}, c = {}, d = {};
    BOOST_DESCRIBE_CLASS(branch, (), (left, right, a, b, c, d), (), ())
};

template <int N>
    requires(N % 3 == 0 && N < 32)
struct branch<N>
{
    std::optional<branch<2 * N>> left = {};
    std::optional<branch<2 * N + 1>> right = {};
    BOOST_DESCRIBE_CLASS(branch, (), (left, right), (), ())
};

template <int N>
    requires(N >= 32)
struct branch<N>
{
    std::optional<std::string> a = {};
    std::vector<std::string> b = {};
    BOOST_DESCRIBE_CLASS(branch, (), (a, b), (), ())
};

} // namespace

std::span<fuzz::subject const> fuzz::subjects()
{
    static subject const all[] = {subject_of<branch<1>>("branch")};
    return all;
}
