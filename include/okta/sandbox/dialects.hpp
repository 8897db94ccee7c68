#ifndef OKTA_SANDBOX_DIALECTS_HPP
#define OKTA_SANDBOX_DIALECTS_HPP

#include <okta/impl/config.hpp>

#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

// Which expressions Okta takes, by resource and parameter: what its OpenAPI documents say of `search` and `filter`, and
// the guides "User query options" and "System Log query" do. Where they are silent, what is chosen is said below.

namespace okta::sandbox::detail {

enum class comparison : std::uint8_t { eq, ne, co, sw, ew, gt, ge, lt, le, pr };

inline constexpr std::string_view comparison_names[] = {"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"};

/// In any case: `EQ`, `eq`.
[[nodiscard]] std::optional<comparison> find_comparison(std::string_view name) noexcept;

class comparison_set
{
public:
    constexpr comparison_set() = default;

    /// Names with a space between: `eq sw pr`. Only for constants: another name does not compile.
    constexpr explicit comparison_set(std::string_view names)
    {
        for (; !names.empty(); names.remove_prefix(names.size() < 3 ? names.size() : 3)) {
            unsigned bit = 0;
            while (names.substr(0, 2) != comparison_names[bit])
                if (++bit == std::size(comparison_names)) throw std::invalid_argument("not an operator");
            bits_ |= 1u << bit;
        }
    }

