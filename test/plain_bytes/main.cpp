// Those of the codec's tests that look at every byte, once more, with the codec inlined: as compiled, and with OKTA_NO_SSE2
// byte by byte, as elsewhere than on x86-64.
#define BOOST_TEST_MODULE okta_bytes
#include <boost/test/unit_test.hpp>

#include "unit/codec/json_bounds_test.cpp"
#include "unit/codec/rfc8259_strings_test.cpp"

#if defined(OKTA_NO_SSE2) && defined(OKTA_JSON_SSE2)
#error "OKTA_NO_SSE2 is to leave SSE2 out"
#endif
