// What OKTA_SEPARATE_COMPILATION is measured against: a file that only includes Boost.JSON.

#include <boost/json.hpp>

int main() {}
