#ifndef OKTA_TEST_UNIT_HOOK_SQLITE_FIXTURE_HPP
#define OKTA_TEST_UNIT_HOOK_SQLITE_FIXTURE_HPP

#include <okta/hook/sqlite_inbox.hpp>

#include "../auth/temporary_directory.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace okta::test::sqlite {

inline timestamp at(int seconds) { return timestamp(std::chrono::hours(400'000) + std::chrono::seconds(seconds)); }

inline incoming_event event(std::string key, std::string json = "{}")
{
    return {std::move(key), "user.lifecycle.create", "delivery", std::move(json)};
}

inline std::vector<incoming_event> events(std::vector<std::string> const& keys)
{
    std::vector<incoming_event> all;
    for (auto const& key : keys) all.push_back(event(key));
    return all;
}

/// Puts, and waits for the answer.
inline put_result put_now(sqlite_inbox& to, std::vector<incoming_event> all)
{
    auto answer = std::make_shared<std::promise<put_result>>();
    to.put(std::move(all), [answer](put_result r) { answer->set_value(r); });
    auto got = answer->get_future();
    if (got.wait_for(std::chrono::seconds(20)) != std::future_status::ready) throw std::runtime_error("no answer");
    return got.get();
}

inline std::string keys(std::vector<kept_event> const& all)
{
    std::string text;
    for (auto const& e : all) text.append(text.empty() ? "" : " ").append(e.event.key);
    return text;
}

/// Another connection to the same file, as another program would have one.
class other_connection
{
public:
    explicit other_connection(std::string const& path)
    {
        if (::sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("not opened");
        ::sqlite3_busy_timeout(db_, 5'000);
    }
    ~other_connection() { ::sqlite3_close_v2(db_); }
    other_connection(other_connection const&) = delete;
    other_connection& operator=(other_connection const&) = delete;

    void run(std::string const& sql) { run(db_, sql); }
    std::string ask(std::string const& sql) { return run(db_, sql); }

    /// The first column of all rows.
    static std::string run(::sqlite3* db, std::string const& sql)
    {
        std::string all;
        auto const row = [](void* to, int, char** values, char**) {
            auto& text = *static_cast<std::string*>(to);
            text.append(text.empty() ? "" : " ").append(values[0] ? values[0] : "null");
            return 0;
        };
        if (::sqlite3_exec(db, sql.c_str(), row, &all, nullptr) != SQLITE_OK)
            throw std::runtime_error(::sqlite3_errmsg(db));
        return all;
    }

private:
    ::sqlite3* db_ = nullptr;
};

struct inbox_directory : temporary_directory
{
    std::string const file = path + "/inbox.db";
};

} // namespace okta::test::sqlite
#endif
