// The library's bodies, for a program that is compiled with OKTA_SEPARATE_COMPILATION.
#include <okta/src.hpp>
