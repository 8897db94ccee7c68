#ifndef OKTA_CODEC_FORM_HPP
#define OKTA_CODEC_FORM_HPP

#include <okta/codec/encode.hpp>
#include <okta/codec/json_access.hpp>
#include <okta/codec/json_write.hpp>
#include <okta/impl/config.hpp>

#include <string>

namespace okta {
namespace detail {

std::string encode_form(void const* from, type_info const& type, secrets s);

} // namespace detail

/// Writes a described struct as `application/x-www-form-urlencoded`, as the OAuth endpoints take it (RFC 6749 appendix
/// B). Absent members are left out; members are texts, numbers and booleans.
template <class T>
    requires(detail::described<T>)
[[nodiscard]] std::string to_form(T const& value)
{
    return detail::encode_form(&value, detail::type_table<T>, detail::secrets::reveal);
}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/form.ipp>
#endif
#endif
