// The code of docs/guide.md, compiled with the examples. Without arguments it only says so; nothing is called.

#include <okta.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>

namespace asio = boost::asio;

// ── errors ──────────────────────────────────────────────────────────────────────────────────────────────

void find_user(okta::client& org)
{
    auto const user = org.call(okta::get_user{.id = "ada@example.com"});
    if (user) std::cout << user->profile.login << ", ETag " << user.facts().etag << '\n';
    else if (user.error().code == "E0000007") std::cout << "no such user\n";
    else std::cout << user.error().message() << '\n';
}

// ── absent, null or a value ─────────────────────────────────────────────────────────────────────────────

void move_desk(okta::client& org, okta::user_id id)
{
    auto const changed = org.call(
        okta::update_user{.id = id, .profile = okta::user_profile_update{.city = "Berlin", .department = okta::null}});
    if (!changed) std::cout << changed.error().message() << '\n';
}

// ── read, change, replace ───────────────────────────────────────────────────────────────────────────────

okta::result<okta::user> rename_user(okta::client& org, okta::user_id id, std::string last_name)
{
    auto read = org.call(okta::get_user{.id = id});
    if (!read) return read;
    read->profile.last_name = last_name;
    return org.call(okta::replace_user{.id = id, .profile = read->profile, .if_match = read.facts().etag});
}

// ── an org's own attributes ─────────────────────────────────────────────────────────────────────────────

struct staff_profile
{
    std::string login = {};
    std::string email = {};
    std::optional<std::int32_t> badge_number = {};
    std::optional<std::vector<std::string>> skills = {};
};
BOOST_DESCRIBE_STRUCT(staff_profile, (), (login, email, badge_number, skills))

void find_badges(okta::client& org)
{
    auto pages = org.pages(okta::basic_list_users<staff_profile>{.search = "profile.badgeNumber gt 100"});
    while (auto const page = pages.next())
        for (auto const& u : *page) std::cout << u.profile.login << ' ' << u.profile.badge_number.value_or(0) << '\n';
}

// ── lists ───────────────────────────────────────────────────────────────────────────────────────────────

bool copy_groups(okta::client& org, std::string& cursor)
{
    auto const request = okta::list_groups{.limit = 200};
    auto pages = cursor.empty() ? org.pages(request) : org.pages(request, okta::resume_at{cursor});
    while (auto const page = pages.next()) {
        for (okta::group const& g : *page) std::cout << g.name() << '\n';
        for (okta::bad_item const& bad : page->bad_items) std::cerr << bad.error << '\n';
        cursor = pages.cursor(); // to be stored: the next run goes on here
    }
    return !pages.failure();
}

std::size_t count_groups(okta::client& org)
{
    auto pages = org.pages(okta::list_groups{.limit = 200}).distinct();
    std::size_t count = 0;
    while (auto const page = pages.next()) count += page->size();
    return count;
}

struct sign_in_profile
{
    std::string_view login = {};
    std::optional<std::string_view> department = {};
};
BOOST_DESCRIBE_STRUCT(sign_in_profile, (), (login, department))

struct sign_in
{
    std::string_view id = {};
    okta::open_enum<okta::user_status> status = {};
    std::optional<okta::timestamp> last_login = {};
    sign_in_profile profile = {};
    okta::raw_json links = {};
    static constexpr okta::renamed wire{{{"links", "_links"}}};
};
BOOST_DESCRIBE_STRUCT(sign_in, (), (id, status, last_login, profile, links))

void find_idle_users(okta::client& org, okta::timestamp since)
{
    auto pages = org.pages(okta::list_users{.limit = 200}).borrowed<sign_in>();
    while (auto const page = pages.next())
        for (std::size_t i = 0; i < page->size(); ++i) {
            sign_in const& u = (*page)[i];
            if (u.last_login && *u.last_login >= since) continue;
            std::cout << u.profile.login << '\n';
            if (auto const whole = page->own(i)) std::cout << whole->profile.manager.value_or("nobody") << '\n';
        }
}

struct seen_event
{
    std::string_view uuid = {};
    std::optional<okta::timestamp> published = {};
    okta::raw_json target = {};
};
BOOST_DESCRIBE_STRUCT(seen_event, (), (uuid, published, target))

void print_event(std::string body)
{
    auto const event = okta::borrow<seen_event>(std::move(body));
    if (event) std::cout << (*event)->uuid << ' ' << (*event)->target.text << '\n';
    else std::cout << event.error().message() << '\n';
}

// ── asynchronous calls ──────────────────────────────────────────────────────────────────────────────────

asio::awaitable<void> hire(okta::client& org)
{
    okta::create_user const request{.profile = {.login = "ada@example.com", .email = "ada@example.com"}};
    auto const user = co_await org.async_call(request);
    if (!user) co_return;

    auto pages = org.pages(okta::list_groups{.q = "Eng"});
    while (auto const page = co_await pages.async_next())
        for (okta::group const& g : *page) std::cout << g.name() << '\n';
}

void call_with_other_tokens(okta::client& org)
{
    org.async_call(okta::get_user{.id = "me"}, [](okta::result<okta::user> user) {
        if (user) std::cout << user->profile.login << '\n';
    });

    std::future<okta::result<okta::group>> group = org.async_call(okta::get_group{.group_id = "00g1"},
                                                                  asio::use_future);

    asio::cancellation_signal stop;
    org.async_call(okta::get_realm{.realm_id = "guo1"},
                   asio::bind_cancellation_slot(stop.slot(), [](okta::result<okta::realm> const& realm) {
                       if (!realm && realm.error().kind == okta::error_kind::cancelled) std::cout << "stopped\n";
                   }));
    stop.emit(asio::cancellation_type::terminal);
}

// ── scopes ──────────────────────────────────────────────────────────────────────────────────────────────

void read_only(okta::client& org)
{
    auto reader = org.with_scopes<okta::scope::users_read, okta::scope::groups_read>();
    auto const me = reader.call(okta::get_user{.id = "me"});
    std::cout << me.has_value() << '\n';
    // reader.call(okta::delete_user{.id = "00u1"}) does not compile: it needs okta.users.manage
}

// ── a 33rd action ───────────────────────────────────────────────────────────────────────────────────────

/// Ends every session of a user.
struct clear_user_sessions
{
    okta::required<okta::user_id> id;
    std::optional<bool> oauth_tokens = {};

    using endpoint =
        okta::del<"/api/v1/users/{id}/sessions{?oauthTokens}", okta::no_content, okta::scope::users_manage>;
};
BOOST_DESCRIBE_STRUCT(clear_user_sessions, (), (id, oauth_tokens))

void sign_out(okta::client& org, okta::user_id id)
{
    auto const done = org.call(clear_user_sessions{.id = id, .oauth_tokens = true});
    if (!done) std::cout << done.error().message() << '\n';
}

int main() { std::cout << "This program is compiled to check the code of docs/guide.md; it calls nothing.\n"; }
