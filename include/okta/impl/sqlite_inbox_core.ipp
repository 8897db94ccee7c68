#ifndef OKTA_IMPL_SQLITE_INBOX_CORE_IPP
#define OKTA_IMPL_SQLITE_INBOX_CORE_IPP

#include <okta/hook/sqlite_inbox.hpp>
#include <okta/hook/system_time.hpp>
#include <okta/impl/posix_file.ipp>
#include <okta/impl/sqlite_connection.ipp>
#include <okta/impl/sqlite_inbox_book.ipp>
#include <okta/impl/sqlite_inbox_file.ipp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

// What the parts of an inbox share.

namespace okta::detail {

/// The file and three connections to it. Handlers have one of their own, so that nothing they leave behind on it is in
/// the way of puts; readers have one, so that they wait for neither.
struct inbox_database
{
    inbox_database(std::string const& name, sqlite_inbox_options const& o)
        : path(make_inbox_file(name)),
          lock(lock_inbox(path)),
          putting(path, o.busy_timeout),
          settling(path, o.busy_timeout),
          reading(path, o.busy_timeout)
    {
        if (::sqlite3_threadsafe() == 0) throw inbox_error("this SQLite was built without support for threads");
        prepare_inbox(putting, o.join);
        set_journal(putting);
        for (auto* const c : {&putting, &settling, &reading}) {
            c->run(o.synchronous == sqlite_synchronous::full ? "pragma synchronous = full"
                                                             : "pragma synchronous = normal");
            c->run("pragma journal_size_limit = 67108864"); // a burst's log gives its room back
        }
    }

    std::string path;
    file_descriptor lock;
    sqlite_connection putting, settling, reading;
};

inline std::int64_t inbox_time(timestamp t) { return std::max<std::int64_t>(t.time_since_epoch().count(), 0); }
inline timestamp inbox_time(std::int64_t ms) { return timestamp(std::chrono::milliseconds(ms)); }

inline void check_checkpoint(std::string_view name, std::string_view text)
{
    if (name.empty() || name.size() > max_checkpoint_name)
        throw std::invalid_argument("a checkpoint's name must have 1 to " + std::to_string(max_checkpoint_name) +
                                    " bytes");
    if (text.size() > max_checkpoint_text)
        throw std::invalid_argument("a checkpoint's text must have at most " + std::to_string(max_checkpoint_text) +
                                    " bytes");
}

inline constexpr std::string_view select_checkpoint = "select text from okta_inbox_checkpoint where name = ?";
inline constexpr std::string_view upsert_checkpoint =
    "insert into okta_inbox_checkpoint values (?, ?) on conflict(name) do update set text = excluded.text";

inline std::optional<std::string> read_checkpoint(sqlite_statement& select, std::string_view name)
{
    check_checkpoint(name, {});
    sqlite_run run(select, name);
    return run.row() ? std::optional(run.text(0)) : std::nullopt;
}

struct inbox_core
{
    inbox_core(std::string const& path, sqlite_inbox_options o) : options(std::move(o)), database(path, options)
    {
        sqlite_statement waiting(database.reading, "select number, at from okta_inbox_event where state = 0");
        for (sqlite_run run(waiting); run.row();)
            book.add(static_cast<std::uint64_t>(run.integer(0)), inbox_time(run.integer(1)));
        auto const count = [&](char const* sql) {
            return static_cast<std::uint64_t>(first_integer(database.reading, sql));
        };
        dead = count("select count(*) from okta_inbox_event where state = 1");
        handled = count("select value from okta_inbox_about where name = 'handled'");
        repeated = count("select value from okta_inbox_about where name = 'repeated'");
    }

    [[nodiscard]] timestamp now() const { return options.clock ? options.clock() : system_time(); }

    /// Held while writing; `put`: whether puts are written.
    [[nodiscard]] write_turn::guard turn_to_write(bool put = false)
    {
        return write_turn::guard(turn, put, database.path, options.busy_timeout);
    }

    sqlite_inbox_options const options;
    inbox_database database;
    inbox_book book = {};
    write_turn turn = {};
    listeners listener = {};
    std::atomic<std::uint64_t> dead = 0, handled = 0, repeated = 0; // changed by whose turn it is
};

} // namespace okta::detail
#endif
