#ifndef OKTA_IMPL_BORROW_IPP
#define OKTA_IMPL_BORROW_IPP

#include <okta/codec/borrow.hpp>

namespace okta::detail {

OKTA_DECL bool borrow_text(borrowed_text& from, void* to, type_info const& type, error& e)
{
    json_text_reader reader(from.limits.max_depth, unknown_members::ignore, &from.kept);
    return decode_text(from.body, to, type, e, from.limits, unknown_members::ignore, reader);
}

} // namespace okta::detail
#endif
