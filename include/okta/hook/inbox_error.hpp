#ifndef OKTA_HOOK_INBOX_ERROR_HPP
#define OKTA_HOOK_INBOX_ERROR_HPP

#include <stdexcept>
#include <string>

namespace okta {

/// The storage of an inbox failed: `what()` names the file and what its storage says. What was kept before is kept.
class inbox_error : public std::runtime_error
{
public:
    explicit inbox_error(std::string const& what, int code = 0) : std::runtime_error(what), code_(code) {}

    /// The storage's own code, for SQLite an extended result code (`SQLITE_IOERR_WRITE`); 0: there is none.
    [[nodiscard]] int code() const noexcept { return code_; }

private:
    int code_;
};

} // namespace okta
#endif
