// The checker must object: there is no mistake here.
// expect: a byte has eight bits

static_assert(true, "a byte has eight bits");
