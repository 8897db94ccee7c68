#ifndef OKTA_CODEC_ENCODE_HPP
#define OKTA_CODEC_ENCODE_HPP

#include <okta/action/action.hpp>
#include <okta/codec/http.hpp>
#include <okta/codec/json_access.hpp>
#include <okta/codec/json_write.hpp>
#include <okta/model/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace okta {
namespace detail {

/// Where a parameter's text is made that its object does not hold as such.
struct parameter_scratch
{
    text_buffer buffer;
    std::string text = {};
};

/// The value of a path, query, header or form parameter as text, valid as long as its object and the scratch are
/// unchanged. Nothing: absent.
std::optional<std::string_view> parameter_text(void const* at, type_info const& type, secrets s,
                                               parameter_scratch& scratch);

result<http_request> encode(void const* request, action_info const& info, secrets s = secrets::reveal);

/// Appends a member of `from` to a form, if it is there.
void encode_form_member(void const* from, member_info const& m, secrets s, parameter_scratch& scratch,
                        std::string& out);

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