    [[nodiscard]] constexpr bool has(comparison c) const noexcept { return bits_ >> static_cast<unsigned>(c) & 1; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }

private:
    unsigned bits_ = 0;
};

/// `eq, sw, pr`
[[nodiscard]] std::string names_of(comparison_set set);

/// What an expression may say of an attribute.
struct attribute_rule
{
    std::string_view name; ///< `status`; `profile.*` is every attribute below
    comparison_set allowed;
    bool is_time = false;          ///< values are timestamps, literals must be
    bool alone = false;            ///< not beside other terms
    std::string_view code = {};    ///< of the error on other operators, if not the dialect's
    std::string_view instead = {}; ///< of an attribute without operators: what to use
};

struct dialect
{
    std::string_view refusal; ///< how its errors begin
    std::string_view code;    ///< of its errors
    bool ignores_case;        ///< of values; names of attributes are always case-sensitive
    bool allows_not;
    std::span<attribute_rule const> attributes; ///< the first that fits counts
};

/// The rule for that attribute; nullptr when the dialect has none or it has no operators.
[[nodiscard]] attribute_rule const* find_attribute(dialect const& d, std::string_view path) noexcept;

/// `id, status, profile.*`
[[nodiscard]] std::string attribute_names(dialect const& d);

// `pr` is in no list of the search operators, but recorded and confirmed for users; taken for the other searches too.
inline constexpr comparison_set text_search{"eq sw gt ge lt le pr"};
inline constexpr comparison_set text_search_with_co{"eq sw co gt ge lt le pr"};
// A time has no beginning that `sw` could compare: every literal must be a whole timestamp.
inline constexpr comparison_set time_search{"eq gt ge lt le pr"};
inline constexpr comparison_set time_filter{"eq gt ge lt le"};
inline constexpr comparison_set eq_only{"eq"};

inline constexpr attribute_rule users_search_attributes[] = {
    {"id", text_search},
    {"status", text_search},
    {"type.id", text_search},
    {"created", time_search, true},
    {"activated", time_search, true},
    {"statusChanged", time_search, true},
    {"lastUpdated", time_search, true},
    {.name = "classification.type", .allowed = eq_only, .alone = true},
    {"profile.firstName", text_search_with_co},
    {"profile.lastName", text_search_with_co},
    {"profile.email", text_search_with_co},
    {"profile.login", text_search_with_co},
    {"profile.*", text_search},
};

inline constexpr attribute_rule users_filter_attributes[] = {
    {"status", eq_only},           {"lastUpdated", time_filter, true}, {"id", eq_only},
    {"profile.login", eq_only},    {"profile.email", eq_only},         {"profile.firstName", eq_only},
    {"profile.lastName", eq_only},
};

// Of groups' attributes only times have an order.
inline constexpr comparison_set group_text_search{"eq sw pr"};
inline constexpr comparison_set group_text_search_with_co{"eq sw co pr"};
inline constexpr attribute_rule groups_search_attributes[] = {
    {"id", group_text_search},
    {"type", group_text_search},
    {"created", time_search, true},
    {"lastUpdated", time_search, true},
    {"lastMembershipUpdated", time_search, true},
    {"source.id", group_text_search},
    {"profile.name", group_text_search_with_co},
    {"profile.description", group_text_search_with_co},
    {"profile.*", group_text_search},
};

// No list of operators is published for this filter: those of the users' filter, which the examples keep to.
inline constexpr attribute_rule groups_filter_attributes[] = {
    {"id", eq_only},
    {"type", eq_only},
    {"lastUpdated", time_filter, true},
    {"lastMembershipUpdated", time_filter, true},
};

// Of devices and realms only `co` is limited in writing; the other operators are those of the users' search.
inline constexpr attribute_rule devices_search_attributes[] = {
    {"id", text_search},
    {"status", text_search},
    {"lastUpdated", time_search, true},
    {"profile.displayName", text_search_with_co},
    {"profile.serialNumber", text_search_with_co},
    {"profile.imei", text_search_with_co},
    {"profile.meid", text_search_with_co},
    {"profile.udid", text_search_with_co},
    {"profile.sid", text_search_with_co},
    {"profile.*", text_search},
};

// "Most properties": those that Okta's own Search Realms card offers, and the profile.
inline constexpr attribute_rule realms_search_attributes[] = {
    {"id", text_search},
    {"isDefault", comparison_set("eq pr")},
    {"created", time_search, true},
    {"lastUpdated", time_search, true},
    {"profile.name", text_search_with_co},
    {"profile.*", text_search},
};

inline constexpr comparison_set log_operators{"eq ne co sw ew gt ge lt le pr"};
inline constexpr comparison_set log_operators_but_co{"eq ne sw ew gt ge lt le pr"};
inline constexpr attribute_rule log_filter_attributes[] = {
    {.name = "published", .allowed = comparison_set(), .instead = "since and until"},
    {"uuid", log_operators},
    {"eventType", log_operators},
    {"legacyEventType", log_operators},
    {"version", log_operators},
    {"severity", log_operators},
    {"displayMessage", log_operators},
    {"actor.*", log_operators},
    {"client.*", log_operators},
    {"device.*", log_operators},
    {"outcome.*", log_operators},
    {"target.*", log_operators},
    {"transaction.*", log_operators},
    {.name = "debugContext.debugData.url", .allowed = log_operators_but_co, .code = "E0000031"},
    {.name = "debugContext.debugData.requestUri", .allowed = log_operators_but_co, .code = "E0000031"},
    {"debugContext.*", log_operators},
    {"authenticationContext.*", log_operators},
    {"securityContext.*", log_operators},
    {"request.*", log_operators},
};

inline constexpr std::string_view search_refusal = "Invalid search criteria: ", filter_refusal = "Invalid filter ";
inline constexpr dialect users_search{search_refusal, "E0000031", true, false, users_search_attributes};
inline constexpr dialect users_filter{filter_refusal, "E0000053", false, false, users_filter_attributes};
inline constexpr dialect groups_search{search_refusal, "E0000031", true, false, groups_search_attributes};
inline constexpr dialect groups_filter{filter_refusal, "E0000053", false, false, groups_filter_attributes};
inline constexpr dialect devices_search{search_refusal, "E0000031", true, false, devices_search_attributes};
inline constexpr dialect realms_search{search_refusal, "E0000031", true, false, realms_search_attributes};
// Whether values ignore case here is not published; keyword search of the log does.
inline constexpr dialect log_filter{filter_refusal, "E0000053", true, true, log_filter_attributes};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/dialects.ipp>
#endif
#endif
