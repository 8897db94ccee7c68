#ifndef OKTA_DESCRIBE_COMPILED_TABLE_HPP
#define OKTA_DESCRIBE_COMPILED_TABLE_HPP

namespace okta::detail {

struct type_info;

/// The table of a type that is decoded or encoded as a whole. A separately compiled library holds those of its models
/// once, so that a file that decodes one compiles nothing of it: `extern template` stands below each model.
template <class T>
struct compiled_table
{
    static type_info const& get();
};

} // namespace okta::detail
#endif
