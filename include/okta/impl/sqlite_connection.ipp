#ifndef OKTA_IMPL_SQLITE_CONNECTION_IPP
#define OKTA_IMPL_SQLITE_CONNECTION_IPP

#include <okta/hook/inbox_error.hpp>

#include <algorithm>
#include <chrono>
#include <climits>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <sqlite3.h>

// SQLite's handles, and its codes as inbox_error.

namespace okta::detail {

/// One connection, used by one thread at a time.
class sqlite_connection
{
public:
    sqlite_connection(std::string path, std::chrono::milliseconds busy_timeout) : path_(std::move(path))
    {
        constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
        auto const code = ::sqlite3_open_v2(path_.c_str(), &db_, flags, nullptr);
        if (code != SQLITE_OK) {
            auto const e = error("cannot be opened", code);
            ::sqlite3_close_v2(db_);
            throw e;
        }
        ::sqlite3_extended_result_codes(db_, 1);
        ::sqlite3_busy_timeout(db_, static_cast<int>(std::clamp<std::int64_t>(busy_timeout.count(), 0, INT_MAX)));
    }
    ~sqlite_connection() { ::sqlite3_close_v2(db_); }
    sqlite_connection(sqlite_connection const&) = delete;
    sqlite_connection& operator=(sqlite_connection const&) = delete;

    [[nodiscard]] ::sqlite3* get() const noexcept { return db_; }
    [[nodiscard]] std::string const& path() const noexcept { return path_; }

    /// Statements without parameters and without rows that matter.
    void run(char const* sql)
    {
        if (auto const code = ::sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
            throw error("cannot be used", code);
    }

    [[nodiscard]] inbox_error error(std::string const& what, int code) const
    {
        auto text = "the inbox '" + path_ + "' ";
        text.append(what).append(": ").append(db_ ? ::sqlite3_errmsg(db_) : ::sqlite3_errstr(code));
        return inbox_error(text, code);
    }

private:
    std::string path_;
    ::sqlite3* db_ = nullptr;
};

/// One that is prepared once and run often.
class sqlite_statement
{
public:
    sqlite_statement(sqlite_connection& on, std::string_view sql) : on_(&on)
    {
        auto const size = static_cast<int>(sql.size());
        auto const code = ::sqlite3_prepare_v3(on.get(), sql.data(), size, SQLITE_PREPARE_PERSISTENT, &it_, nullptr);
        if (code != SQLITE_OK) throw on.error("cannot be used", code);
    }
    ~sqlite_statement() { ::sqlite3_finalize(it_); }
    sqlite_statement(sqlite_statement const&) = delete;
    sqlite_statement& operator=(sqlite_statement const&) = delete;

private:
    friend class sqlite_run;
    sqlite_connection* on_;
    ::sqlite3_stmt* it_ = nullptr;
};

/// One run of a statement: bound, stepped, and reset at the end. Texts are to live as long as it does.
class sqlite_run
{
public:
    template <class... Values>
    explicit sqlite_run(sqlite_statement& s, Values const&... values) : on_(s.on_), it_(s.it_)
    {
        [[maybe_unused]] int place = 0;
        (bind(++place, values), ...);
    }
    ~sqlite_run()
    {
        ::sqlite3_reset(it_);
        ::sqlite3_clear_bindings(it_);
    }
    sqlite_run(sqlite_run const&) = delete;
    sqlite_run& operator=(sqlite_run const&) = delete;

    /// False: there is no further row.
    bool row()
    {
        auto const code = ::sqlite3_step(it_);
        if (code == SQLITE_ROW) return true;
        if (code == SQLITE_DONE) return false;
        throw on_->error("cannot be used", code);
    }

    /// Runs to the end. \returns how many rows it changed
    std::size_t all()
    {
        while (row()) {}
        return static_cast<std::size_t>(::sqlite3_changes(on_->get()));
    }

    [[nodiscard]] std::int64_t integer(int column) const { return ::sqlite3_column_int64(it_, column); }
    [[nodiscard]] std::string text(int column) const
    {
        auto const* const bytes = static_cast<char const*>(::sqlite3_column_blob(it_, column));
        auto const size = ::sqlite3_column_bytes(it_, column);
        return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
    }

private:
    void bind(int place, std::integral auto value)
    {
        check(::sqlite3_bind_int64(it_, place, static_cast<::sqlite3_int64>(value)));
    }
    void bind(int place, std::string_view text)
    {
        auto const* const bytes = text.empty() ? "" : text.data(); // a null pointer would be NULL
        check(::sqlite3_bind_text64(it_, place, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    void check(int code)
    {
        if (code == SQLITE_OK) return;
        auto const e = on_->error("cannot be used", code);
        ::sqlite3_clear_bindings(it_); // the destructor does not run
        throw e;
    }

    sqlite_connection* on_;
    ::sqlite3_stmt* it_;
};

/// A transaction that writes; rolled back unless it is committed.
class sqlite_transaction
{
public:
    explicit sqlite_transaction(sqlite_connection& on) : on_(&on) { on.run("begin immediate"); }
    ~sqlite_transaction()
    {
        if (open()) ::sqlite3_exec(on_->get(), "rollback", nullptr, nullptr, nullptr);
    }
    sqlite_transaction(sqlite_transaction const&) = delete;
    sqlite_transaction& operator=(sqlite_transaction const&) = delete;

    /// False: committed, or rolled back by SQLite itself.
    [[nodiscard]] bool open() const noexcept { return ::sqlite3_get_autocommit(on_->get()) == 0; }
    void commit() { on_->run("commit"); }

private:
    sqlite_connection* on_;
};

} // namespace okta::detail
#endif
