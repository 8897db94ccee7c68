#ifndef OKTA_SANDBOX_EXPRESSION_HPP
#define OKTA_SANDBOX_EXPRESSION_HPP

#include <okta/model/result.hpp>
#include <okta/model/timestamp.hpp>
#include <okta/sandbox/dialects.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// The expressions of `search` and `filter`: SCIM's grammar (RFC 7644 section 3.4.2.2) within the limits of a dialect.

namespace okta::sandbox::detail {

/// One value of an attribute. Texts are views: they live as long as what they were found in.
struct scalar
{
    using content = std::variant<std::string_view, double, bool, timestamp>;
    content value;

    template <class T>
        requires(!std::same_as<std::remove_cvref_t<T>, scalar> && std::constructible_from<content, T>)
    scalar(T&& from) noexcept : value(std::forward<T>(from))
    {
    }
};
using scalars = std::vector<scalar>;

/// Below, equal to or above 0: the order of `sortBy`. Texts ignoring case; values of different types by type.
[[nodiscard]] int compare(scalar const& a, scalar const& b) noexcept;

/// What an expression is evaluated on. `find` appends the values of an attribute to `out`: none when it is absent or
/// null, several of an array. Paths are as in expressions: `status`, `profile.firstName`, `type.id`.
struct attribute_source
{
    void const* object;
    void (*find)(void const* object, std::string_view path, scalars& out);
};

/// An attribute, an operator, and the value as every type it can be read as.
struct expression_term
{
    std::string path;
    comparison op = comparison::pr;
    bool ignores_case = false;
    std::string text = {};
    std::optional<double> number = {};
    std::optional<bool> boolean = {};
    std::optional<timestamp> time = {};
    // Where to go on: a later term, or what the whole expression then is.
    static constexpr std::uint16_t accepted = 0xffff, refused = 0xfffe;
    std::uint16_t when_true = refused, when_false = refused;
};

/// A parsed expression. Immutable, so any number of threads may use one.
///
/// An array matches when any of its items does; of an absent attribute only `ne` is true. Texts have the order of their
/// code points; a number also compares with a quoted number, a text also with the spelling of an unquoted value.
class expression
{
public:
    static constexpr std::size_t max_size = 4096; ///< bytes; Okta publishes none of these limits
    static constexpr std::size_t max_terms = 100;
    static constexpr std::size_t max_depth = 32; ///< of parentheses

    /// Matches everything.
    expression() = default;

    /// Any bytes may be given. An error is Okta's answer to such an expression: kind service, status 400, the dialect's
    /// code, and a summary with the position in bytes from 0: `Invalid search criteria: 'profile.login ne "x"':
    /// operator 'ne' is not supported for 'profile.login' (position 14); supported: eq, …`.
    [[nodiscard]] static result<expression> parse(std::string_view text, dialect const& d);

    /// \pre `source.find` evaluates no expression
    [[nodiscard]] bool matches(attribute_source const& source) const;

    /// The same with memory of the caller's, which is overwritten; so a scan allocates nothing.
    [[nodiscard]] bool matches(attribute_source const& source, scalars& scratch) const;

private:
    friend class expression_parser;

    std::vector<expression_term> terms_ = {};
};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/expression_match.ipp>
#include <okta/impl/sandbox/expression_parse.ipp>
#include <okta/impl/sandbox/expression_term.ipp>
#endif
#endif
