#ifndef OKTA_TEST_UNIT_BULK_SUPPORT_HPP
#define OKTA_TEST_UNIT_BULK_SUPPORT_HPP

#include "../../support/temporary_file.hpp"

#include <okta/actions/users.hpp>

#include <cstddef>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace bulk_test {

using okta::test::temporary_file;

inline okta::create_user person(int n)
{
    auto const login = "p" + std::to_string(n) + "@example.com";
    return {.profile = {.login = login, .email = login, .first_name = "P", .last_name = std::to_string(n)}};
}

inline std::vector<okta::create_user> people(int count)
{
    std::vector<okta::create_user> all;
    for (int i = 0; i < count; ++i) all.push_back(person(i));
    return all;
}

/// A range of `count` elements that are made when they are read. (clang 14 cannot read the views of libstdc++ 12.)
struct made_people
{
    struct iterator
    {
        using value_type = okta::create_user;
        using difference_type = std::ptrdiff_t;

        okta::create_user operator*() const { return all->make(at); }
        iterator& operator++() { return ++at, *this; }
        void operator++(int) { ++at; }
        bool operator==(std::default_sentinel_t) const { return at == all->count; }

        made_people const* all = nullptr;
        int at = 0;
    };

    iterator begin() const { return {this, 0}; }
    std::default_sentinel_t end() const { return {}; }

    int count;
    std::function<okta::create_user(int)> make;
};

/// All results of a run.
template <class Run>
auto all_of(Run run)
{
    std::vector<typename Run::item_type> all;
    while (auto r = run.next()) all.push_back(std::move(*r));
    return all;
}

} // namespace bulk_test
#endif
