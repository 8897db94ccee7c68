// The checker must object: the compiler says something else.
// expect: a byte has ten bits

#ifndef RIGHT
static_assert(false, "a byte has eight bits");
#endif
