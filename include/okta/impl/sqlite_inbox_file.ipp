#ifndef OKTA_IMPL_SQLITE_INBOX_FILE_IPP
#define OKTA_IMPL_SQLITE_INBOX_FILE_IPP

#include <okta/hook/inbox_error.hpp>
#include <okta/impl/posix_file.ipp>
#include <okta/impl/sqlite_connection.ipp>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

// The file of an inbox: made, held, and given its tables.

namespace okta::detail {

[[nodiscard]] inline inbox_error inbox_file_error(std::string const& path, std::string const& what, int fault = 0)
{
    auto text = "the inbox '" + path + "' " + what;
    if (fault != 0) text.append(": ").append(std::generic_category().message(fault));
    return inbox_error(text);
}

/// Makes the file where there is none. One that is there is not opened: closing it again would take away the locks that
/// other connections of this process have on it. \returns its path without links, so that two names share a lock
inline std::string make_inbox_file(std::string const& path)
{
    if (path.empty()) throw inbox_error("an inbox needs the path of its file");
    file_descriptor const made(
        uninterrupted([&] { return ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600); }));
    if (!made && errno != EEXIST) throw inbox_file_error(path, "cannot be made", errno);
    if (made && ::fchmod(made.get(), 0600) != 0) throw inbox_file_error(path, "cannot be given the mode 0600", errno);
    std::error_code ec;
    auto const real = std::filesystem::canonical(path, ec);
    if (ec || !std::filesystem::is_regular_file(real, ec)) throw inbox_file_error(path, "is no regular file");
    return real.string();
}

/// Held as long as it lives; the file stays, since removing it would let two have it.
inline file_descriptor lock_inbox(std::string const& path)
{
    auto const name = path + "-lock";
    file_descriptor fd(
        uninterrupted([&] { return ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600); }));
    if (!fd) throw inbox_file_error(path, "cannot be locked by '" + name + "'", errno);
    if (uninterrupted([&] { return ::flock(fd.get(), LOCK_EX | LOCK_NB); }) == 0) return fd;
    if (errno != EWOULDBLOCK) throw inbox_file_error(path, "cannot be locked by '" + name + "'", errno);
    throw inbox_file_error(path, "is open already, here or in another program: one inbox at a time can have a file");
}

inline constexpr int inbox_layout = 1;

// `at`: when a waiting event is due, a dead one died, a handled one was handled; all times in ms since 1970. Numbers
// are not given twice, whatever is removed. The layout has a place of its own, since PRAGMA user_version is the one of
// whoever has tables in the same file.
inline constexpr char const* inbox_tables = R"(
create table okta_inbox_about(name text primary key, value integer not null) without rowid;
insert into okta_inbox_about values ('layout', 1), ('handled', 0), ('repeated', 0);
create table okta_inbox_event(number integer primary key autoincrement, key text not null unique,
    event_type text not null, delivery_id text not null, json text not null, received integer not null,
    state integer not null default 0, at integer not null default 0, attempts integer not null default 0,
    why text not null default '');
create index okta_inbox_by_state on okta_inbox_event(state, at);
create table okta_inbox_checkpoint(name text primary key, text text not null) without rowid;
)";

inline std::int64_t first_integer(sqlite_connection& on, char const* sql)
{
    sqlite_statement s(on, sql);
    sqlite_run run(s);
    return run.row() ? run.integer(0) : 0;
}

/// Looks at what is there, and makes the tables.
inline void prepare_inbox(sqlite_connection& on, bool join)
{
    {
        sqlite_statement encoding(on, "pragma encoding"); // what is stored is bytes, and must come back as they were
        if (sqlite_run run(encoding); !run.row() || run.text(0) != "UTF-8")
            throw inbox_file_error(on.path(), "is a database with another encoding than UTF-8");
    }
    if (first_integer(on, "select count(*) from sqlite_master where name = 'okta_inbox_about'") == 0) {
        if (!join && first_integer(on, "select count(*) from sqlite_master") != 0)
            throw inbox_file_error(on.path(), "is a database without an inbox: name another file, or set `join` to "
                                              "have the inbox's tables made in there");
        sqlite_transaction made(on);
        on.run(inbox_tables);
        made.commit();
    }
    auto const layout = first_integer(on, "select value from okta_inbox_about where name = 'layout'");
    if (layout > inbox_layout)
        throw inbox_file_error(on.path(), "was made by a newer version of this library: its layout is " +
                                              std::to_string(layout) + ", and " + std::to_string(inbox_layout) +
                                              " is the newest known here");
    if (layout != inbox_layout) throw inbox_file_error(on.path(), "is damaged: it does not say its layout");
}

/// What belongs to the file and not to a connection; it is changed when it is known to be an inbox's.
inline void set_journal(sqlite_connection& on)
{
    sqlite_statement journal(on, "pragma journal_mode = wal");
    if (sqlite_run run(journal); !run.row() || run.text(0) != "wal")
        throw inbox_file_error(on.path(), "is where SQLite can have no write-ahead log: put it on a local disk");
}

} // namespace okta::detail
#endif
