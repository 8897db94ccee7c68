#ifndef OKTA_CODEC_LINK_HEADER_HPP
#define OKTA_CODEC_LINK_HEADER_HPP

#include <okta/codec/http.hpp>
#include <okta/impl/config.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace okta {

/// The target of the first link with that relation in the message's `Link` header fields (RFC 8288 section 3). Several
/// lines and several links in one line are read alike; commas and semicolons within `<…>` and quotes belong to them.
[[nodiscard]] std::optional<std::string> find_link(http_fields const& fields, std::string_view relation);

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/link_header.ipp>
#endif
#endif
