#ifndef OKTA_IMPL_SQLITE_INBOX_SETTLER_IPP
#define OKTA_IMPL_SQLITE_INBOX_SETTLER_IPP

#include <okta/hook/sqlite_inbox.hpp>
#include <okta/impl/sqlite_inbox_core.ipp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What is written by way of the handlers' connection.

namespace okta::detail {

/// Why an event failed, as far as it is kept: cut between two characters.
inline std::string_view kept_reason(std::string_view why)
{
    constexpr std::size_t most = 4096;
    if (why.size() <= most) return why;
    auto end = most;
    while (end > most - 3 && (static_cast<unsigned char>(why[end]) & 0xc0u) == 0x80u) --end;
    return why.substr(0, end);
}

class inbox_settler
{
public:
    explicit inbox_settler(inbox_core& core) : core_(core)
    {
        ::sqlite3_set_authorizer(on().get(), &inbox_settler::authorise, this);
    }
    ~inbox_settler() { ::sqlite3_set_authorizer(on().get(), nullptr, nullptr); }
    inbox_settler(inbox_settler const&) = delete;
    inbox_settler& operator=(inbox_settler const&) = delete;

    sqlite_connection& on() { return core_.database.settling; }

    /// One transaction.
    template <class F>
    void write(F f)
    {
        auto const turn = core_.turn_to_write();
        sqlite_transaction all(on());
        f();
        all.commit();
    }

    struct outcome
    {
        std::optional<verdict> said = {};
        std::exception_ptr thrown = {};
    };

    /// Calls the handler, keeps what it did together with its `done`, and else undoes that. What is thrown, and not
    /// told in the outcome, is the storage's: the transaction is not to be committed then.
    template <class F>
    outcome handle(std::uint64_t number, timestamp now, F handler)
    {
        outcome o;
        sqlite_run(savepoint_).all();
        try {
            in_handler_ = true;
            o.said = handler();
        } catch (...) {
            o.thrown = std::current_exception();
        }
        leave_handler();
        if (rolled_back()) {
            if (o.thrown) return o;
            throw on().error("has lost a handler's transaction", SQLITE_ABORT_ROLLBACK);
        }
        if (!o.said || o.said->said != verdict::what::done) sqlite_run(roll_back_).all();
        if (o.said) record(number, *o.said, now);
        sqlite_run(release_).all();
        return o;
    }

    /// Whether SQLite has rolled back by itself, as it does when the disk is full.
    bool rolled_back() { return ::sqlite3_get_autocommit(on().get()) != 0; }

    void record(std::uint64_t number, verdict const& said, timestamp now)
    {
        auto const why = kept_reason(said.why);
        switch (said.said) {
        case verdict::what::done: sqlite_run(done_, number, inbox_time(now)).all(); break;
        case verdict::what::again: sqlite_run(again_, number, inbox_time(said.due), why).all(); break;
        case verdict::what::dead: sqlite_run(die_, number, inbox_time(now), why).all(); break;
        }
    }

    /// To be called before the commit. \returns how many dead events there are then
    std::uint64_t count(std::uint64_t handled, std::uint64_t died, timestamp now)
    {
        if (handled > 0) sqlite_run(count_handled_, handled).all();
        auto const all = core_.dead + died;
        if (all <= core_.options.max_dead) return all;
        return all - sqlite_run(trim_dead_, inbox_time(now), all - core_.options.max_dead).all();
    }

    bool replay_dead(std::uint64_t number)
    {
        {
            auto const turn = core_.turn_to_write();
            if (sqlite_run(replay_, number, 1).all() == 0) return false; // a transaction by itself
            --core_.dead;
        }
        core_.book.add(number, {});
        core_.listener.tell();
        return true;
    }

    std::size_t replay(std::vector<std::uint64_t> const& numbers)
    {
        constexpr std::size_t step = 1'000; // puts have their turn in between
        std::size_t all = 0;
        for (std::size_t from = 0; from < numbers.size(); from += step) {
            std::vector<std::uint64_t> replayed;
            write([&] {
                for (auto const number : std::span(numbers).subspan(from, std::min(step, numbers.size() - from)))
                    if (sqlite_run(replay_, number, 2).all() != 0) replayed.push_back(number);
            });
            for (auto const number : replayed) core_.book.add(number, {});
            all += replayed.size();
            if (!replayed.empty()) core_.listener.tell();
        }
        return all;
    }

    std::optional<std::string> checkpoint(std::string_view name) { return read_checkpoint(checkpoint_, name); }

    void set_checkpoint(std::string_view name, std::string_view text)
    {
        check_checkpoint(name, text);
        sqlite_run(set_checkpoint_, name, text).all();
    }

private:
    /// A handler that ended the transaction would tear what belongs together.
    static int authorise(void* self, int action, char const*, char const* name, char const*, char const*)
    {
        if (!static_cast<inbox_settler*>(self)->in_handler_) return SQLITE_OK;
        bool const ours = action == SQLITE_SAVEPOINT && name && std::string_view(name) == "okta_inbox_event";
        return ours || action == SQLITE_TRANSACTION ? SQLITE_DENY : SQLITE_OK;
    }

    /// A statement that was left amid its rows would be in the way of the transactions to come.
    void leave_handler()
    {
        in_handler_ = false;
        for (auto* s = ::sqlite3_next_stmt(on().get(), nullptr); s; s = ::sqlite3_next_stmt(on().get(), s))
            if (::sqlite3_stmt_busy(s)) ::sqlite3_reset(s);
    }

    inbox_core& core_;
    bool in_handler_ = false;
    sqlite_statement savepoint_{on(), "savepoint okta_inbox_event"}, release_{on(), "release okta_inbox_event"},
        roll_back_{on(), "rollback to okta_inbox_event"};
    sqlite_statement done_{on(), "update okta_inbox_event set state = 2, at = ?2, why = '' where number = ?1"};
    sqlite_statement again_{on(), "update okta_inbox_event set at = ?2, attempts = attempts + 1, why = ?3 "
                                  "where number = ?1"};
    sqlite_statement die_{on(), "update okta_inbox_event set state = 1, at = ?2, attempts = attempts + 1, why = ?3 "
                                "where number = ?1"};
    sqlite_statement count_handled_{on(), "update okta_inbox_about set value = value + ? where name = 'handled'"};
    sqlite_statement trim_dead_{on(), "update okta_inbox_event set state = 2, at = ? where number in (select number "
                                      "from okta_inbox_event where state = 1 order by at, number limit ?)"};
    sqlite_statement replay_{on(), "update okta_inbox_event set state = 0, at = 0, attempts = 0, why = '' "
                                   "where number = ? and state = ?"};
    sqlite_statement checkpoint_{on(), select_checkpoint}, set_checkpoint_{on(), upsert_checkpoint};
};

} // namespace okta::detail
#endif
