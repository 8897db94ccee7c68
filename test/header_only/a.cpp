// With b.cpp: two translation units of one program may include everything, each with its own inline bodies.
#include <okta_every_header.hpp>
