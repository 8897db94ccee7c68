#ifndef OKTA_TEST_UNIT_AUTH_TEMPORARY_DIRECTORY_HPP
#define OKTA_TEST_UNIT_AUTH_TEMPORARY_DIRECTORY_HPP

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace okta::test {

/// A directory of a test's own, mode 0700, that goes with it.
struct temporary_directory
{
    temporary_directory()
    {
        path = (std::filesystem::temp_directory_path() / "okta_test_XXXXXX").string();
        if (!::mkdtemp(path.data())) throw std::runtime_error("no temporary directory");
    }
    temporary_directory(temporary_directory const&) = delete;
    temporary_directory& operator=(temporary_directory const&) = delete;
    ~temporary_directory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }

    std::string path = {};
};

} // namespace okta::test
#endif
