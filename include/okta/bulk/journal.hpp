#ifndef OKTA_BULK_JOURNAL_HPP
#define OKTA_BULK_JOURNAL_HPP

#include <okta/codec/http.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/result.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace okta::detail {

/// What a run of many calls wrote down of them: a file that is only appended to, a JSON object a line.
///
///     {"begin":3,"request":"9c1f0a6b52d4e887","since":1795694400,"before":"ACTIVE"}      it is about to be sent
///     {"done":3,"status":200,"body":"{\"id\":…"}                                         it was answered so
///     {"failed":3,"error":"service: E0000001 …"}                                         surely without effect
///     {"unknown":3,"error":"transport: …","at":1795694431}                               nobody knows yet
///
/// What has begun and has no end, since the program was killed, is unknown, too. A last line that is cut off was never
/// written. POSIX systems. Not thread-safe.
class journal
{
public:
    enum class state : std::uint8_t { none, begun, done, failed, unknown };

    /// What is known of a call that may have happened.
    struct record
    {
        std::string request = {};                           // its fingerprint
        std::optional<std::chrono::sys_seconds> since = {}; // it was sent at or after this, by the server's clock
        std::string before = {};                            // what was there
        std::optional<std::chrono::sys_seconds> ended = {}; // it was sent before this; empty: not known
    };

    /// Opens or makes the file, for its owner only, and reads what is in it. An error (`invalid_request`) when it is in
    /// use, cannot be read or written, or is no journal: with the line's number.
    [[nodiscard]] static result<std::unique_ptr<journal>> open(std::string const& path);
    ~journal();

    [[nodiscard]] state state_of(std::size_t index) const noexcept;
    [[nodiscard]] std::optional<record> begun(std::size_t index) const; ///< `ended` is one of an unknown one

    /// The answer of one that is done: its body as it was, no header fields.
    [[nodiscard]] std::optional<http_response> answer_of(std::size_t index) const;

    /// Whether something that is done created it: two calls must not take the same thing for theirs.
    [[nodiscard]] bool is_taken(std::string_view id) const;

    /// Appends; what has begun is on the disk after `synchronise` only. Afterwards `failure` may say that it failed.
    void begin(std::size_t index, record const& r);
    void end(std::size_t index, http_response const& answer);
    void end(std::size_t index, state failed_or_unknown, error const& e,
             std::optional<std::chrono::sys_seconds> now = {}); ///< by the server's clock
    void synchronise();

    [[nodiscard]] std::optional<error> const& failure() const noexcept { return failure_; }

private:
    struct file;
    explicit journal(std::unique_ptr<file> f);

    struct place
    {
        std::uint64_t begin = 0, end = 0; // of the lines, from 1 on; 0: none
        state what = state::none;
    };

    void append(std::string line, std::size_t index, state what);
    [[nodiscard]] std::optional<error> read(std::string const& path);
    [[nodiscard]] bool read_line(std::string_view line, std::uint64_t at);
    place& at(std::size_t index);

    std::unique_ptr<file> file_;
    std::vector<place> places_ = {};
    std::vector<std::string> taken_ = {}; // sorted
    std::uint64_t size_ = 0;
    std::optional<error> failure_ = {};
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/journal.ipp>
#endif
#endif
