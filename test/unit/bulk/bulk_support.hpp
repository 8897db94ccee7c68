#ifndef OKTA_TEST_UNIT_BULK_SUPPORT_HPP
#define OKTA_TEST_UNIT_BULK_SUPPORT_HPP

#include <okta/actions/users.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
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
