#ifndef OKTA_EXCHANGE_LOG_LINE_HPP
#define OKTA_EXCHANGE_LOG_LINE_HPP

#include <okta/exchange/observation.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace okta {

/// The attempt as `key=value` pairs with blanks between, values quoted where they hold others than plain characters:
///
///     action=get_user method=GET url=https://example.okta.com/api/v1/users/00u1 attempt=1 status=200 request=ZxQ…
///     ms=112 queued_ms=0 tls_ms=48 wait_ms=61 sent=412 received=2210 connection=new rate=599/600
///
/// and what there is of `waited_ms` with `waited_for`, `error`, `next_ms` and `given_up`. Control characters are
/// written as `\xHH`, so a line is one line.
[[nodiscard]] std::string to_log_line(attempt const& a);

/// An observer that writes one line per call, when it is over: its last attempt, with `attempts`, `call_ms` and
/// `call_waited_ms` of the whole.
///
///     okta::client org{…, {.observer = okta::log_lines{[](std::string_view line) { std::clog << line << '\n'; }}}};
///
/// `write` is called by several threads at a time where calls run on several.
class log_lines
{
public:
    explicit log_lines(std::function<void(std::string_view line)> write) : write_(std::move(write)) {}

    void operator()(attempt const& a) const;

private:
    std::function<void(std::string_view)> write_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/log_line.ipp>
#endif
#endif
