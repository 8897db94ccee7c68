#ifndef OKTA_HOOK_SQLITE_INBOX_HPP
#define OKTA_HOOK_SQLITE_INBOX_HPP

#include <okta/hook/inbox.hpp>
#include <okta/hook/inbox_error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

// This header, and only this one, needs SQLite 3.24 or newer: its header, and its library when linking. POSIX systems.

namespace okta {

/// What a kept event outlives: https://sqlite.org/pragma.html#pragma_synchronous
enum class sqlite_synchronous {
    full,  ///< a power cut too
    normal ///< the program's end and crash, but not always a power cut
};

struct sqlite_inbox_options
{
    std::uint64_t max_waiting = 1'000'000; ///< events not handled; each takes some 64 bytes of memory
    std::uint64_t max_bytes = 4ull << 30;  ///< of the file. Beyond, the oldest handled events go, and then it is `full`
    std::uint64_t max_dead = 100'000;      ///< beyond, the oldest of them count as handled; replay_since has them still
    std::chrono::milliseconds keep_handled = std::chrono::hours(7 * 24); ///< to tell repetitions, and to replay
    std::chrono::milliseconds busy_timeout{
        1'000}; ///< for others who write, and as long for the inbox's own handlers: Okta waits 3 s
    std::chrono::milliseconds longest_batch{200}; ///< of handlers in one transaction: puts wait for it
    std::size_t max_batch = 1'000;                ///< events that are put by one transaction; one put is never split
    std::size_t max_queued = 10'000;              ///< events that wait for their transaction
    std::size_t max_queued_bytes = 64 * 1024 * 1024;
    sqlite_synchronous synchronous = sqlite_synchronous::full;
    bool join = false; ///< whether a database that has tables, and no inbox yet, is given one; else it is refused
    std::function<timestamp()> clock = {}; ///< nothing: the system's; called by any thread
};

inline constexpr std::size_t max_checkpoint_name = 128;       ///< bytes
inline constexpr std::size_t max_checkpoint_text = 64 * 1024; ///< bytes

/// An inbox in a SQLite database, for one program at a time. The database can be one's own as well: what a handler
/// writes to its tables by way of the context is kept with the event's being handled, or neither is.
///
/// `put` leaves its events to a thread of the inbox, which keeps what has come meanwhile in one transaction: so many
/// puts share one synchronisation with the disk. It answers `kept` when that is done.
///
/// The file is made with the mode 0600; beside it there are SQLite's `-wal` and `-shm`, and `-lock`, which stays and
/// keeps a second program, or a second inbox of this one, away. Others may read the database, and write tables of
/// their own by short transactions. The inbox's tables begin with `okta_inbox_`.
///
/// \par Errors: inbox_error, which names the file, for what the storage refuses: no room on the disk, an I/O error, a
/// database locked for longer than `busy_timeout`. Nothing that was kept is lost, and the next call may succeed.
/// `std::invalid_argument` for arguments beyond their bounds.
/// \par Thread safety: all functions, from any thread. A handler must not call `settle`, `replay_dead`, `replay_since`
/// or `set_checkpoint` of the inbox (inbox_error), and must not wait for a put: it is within a transaction.
/// \par Exception safety: strong.
class sqlite_inbox
{
public:
    class context;
    using handler = std::function<verdict(kept_event const&, context&)>;

    /// Opens the database, or makes it; the directory must be there.
    ///
    /// \throws inbox_error when another inbox has it open, it is no database, a newer version of this library made it,
    /// or it has tables but no inbox (see sqlite_inbox_options::join)
    explicit sqlite_inbox(std::string const& path, sqlite_inbox_options options = {});

    /// Waits until everything that was put is kept and its `done` has returned. Not to be called by a `done`.
    ~sqlite_inbox();
    sqlite_inbox(sqlite_inbox const&) = delete;
    sqlite_inbox& operator=(sqlite_inbox const&) = delete;

