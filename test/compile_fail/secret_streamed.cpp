// A secret is not printed.
// expect-g++: no match for 'operator<<'
// expect-clang: invalid operands to binary expression
// expect: okta::secret

#include <okta/model/secret.hpp>

#include <ostream>

#ifdef RIGHT
void print(std::ostream& out, okta::secret const& password) { out << password.reveal(); }
#else
void print(std::ostream& out, okta::secret const& password) { out << password; }
#endif
