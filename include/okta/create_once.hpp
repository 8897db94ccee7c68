#ifndef OKTA_CREATE_ONCE_HPP
#define OKTA_CREATE_ONCE_HPP

#include <okta/actions/users.hpp>
#include <okta/client.hpp>
#include <okta/transport/associations.hpp>

#include <chrono>
#include <string>
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
    auto const answered = unknown.error().status;
    bool const under_way = answered == 0 || answered == 504; // nobody said that it is not
    bool const nobody = !found && found.error().status == 404;
    if (found || (nobody && !under_way)) unknown.error().may_have_happened = false; // a login is unique
    return unknown;
}

} // namespace detail

/// Creates a user, and where it is not known whether that happened, finds out by the login: who was made during this
/// call, or within the second before it (a `Date` tells no fraction), is taken for its own. So an error says
/// `may_have_happened` only when that could not be found out, either, or when nobody is there and no answer or a
/// gateway's time-out (504) came: then the creation may still be under way. Needs the scope to read users as well.
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

/// The same on Asio: completes with `void(result<basic_user<Profile>>)`; any completion token. Cancelled as a call is.
/// \par Lifetimes: client and request are copied.
template <class Transport, class Authoriser, class NewProfile, class Profile, class Token = boost::asio::deferred_t>
auto async_create_once(basic_client<Transport, Authoriser> org, basic_create_user<NewProfile, Profile> const& request,
                       Token&& token = {})
{
    using made = result<basic_user<Profile>>;
    return boost::asio::async_initiate<Token, void(made)>(
        [](auto handler, auto by, auto asked) {
            auto const began = std::chrono::steady_clock::now();
            auto const like = detail::associations_of(handler, by.transport().get_executor());
            auto then = [=, login = std::string(asked.profile.login), h = std::move(handler)](made created) mutable {
                if (created || !created.error().may_have_happened) return std::move(h)(std::move(created));
                auto end = [began, c = std::move(created), done = std::move(h)](made found) mutable {
                    std::move(done)(detail::settle_creation(std::move(c), std::move(found), began));
                };
                basic_get_user<Profile> const look{.id = login};
                by.async_call(look, like.bind(std::move(end)));
            };
            by.async_call(asked, like.bind(std::move(then)));
        },
        token, std::move(org), request);
}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/create_once.ipp>
#endif
#endif
