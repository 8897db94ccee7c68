#ifndef OKTA_IMPL_LOG_LINE_IPP
#define OKTA_IMPL_LOG_LINE_IPP

#include <okta/exchange/log_line.hpp>

#include <algorithm>

namespace okta {
namespace detail {

class log_pairs
{
public:
    void add(std::string_view key, std::string_view value)
    {
        key_of(key);
        bool const plain = !value.empty() && std::ranges::all_of(value, [](char c) {
            return c > ' ' && c < '\x7f' && c != '"' && c != '\\';
        });
        if (plain) line_ += value;
        else quote(value);
    }
    void add(std::string_view key, std::uint64_t value) { key_of(key), line_ += std::to_string(value); }
    void add(std::string_view key, std::chrono::nanoseconds time)
    {
        add(key, static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0) / 1'000'000));
    }

    /// A text, unless there is none; a time, unless it is 0.
    void add_some(std::string_view key, std::string_view value) { value.empty() ? void() : add(key, value); }
    void add_some(std::string_view key, std::chrono::nanoseconds time) { time.count() == 0 ? void() : add(key, time); }

    [[nodiscard]] std::string take() { return std::move(line_); }

private:
    void key_of(std::string_view key)
    {
        if (!line_.empty()) line_ += ' ';
        line_.append(key) += '=';
    }

    void quote(std::string_view value)
    {
        constexpr std::string_view digits = "0123456789abcdef";
        line_ += '"';
        for (char const c : value) {
            auto const byte = static_cast<unsigned char>(c);
            if (byte < 0x20 || byte == 0x7f) (line_ += "\\x") += {digits[byte >> 4], digits[byte & 15]};
            else if (c == '"' || c == '\\') (line_ += '\\') += c;
            else line_ += c;
        }
        line_ += '"';
    }

    std::string line_;
};

OKTA_DECL void add_request(log_pairs& line, attempt const& a)
{
    line.add("action", a.action.empty() ? "-" : a.action);
    line.add("method", to_string(a.method));
    line.add_some("url", a.url);
    line.add("attempt", static_cast<std::uint64_t>(a.number));
}

OKTA_DECL void add_outcome(log_pairs& line, attempt const& a)
{
    if (a.status != 0) line.add("status", static_cast<std::uint64_t>(a.status));
    if (a.failure) line.add("error", a.failure->message());
    if (a.facts) line.add_some("request", a.facts->request_id);
    line.add("ms", a.took);
    line.add_some("waited_ms", a.waited);
    if (a.waited_for != wait_reason::none) line.add("waited_for", to_string(a.waited_for));
}

OKTA_DECL void add_transfer(log_pairs& line, attempt const& a)
{
    auto const& t = a.transfer;
    line.add_some("authorising_ms", a.authorising);
    line.add_some("queued_ms", t.queued);
    line.add_some("resolve_ms", t.resolve);
    line.add_some("connect_ms", t.connect);
    line.add_some("tls_ms", t.tls);
    line.add_some("write_ms", t.write);
    line.add_some("wait_ms", t.wait);
    line.add_some("read_ms", t.read);
    if (t.bytes_sent + t.bytes_received == 0) return;
    line.add("sent", t.bytes_sent);
    line.add("received", t.bytes_received);
    line.add("connection", t.reused ? "kept" : "new");
}

OKTA_DECL log_pairs describe_attempt(attempt const& a)
{
    log_pairs line;
    add_request(line, a);
    add_outcome(line, a);
    add_transfer(line, a);
    if (a.facts && a.facts->rate_limit)
        line.add("rate",
                 std::to_string(a.facts->rate_limit->remaining) + '/' + std::to_string(a.facts->rate_limit->limit));
    if (!a.last) line.add("next_ms", std::chrono::nanoseconds(a.next_wait));
    line.add_some("given_up", a.given_up);
    return line;
}

} // namespace detail

OKTA_DECL std::string to_log_line(attempt const& a) { return detail::describe_attempt(a).take(); }

OKTA_DECL void log_lines::operator()(attempt const& a) const
{
    if (!a.last) return;
    auto line = detail::describe_attempt(a);
    line.add("attempts", static_cast<std::uint64_t>(a.facts ? a.facts->attempts : 0));
    line.add("call_ms", a.ended - a.call_started);
    line.add_some("call_waited_ms", a.call_waited);
    write_(line.take());
}

} // namespace okta
#endif
