#include <okta_every_header.hpp>

int main() {}
