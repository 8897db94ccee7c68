#ifndef OKTA_ACTION_ENDPOINT_HPP
#define OKTA_ACTION_ENDPOINT_HPP

#include <okta/action/method.hpp>
#include <okta/action/scope.hpp>
#include <okta/describe/containers.hpp>
#include <okta/describe/fixed_string.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <string_view>

namespace okta {

/// The result of an action that answers 204 without a body.
struct no_content
{
    friend bool operator==(no_content, no_content) { return true; }
};

/// Among an endpoint's arguments: the member `if_match` is sent as the header `If-Match`.
template <fixed_string Name>
struct header
{
    static constexpr std::string_view text = Name.view();
};

/// Among an endpoint's arguments: an API token will not do, only an OAuth access token.
struct bearer_only
{
};

/// Among an endpoint's arguments: the client adds no credentials.
struct anonymous
{
};

/// Among an endpoint's arguments: the body is a form instead of JSON, and the client proves in it who it is, as at the
/// OAuth endpoints (RFC 6749). It is anonymous too, and what it sends and gets never goes into an error.
struct form_body
{
};

/// Among an endpoint's arguments: every page has a next one, to be asked for later; an empty page may name itself.
struct polled
{
};

/// Among a POST's arguments: doing it twice leaves what doing it once does, as with every GET, PUT and DELETE (RFC 9110
/// section 9.2.2). So the client may repeat it when it does not know what became of it.
struct idempotent
{
};

/// Among a PUT's or DELETE's arguments: doing it twice is not what doing it once is. The client repeats it only where
/// the service surely did nothing.
struct not_idempotent
{
};

namespace detail {

template <class T> inline constexpr bool is_scope = false;
template <fixed_string N> inline constexpr bool is_scope<scope_named<N>> = true;
template <class T> inline constexpr bool is_header = false;
template <fixed_string N> inline constexpr bool is_header<header<N>> = true;
template <class T> inline constexpr bool is_page = false;
template <class T> inline constexpr bool is_page<page<T>> = true;

template <class T> using is_scope_t = boost::mp11::mp_bool<is_scope<T>>;
template <class T> using is_header_t = boost::mp11::mp_bool<is_header<T>>;

template <class... T>
constexpr std::array<std::string_view, sizeof...(T)> texts_of(boost::mp11::mp_list<T...>)
{
    return {T::text...};
}

} // namespace detail

/// Where an action goes and what comes back. Template is an RFC 6570 URI Template: `{userId}` is a path parameter,
/// `{?limit,after}` are query parameters; what is left of a POST's or PUT's members is its JSON body. Extras are the
/// OAuth scopes it needs, its `header<"…">` parameters, `bearer_only`, `anonymous`, `form_body`, `polled`, `idempotent`
/// and `not_idempotent`.
template <method M, fixed_string Template, class Result, class... Extras>
struct endpoint
{
    using result = Result;
    using scopes = boost::mp11::mp_filter<detail::is_scope_t, boost::mp11::mp_list<Extras...>>;
    using headers = boost::mp11::mp_filter<detail::is_header_t, boost::mp11::mp_list<Extras...>>;

    static constexpr method verb = M;
    static constexpr std::string_view uri = Template.view();
    static constexpr auto scope_texts = detail::texts_of(scopes{});
    static constexpr auto header_texts = detail::texts_of(headers{});
    template <class Extra>
    static constexpr bool has = boost::mp11::mp_contains<boost::mp11::mp_list<Extras...>, Extra>::value;
};

template <fixed_string T, class Result, class... X> using get = endpoint<method::get, T, Result, X...>;
template <fixed_string T, class Result, class... X> using post = endpoint<method::post, T, Result, X...>;
template <fixed_string T, class Result, class... X> using put = endpoint<method::put, T, Result, X...>;
template <fixed_string T, class Result, class... X> using del = endpoint<method::del, T, Result, X...>;

/// One line on a parameter, by its C++ name.
struct parameter_doc
{
    std::string_view member, text;
};

/// What an action says of itself, for command line, JSON Schema and the tables of the documentation:
///
///     static constexpr okta::documented doc{"Gets a group.", {{"group_id", "The group's id."}}};
template <std::size_t N>
struct documented
{
    std::string_view summary;
    std::array<parameter_doc, N> parameters = {};

    constexpr documented(std::string_view s, parameter_doc const (&list)[N]) : summary(s)
    {
        std::copy_n(list, N, parameters.begin());
    }
};

template <>
struct documented<0>
{
    std::string_view summary;
    std::array<parameter_doc, 0> parameters = {};

    constexpr documented(std::string_view s) : summary(s) {}
};
documented(std::string_view) -> documented<0>;
documented(char const*) -> documented<0>;
template <std::size_t N> documented(std::string_view, parameter_doc const (&)[N]) -> documented<N>;
template <std::size_t N> documented(char const*, parameter_doc const (&)[N]) -> documented<N>;

} // namespace okta
#endif
