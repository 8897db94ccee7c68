#ifndef OKTA_TEST_BENCH_PAYLOADS_HPP
#define OKTA_TEST_BENCH_PAYLOADS_HPP

#include <cstddef>
#include <string>

namespace okta::bench {

// Answers as Okta writes them: its order of the members, no space, absent attributes as null or left out. The same
// bytes in every run and on every machine.

[[nodiscard]] std::string one_user(std::size_t number);
[[nodiscard]] std::string one_group(std::size_t number);
[[nodiscard]] std::string one_event(std::size_t number);

/// A page: `[` so many of those `]`.
[[nodiscard]] std::string page_of(std::string (*one)(std::size_t), std::size_t items);

} // namespace okta::bench
#endif
