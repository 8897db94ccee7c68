#ifndef OKTA_ACTION_ACTION_HPP
#define OKTA_ACTION_ACTION_HPP

#include <okta/action/action_info.hpp>
#include <okta/action/checks.hpp>
#include <okta/action/type_name.hpp>

namespace okta {

/// A request that `client.call` takes: a struct that says `using endpoint = okta::get<…>` (or post, put, del) and is
/// described with BOOST_DESCRIBE_STRUCT.
template <class A>
concept action = requires {
    typename A::endpoint;
    typename A::endpoint::result;
    A::endpoint::uri;
};

/// What calling the action A gives.
template <class A> // no action A: "no type named 'endpoint'", rather than a failed constraint that nobody explains
using result_of = typename A::endpoint::result;

/// An action that answers page by page.
template <class A>
concept paginated_action = action<A> && detail::is_page<result_of<A>>;

namespace detail {

template <class A>
constexpr std::string_view parameter_text(member_info const& m)
{
    if constexpr (requires { A::doc.parameters; })
        for (auto const& p : A::doc.parameters)
            if (p.member == m.name) return p.text;
    return {};
}

template <class A>
constexpr auto describe_parameters()
{
    std::array<parameter_info, member_table<A>.size()> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        auto const& m = member_table<A>[i];
        table[i] = {layout_of<A>.wire[i], layout_of<A>.where[i], parameter_text<A>(m), &m};
    }
    return table;
}

template <class A>
inline constexpr auto parameter_table = describe_parameters<A>();

template <class T>
struct object_access
{
    static void* create() { return new T(blank<T>()); }
    static void destroy(void* p) { delete static_cast<T*>(p); }
    static constexpr object_ops ops{create, destroy};
};

template <class Endpoint>
constexpr bool is_idempotent()
{
    if (Endpoint::verb == method::post) return Endpoint::template has<idempotent>;
    return !Endpoint::template has<not_idempotent>;
}

/// Where a template's query begins. Not by string_view::find: it compares addresses, which g++ with a sanitizer does
/// not do at compile time.
constexpr std::size_t query_of(std::string_view uri)
{
    std::size_t at = 0;
    while (at < uri.size() && uri.substr(at, 2) != "{?") ++at;
    return at;
}

/// Method and path without the query's parameters.
template <class Endpoint>
constexpr auto describe_bucket()
{
    constexpr auto verb = to_string(Endpoint::verb);
    constexpr auto path = Endpoint::uri.substr(0, query_of(Endpoint::uri));
    std::array<char, verb.size() + 1 + path.size()> text{};
    text[verb.size()] = ' ';
    std::copy_n(path.begin(), path.size(), std::copy_n(verb.begin(), verb.size(), text.begin()) + 1);
    return text;
}

template <class Endpoint>
inline constexpr auto bucket_of = describe_bucket<Endpoint>();

template <class A>
constexpr action_info describe_action()
{
    using endpoint = typename A::endpoint;
    using result = typename endpoint::result;
    constexpr bool empty = std::same_as<result, no_content>;
    action_info info{};
    info.id = type_name<A>();
    info.title = {title_of<A>.data(), title_of<A>.size()};
    if constexpr (requires { A::doc.summary; }) info.summary = A::doc.summary;
    info.method = endpoint::verb;
    info.uri = endpoint::uri;
    info.parameters = parameter_table<A>;
    info.scopes = endpoint::scope_texts;
    info.bearer_only = endpoint::template has<bearer_only>;
    info.form = endpoint::template has<form_body>;
    info.anonymous = info.form || endpoint::template has<anonymous>;
    info.paginated = is_page<result>;
    info.idempotent = is_idempotent<endpoint>();
    info.bucket = {bucket_of<endpoint>.data(), bucket_of<endpoint>.size()};
    info.success_status = empty ? 204 : 200;
    info.request = &type_table<A>;
    info.request_ops = object_access<A>::ops;
    if constexpr (!empty) {
        static_assert(owns_its_texts<result>());
        info.result = &type_table<result>;
        info.result_ops = object_access<result>::ops;
    }
    return info;
}

template <class A>
inline constexpr action_info action_table = describe_action<A>();

/// The description of A after all checks on it.
template <class A>
constexpr action_info const& checked_info()
{
    static_assert(check_action<A>());
    return action_table<A>;
}

/// The list of the library's own actions that A is in.
template <class A>
struct listed_in
{
    using type = void;
};

/// The descriptions of a list of actions. With OKTA_SEPARATE_COMPILATION those of the library's lists are compiled
/// once, which is a quarter of the cost of a file that calls one action.
template <class List>
struct compiled_actions;

template <class... A>
struct compiled_actions<boost::mp11::mp_list<A...>>
{
    static action_info const& at(std::size_t index);
};

template <class... A>
action_info const& compiled_actions<boost::mp11::mp_list<A...>>::at(std::size_t index) // not inline: see above
{
    static constexpr action_info const* table[] = {&checked_info<A>()...};
    return *table[index];
}

#ifdef OKTA_SEPARATE_COMPILATION
inline constexpr bool compile_once = true;
#else
inline constexpr bool compile_once = false;
#endif

template <class A>
action_info const& info_of()
{
    using list = typename listed_in<A>::type;
    if constexpr (compile_once && !std::is_void_v<list>)
        return compiled_actions<list>::at(boost::mp11::mp_find<list, A>::value);
    else return checked_info<A>();
}

} // namespace detail
} // namespace okta
#endif
