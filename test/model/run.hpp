#ifndef OKTA_TEST_MODEL_RUN_HPP
#define OKTA_TEST_MODEL_RUN_HPP

#include "chance.hpp"
#include "recorder.hpp"
#include "reference.hpp"

#include <okta/client.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace okta::test {

/// What the org and the model do not agree on; the text has seed, step, request and both views.
struct disagreement : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// An org and its model side by side, and what steps need to drive both.
class run
{
public:
    /// `people`: how many there are from the beginning.
    explicit run(std::uint64_t seed, std::size_t people = 0);

    /// \throws disagreement
    void step();
    void compare_everything();

    chance random;
    std::shared_ptr<timestamp> time;
    sandbox::org org;
    reference model;
    std::vector<token_entry> tokens; ///< the first is the administrator's API token
    std::vector<std::string> gone;   ///< ids of what was deleted, and made-up ones
    std::optional<pages<list_log_events>> poll;
    std::size_t polled = 0; ///< events that `poll` has given

    std::size_t steps = 0, calls = 0;
    std::map<std::string, std::size_t> done;    ///< successes by action
    std::map<std::string, std::size_t> refused; ///< by error code

    [[nodiscard]] std::vector<std::size_t> const& answers() const { return *recorder_.answers; }

    /// Lets anyone make the next call: mostly the administrator.
    void choose_caller();
    void call_as_administrator() { model.caller = tokens.front(); }

    /// Calls, and compares the outcome with the model's. \returns the value, if there is one
    template <action A>
    std::optional<result_of<A>> perform(A const& a)
    {
        auto got = call(a);
        std::string id;
        if constexpr (requires { got->id.text; })
            if (got) id = got->id.text;
        auto expected = admitted<A>();
        if (expected.good()) expected = model.act(a, id);
        settle(a, expected, got ? nullptr : &got.error());
        if (!got) return std::nullopt;
        compare_values(a, expected, *got);
        last_facts = got.facts();
        return std::move(*got);
    }

    /// Lists to the end, and compares item by item.
    template <action A>
    void list(A const& a, asked const& q = {})
    {
        auto expected = admitted<A>();
        if (expected.good()) expected = model.list(a, q);
        auto const limit = page_size(a);
        auto all = client().pages(a);
        std::vector<view> items;
        for (int n = 0; n < 5'000; ++n) {
            auto const page = next(all);
            if (!page) break;
            if (page->size() > limit) disagree(printed(a), "at most " + std::to_string(limit), "a longer page");
            if (!page->bad_items.empty()) disagree(printed(a), "no bad items", page->bad_items[0].error);
            for (auto const& item : *page) items.push_back(seen(item));
            if (polls(a) && page->empty()) break;
        }
        settle(a, expected, all.failure() ? &*all.failure() : nullptr);
        if (!all.failure()) compare_lists(printed(a), expected.items, items);
    }

    template <class Pages>
    auto next(Pages& all)
    {
        ++calls;
        if (random.one_in(2)) return all.next();
        std::optional<decltype(all.next())> page;
        drive(take(all.async_next(), page));
        return std::move(page.value());
    }

    template <action A>
    result<result_of<A>> call(A const& a)
    {
        ++calls;
        auto& c = client();
        if (random.one_in(2)) return c.call(a);
        std::optional<result<result_of<A>>> r;
        drive(take(c.async_call(a), r));
        return std::move(r.value());
    }

    void compare_lists(std::string const& request, std::vector<view> const& model, std::vector<view> const& org);
    [[noreturn]] void disagree(std::string const& request, std::string const& model, std::string const& org) const;
    okta::client& client();

    /// An item of a list as the model shows it.
    template <class T>
    static view seen(T const& item)
    {
        return view_of_answer(item);
    }
    static view seen(log_event const& e);

    response_facts last_facts;

private:
    /// A coroutine for each type of result, not for each action: they are what costs the compiler.
    template <class Operation, class Result>
    static boost::asio::awaitable<void> take(Operation operation, std::optional<Result>& to)
    {
        to = co_await std::move(operation);
    }
    void drive(boost::asio::awaitable<void> work);

    template <class A>
    answer admitted() const
    {
        std::vector<std::string> scopes(A::endpoint::scope_texts.begin(), A::endpoint::scope_texts.end());
        return model.admit(scopes, std::is_same_v<A, get_user_info>);
    }

    template <class A>
    static std::string printed(A const& a)
    {
        auto const r = encode(a);
        if (!r) return r.error().message();
        return std::string(to_string(r->method)) + ' ' + r->target + ' ' + r->body;
    }

    /// The most that a page may have: what was asked for, the list's default, its maximum.
    template <class A>
    static std::size_t page_size(A const& a)
    {
        std::int32_t usual = 200, most = 200;
        if constexpr (std::is_same_v<A, list_groups>) usual = most = 10'000;
        if constexpr (std::is_same_v<A, list_group_members>) usual = most = 1'000;
        if constexpr (std::is_same_v<A, list_log_events>) usual = 100, most = 1'000;
        if constexpr (std::is_same_v<A, list_realms>) usual = a.search ? 10 : 200;
        return static_cast<std::size_t>(std::min(a.limit.value_or(usual), most));
    }

    template <class A>
    static bool polls(A const& a)
    {
        if constexpr (requires { a.until; }) return !a.until;
        else return false;
    }

    template <class A>
    void settle(A const& a, answer const& expected, error const* got)
    {
        auto const name = std::string(detail::info_of<A>().id);
        if (!got && expected.good()) ++done[name];
        else settle_refusal(printed(a), expected, got);
    }
    void settle_refusal(std::string const& request, answer const& expected, error const* got);

    template <class A, class T>
    void compare_values(A const& a, answer const& expected, T const& got)
    {
        if constexpr (std::is_same_v<T, no_content>) return;
        else if constexpr (requires { got.begin(); }) {
            std::vector<view> items;
            for (auto const& item : got) items.push_back(seen(item));
            compare_lists(printed(a), expected.items, items);
        } else compare_lists(printed(a), {expected.value}, {view_of_answer(got)});
    }

    void adopt();
    void adopt(user const& u);

    std::uint64_t seed_;
    recorder recorder_;
    std::map<std::string, okta::client> clients_; // by token
    boost::asio::io_context context_;
};

// ── what a step may be; each calls once or a few times ──────────────────────────────────────────────────

void user_step(run& r);
void replace_or_update_step(run& r);
void group_step(run& r);
void device_step(run& r);
void realm_step(run& r);
void user_type_step(run& r);
void list_users_step(run& r);
void list_step(run& r);
void log_step(run& r);
void user_info_step(run& r);
void token_step(run& r);

} // namespace okta::test
#endif
