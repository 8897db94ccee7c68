#ifndef OKTA_CREATE_ONCE_HPP
#define OKTA_CREATE_ONCE_HPP

#include <okta/actions/users.hpp>
#include <okta/client.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <utility>

namespace okta {
namespace detail {

/// Whether what a look-up found was made since `began`, by the server's clock: it is no later there than its `Date` is
/// now, less the time that went by here.
bool made_since(std::optional<timestamp> const& created, response_facts const& looked,
                std::chrono::steady_clock::duration gone_by);

/// What a creation came to whose own answer is not known, from what the look-up by login found.
template <class T>
result<T> settle_creation(result<T> unknown, result<T> found, std::chrono::steady_clock::time_point began)
{
    if (found && made_since(found->created, found.facts(), std::chrono::steady_clock::now() - began)) return found;
    bool const absent = !found && found.error().status == 404;
    if (found || absent) unknown.error().may_have_happened = false;
    return unknown;
}

} // namespace detail

/// Creates a user, and where it is not known whether that happened, finds out by the login. So an error says
/// `may_have_happened` only when that could not be found out, either. Needs the scope to read users as well.
template <class Transport, class Authoriser, class NewProfile, class Profile>
result<basic_user<Profile>> create_once(basic_client<Transport, Authoriser>& org,
                                        basic_create_user<NewProfile, Profile> const& request)
{
    auto const began = std::chrono::steady_clock::now();
    auto created = org.call(request);
    if (created || !created.error().may_have_happened) return created;
    auto found = org.call(basic_get_user<Profile>{.id = request.profile.login});
    return detail::settle_creation(std::move(created), std::move(found), began);
}

/// The same on Asio. \par Lifetimes: client and request are copied.
template <class Transport, class Authoriser, class NewProfile, class Profile>
boost::asio::awaitable<result<basic_user<Profile>>> async_create_once(basic_client<Transport, Authoriser> org,
                                                                      basic_create_user<NewProfile, Profile> request)
{
    auto const began = std::chrono::steady_clock::now();
    auto created = co_await org.async_call(request, boost::asio::use_awaitable);
    if (created || !created.error().may_have_happened) co_return created;
    auto const look = basic_get_user<Profile>{.id = request.profile.login};
    auto found = co_await org.async_call(look, boost::asio::use_awaitable);
    co_return detail::settle_creation(std::move(created), std::move(found), began);
}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/create_once.ipp>
#endif
#endif
