#ifndef OKTA_IMPL_CONFIG_HPP
#define OKTA_IMPL_CONFIG_HPP

// Header-only by default: the bodies in impl/*.ipp are inline. With OKTA_SEPARATE_COMPILATION they are compiled once,
// by the one translation unit that includes okta/src.hpp. The macros below are the library's own, not its users'.
#ifdef OKTA_SEPARATE_COMPILATION
#define OKTA_DECL
#else
#define OKTA_DECL inline
#endif

#if defined(__GNUC__)
#define OKTA_HOT [[gnu::always_inline]] inline // what runs once per token
#else
#define OKTA_HOT inline
#endif

namespace okta::detail {

// g++ before 13 copies the bytes of an aggregate that is written inside a co_await expression and then destroys it
// twice. A compiler's fault cannot be told by a concept.
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
inline constexpr bool can_await_temporaries = false;
#else
inline constexpr bool can_await_temporaries = true;
#endif

} // namespace okta::detail
#endif
