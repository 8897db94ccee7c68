#ifndef OKTA_CODEC_ENCODE_HPP
#define OKTA_CODEC_ENCODE_HPP

#include <okta/action/action.hpp>
#include <okta/codec/http.hpp>
#include <okta/codec/json_write.hpp>
#include <okta/model/result.hpp>

namespace okta {
namespace detail {

result<http_request> encode(void const* request, action_info const& info, secrets s = secrets::reveal);

} // namespace detail

/// The HTTP request that an action stands for: method, target, header fields and body; origin and credentials are the
/// client's to add.
///
/// \returns the request, or an error of kind `invalid_request` that names the member: an empty path parameter (`DELETE
/// /users/{id}` would become another call), `.` or `..` there, a control character in a header parameter, a limit below
/// 1, a custom attribute named like a declared member.
/// \par Exception safety: strong; throws only `std::bad_alloc`.
template <action A>
[[nodiscard]] result<http_request> encode(A const& request)
{
    return detail::encode(&request, detail::info_of<A>());
}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/encode.ipp>
#endif
#endif
