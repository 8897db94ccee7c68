#ifndef OKTA_TEST_UNIT_BULK_SUPPORT_HPP
#define OKTA_TEST_UNIT_BULK_SUPPORT_HPP

#include <okta/actions/users.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace bulk_test {

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

/// A file that is not there before and after.
struct temporary_file
{
    temporary_file() { std::filesystem::remove(path); }
    ~temporary_file() { std::filesystem::remove(path); }
    std::string path = (std::filesystem::temp_directory_path() /
                        ("okta_journal_" + std::to_string(reinterpret_cast<std::uintptr_t>(this))))
                           .string();

    std::string text() const
    {
        std::ifstream in(path);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::size_t lines_with(std::string_view part) const
    {
        std::size_t n = 0;
        auto const all = text();
        for (auto at = all.find(part); at != all.npos; at = all.find(part, at + 1)) ++n;
        return n;
    }
};

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
