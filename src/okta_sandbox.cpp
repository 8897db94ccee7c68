// The same of okta/sandbox, which only tests need.
#include <okta/sandbox_src.hpp>
