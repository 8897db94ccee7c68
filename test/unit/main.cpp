#define BOOST_TEST_MODULE okta_unit
#include <boost/test/unit_test.hpp>
