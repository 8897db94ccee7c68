// With b.cpp: two translation units of one program may include everything, each with its own inline bodies.
#include <iomanip> // std::quoted, which a free function of that name here would meet

#include <okta_every_header.hpp>
