#ifndef OKTA_IMPL_FORM_IPP
#define OKTA_IMPL_FORM_IPP

#include <okta/codec/encode.hpp>
#include <okta/codec/form.hpp>
#include <okta/codec/uri.hpp>

namespace okta::detail {

OKTA_DECL void encode_form_member(void const* from, member_info const& m, secrets s, parameter_scratch& scratch,
                                  std::string& out)
{
    if (m.alias || m.rest || !is_present(from, m)) return;
    auto const text = parameter_text(m.at(const_cast<void*>(from)), *m.type, s, scratch);
    if (!text) return;
    if (!out.empty()) out += '&';
    percent_encode(m.wire, out);
    out += '=';
    percent_encode(*text, out);
}

OKTA_DECL std::string encode_form(void const* from, type_info const& type, secrets s)
{
    std::string out;
    parameter_scratch scratch;
    for (auto const& m : type.members) encode_form_member(from, m, s, scratch, out);
    return out;
}

} // namespace okta::detail
#endif
