#ifndef OKTA_MODEL_EQUALITY_HPP
#define OKTA_MODEL_EQUALITY_HPP

#include <boost/describe/operators.hpp>

namespace okta {

/// Described structs of this namespace compare member by member. (No `operator<<`: it would show secrets.)
using boost::describe::operators::operator==;
using boost::describe::operators::operator!=;

} // namespace okta
#endif
