#ifndef OKTA_TEST_INTEROP_OIDC_STEPS_HPP
#define OKTA_TEST_INTEROP_OIDC_STEPS_HPP

#include <okta/model/result.hpp>

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

// Steps that print what came of them, and how a step says that something came which it did not expect.

namespace okta::test {

struct unexpected : std::runtime_error
{
    unexpected(std::string_view what, std::string_view wanted, std::string_view came)
        : std::runtime_error(std::string(what) + ": expected " + std::string(wanted) + ", got " + std::string(came))
    {
    }
};

class steps
{
public:
    template <class Body>
    void operator()(std::string_view name, Body body)
    {
        try {
            body();
            std::cout << "ok " << name << std::endl;
            ++passed_;
        } catch (std::exception const& e) {
            std::cout << "FAILED " << name << "\n    " << e.what() << std::endl;
            ++failed_;
        }
    }

    /// The program's exit status.
    [[nodiscard]] int finish() const
    {
        std::cout << passed_ << " steps passed, " << failed_ << " failed" << std::endl;
        return failed_ != 0 || passed_ == 0;
    }

private:
    int passed_ = 0, failed_ = 0;
};

inline void equal(std::string_view what, std::string_view came, std::string_view wanted)
{
    if (came != wanted) throw unexpected(what, "'" + std::string(wanted) + "'", "'" + std::string(came) + "'");
}

inline void holds(std::string_view what, bool true_)
{
    if (!true_) throw unexpected(what, "true", "false");
}

/// The value of a call that has to succeed.
template <class T>
T taken(std::string_view what, result<T> r)
{
    if (!r) throw unexpected(what, "success", r.error().message());
    return std::move(*r);
}

/// The error of a call that has to fail.
template <class T>
error failure(std::string_view what, result<T> const& r)
{
    if (r) throw unexpected(what, "a refusal", "success");
    return r.error();
}

} // namespace okta::test
#endif
