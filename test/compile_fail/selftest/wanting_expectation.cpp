// The checker must object: a case that expects nothing would hold for any error at all.
#ifndef RIGHT
static_assert(false, "a byte has eight bits");
#endif
