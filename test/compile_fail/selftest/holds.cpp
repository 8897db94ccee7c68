// What a case looks like.
// expect: a byte has eight bits
// expect-g++: static assertion failed
// expect-clang: failed

#ifdef RIGHT
constexpr int bits = 8;
#else
constexpr int bits = 9;
#endif
static_assert(bits == 8, "a byte has eight bits");
