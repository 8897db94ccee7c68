#define BOOST_TEST_MODULE okta_model
#include <boost/test/unit_test.hpp>
