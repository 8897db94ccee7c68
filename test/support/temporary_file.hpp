#ifndef OKTA_TEST_SUPPORT_TEMPORARY_FILE_HPP
#define OKTA_TEST_SUPPORT_TEMPORARY_FILE_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <unistd.h>

namespace okta::test {

/// A file that is not there before and after. Programs that run side by side have their own.
struct temporary_file
{
    temporary_file() { std::filesystem::remove(path); }
    ~temporary_file() { std::filesystem::remove(path); }
    std::string path = (std::filesystem::temp_directory_path() /
                        ("okta_test_" + std::to_string(::getpid()) + '_' +
                         std::to_string(reinterpret_cast<std::uintptr_t>(this))))
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

} // namespace okta::test
#endif