    /// Keeps all events or none. `done` is called once: at once with `full` when too much is queued, else by the
    /// inbox's thread; it must neither throw nor take long, since the puts behind it wait. Events that are there
    /// already need room as well, until they are found to be. No events at all: `kept`, after all that was put before.
    ///
    /// \throws std::invalid_argument for a key that is empty or longer than 256 bytes; `done` is not called then
    void put(std::vector<incoming_event> events, std::function<void(put_result)> done);

    /// As put; the checkpoint is set by the same transaction, or not at all.
    void put_and_checkpoint(std::vector<incoming_event> events, std::string name, std::string text,
                            std::function<void(put_result)> done);

    /// Up to `most` events that are due. Each stays taken until it is settled, and for as long as the inbox is open.
    [[nodiscard]] std::vector<kept_event> take(timestamp now, std::size_t most);

    /// Calls `handle` for each event that is taken, in turn, all in one transaction; others are passed over. With
    /// `done`, what it did by way of the context is kept; with another verdict that is undone, and the verdict kept.
    ///
    /// It stops after `longest_batch`, when the event under way is done, and gives the others back: take gives them
    /// again. It does so as well when a handler throws: that event's doings are undone, the ones before it are kept,
    /// and the exception is passed on; the event that it was thrown for stays taken, for `settle(number, …)`.
    ///
    /// \returns how many events were settled
    /// \throws inbox_error when the transaction could not be kept: none is settled then, and all are given back
    std::size_t settle(std::span<kept_event const> events, handler const& handle, timestamp now);

    /// Settles an event that was handled elsewhere: one that is taken, or waits.
    /// \returns false when it does neither, or another thread is about to settle it
    bool settle(std::uint64_t number, verdict const& said, timestamp now);

    /// The earliest time that an event, given back with `again` and not taken since, waits for.
    [[nodiscard]] std::optional<timestamp> next_due() const;

    /// Has an event taken again that nobody has handled. It is no failure, and nothing is written.
    void give_back(std::uint64_t number);

    /// Adds who is called when there may be something to take: after puts, replays, and events that were given back. It
    /// must not throw.
    [[nodiscard]] listening on_put(std::function<void()> listener);

    /// The first to die first.
    [[nodiscard]] std::vector<dead_event> dead(std::size_t most) const;

    /// Lets a dead event wait again, as if no handler had failed. False: there is none of that number.
    bool replay_dead(std::uint64_t number);

    /// Lets the events wait again that were handled at `since` or later and are kept still, the first handled first, as
    /// many as there is room for by `max_waiting`. They keep their numbers.
    /// \returns how many
    std::size_t replay_since(timestamp since);

    [[nodiscard]] inbox_counts counts() const;

    /// A small text that was kept beside the events, such as how far a log has been read.
    [[nodiscard]] std::optional<std::string> checkpoint(std::string_view name) const;

    /// \param name 1 to max_checkpoint_name bytes
    /// \param text at most max_checkpoint_text bytes
    void set_checkpoint(std::string_view name, std::string_view text);

    /// Why the last put that was answered with `failed` was; empty: none was.
    [[nodiscard]] std::string last_failure() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// The transaction that a handler is called in. It is the handler's until it returns, on its thread.
class sqlite_inbox::context
{
public:
    /// The inbox's connection, for tables of one's own. `BEGIN`, `COMMIT` and `ROLLBACK` are refused on it; savepoints
    /// are not. Statements are to be finalised or reset before the handler returns.
    [[nodiscard]] ::sqlite3* handle() const noexcept;

    /// As the inbox's, within the transaction.
    [[nodiscard]] std::optional<std::string> checkpoint(std::string_view name) const;
    void set_checkpoint(std::string_view name, std::string_view text);

private:
    friend class sqlite_inbox;
    explicit context(state& in) noexcept : state_(&in) {}

    state* state_;
};

} // namespace okta

// Here also with OKTA_SEPARATE_COMPILATION, since the compiled library does without SQLite.
#include <okta/impl/sqlite_inbox.ipp>
#include <okta/impl/sqlite_inbox_settle.ipp>
#include <okta/impl/sqlite_inbox_writer.ipp>
#endif
