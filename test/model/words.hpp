#ifndef OKTA_TEST_MODEL_WORDS_HPP
#define OKTA_TEST_MODEL_WORDS_HPP

#include "run.hpp"

#include <boost/json/object.hpp>

#include <string>

// What requests are made of: mostly right, at times not.

namespace okta::test {

/// One of few, so that they collide: `édith.2@Example.com`.
std::string some_login(chance& random);

/// The same one, differently written: other case, other diacritics.
std::string other_spelling(chance& random, std::string text);

std::string some_word(chance& random);

/// Profile attributes other than login and e-mail. `nulls`: some of them are null.
boost::json::object some_attributes(chance& random, bool nulls);

/// Custom attributes of every kind that JSON has.
boost::json::object some_custom(chance& random, bool nulls);

/// Makes something of it wrong.
void spoil(chance& random, boost::json::object& profile);

/// The key of a random one; at times of one that is no more, or never was.
template <class Map>
std::string some_key(run& r, Map const& map)
{
    return map.empty() || r.random.one_in(12) ? r.gone[r.random.below(std::min<std::size_t>(r.gone.size(), 12))]
                                              : r.random.of(map).first;
}

/// An id, login, short name or `me`.
std::string some_user_name(run& r);

} // namespace okta::test
#endif
