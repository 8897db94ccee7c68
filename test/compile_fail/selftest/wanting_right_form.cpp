// The checker must object: more than the mistake is refused.
// expect: a byte has eight bits

static_assert(false, "a byte has eight bits");
