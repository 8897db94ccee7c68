#ifndef OKTA_IMPL_CONFIG_HPP
#define OKTA_IMPL_CONFIG_HPP

// Header-only by default: the bodies in impl/*.ipp are inline. With OKTA_SEPARATE_COMPILATION they are compiled once,
// by the one translation unit that includes okta/src.hpp. The macros below are the library's own, not its users'.
#if defined(OKTA_SEPARATE_COMPILATION) || defined(OKTA_SOURCE)
#define OKTA_DECL
#else
#define OKTA_DECL inline
#endif

#endif
