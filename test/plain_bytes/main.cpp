// The codec byte by byte, as elsewhere than on x86-64: those of its tests that look at every byte, once more.
#define BOOST_TEST_MODULE okta_plain_bytes
#include <boost/test/unit_test.hpp>

#include "unit/codec/json_bounds_test.cpp"
#include "unit/codec/rfc8259_strings_test.cpp"

#ifdef OKTA_JSON_SSE2
#error "this program is to be compiled with OKTA_NO_SSE2"
#endif
