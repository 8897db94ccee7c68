#ifndef OKTA_ACTION_CHECKS_HPP
#define OKTA_ACTION_CHECKS_HPP

// What the compiler refuses in an action, and in which words. A failing check carries the culprit's name as a template
// argument, which compilers print beside the sentence.

#include <okta/action/endpoint.hpp>
#include <okta/action/uri_template.hpp>
#include <okta/describe/fixed_string.hpp>
#include <okta/describe/type_of.hpp>

namespace okta::detail {

template <class Action>
constexpr bool has_member(std::string_view wire)
{
    for (auto const& m : member_table<Action>)
        if (m.wire == wire) return true;
    return false;
}

template <class Action>
constexpr bool is_header_member(std::string_view member)
{
    for (auto const header : Action::endpoint::header_texts)
        if (header_matches(header, member)) return true;
    return false;
}

template <class Action>
constexpr bool is_placeholder(std::string_view wire)
{
    bool found = false;
    for_each_placeholder(Action::endpoint::uri, [&](std::string_view p, bool) { found = found || p == wire; });
    return found;
}

template <class Action>
constexpr culprit placeholder_without_member()
{
    culprit found;
    for_each_placeholder(Action::endpoint::uri, [&](std::string_view p, bool) {
        if (found.none() && !has_member<Action>(p)) found = culprit(p);
    });
    return found;
}

template <class Action>
constexpr culprit member_without_placeholder()
{
    if (has_body(Action::endpoint::verb)) return {}; // what is left is the body
    for (auto const& m : member_table<Action>)
        if (!m.alias && !is_placeholder<Action>(m.wire) && !is_header_member<Action>(m.name)) return culprit(m.name);
    return {};
}

template <class Action>
constexpr culprit optional_path_parameter()
{
    culprit found;
    for_each_placeholder(Action::endpoint::uri, [&](std::string_view p, bool query) {
        for (auto const& m : member_table<Action>)
            if (found.none() && !query && m.wire == p && m.presence != presence::required) found = culprit(m.name);
    });
    return found;
}

template <class Action>
constexpr culprit header_without_member()
{
    for (auto const header : Action::endpoint::header_texts) {
        bool found = false;
        for (auto const& m : member_table<Action>) found = found || header_matches(header, m.name);
        if (!found) return culprit(header);
    }
    return {};
}

template <class T>
constexpr culprit duplicate_wire_name()
{
    auto const& table = member_table<T>;
    for (std::size_t i = 0; i < table.size(); ++i)
        for (std::size_t j = i + 1; j < table.size(); ++j)
            if (table[i].wire == table[j].wire && !table[i].rest && !table[j].rest) return culprit(table[i].wire);
    return {};
}

template <class Action>
constexpr culprit documented_but_no_member()
{
    if constexpr (requires { Action::doc.parameters; })
        for (auto const& p : Action::doc.parameters) {
            bool found = false;
            for (auto const& m : member_table<Action>) found = found || m.name == p.member;
            if (!found) return culprit(p.member);
        }
    return {};
}

template <class Action, culprit Placeholder>
struct check_placeholder
{
    static_assert(Placeholder.none(), "the URI template has a Placeholder that no member of the Action provides");
};

template <class Action, culprit Member>
struct check_member
{
    static_assert(Member.none(),
                  "an Action without a body (GET, DELETE) has a Member that its URI template does not name");
};

template <class Action, culprit Member>
struct check_path
{
    static_assert(Member.none(), "a path parameter may not be left out: make the Member required<T>");
};

template <class Action, culprit Header>
struct check_header
{
    static_assert(Header.none(), "the endpoint names a Header that no member of the Action provides");
};

template <class Type, culprit Wire>
struct check_unique
{
    static_assert(Wire.none(), "two members of the Type have the same Wire name");
};

template <class Action, culprit Member>
struct check_doc
{
    static_assert(Member.none(), "the Action documents a Member that it does not have");
};

template <class Action>
struct check_template
{
    static_assert(is_well_formed(Action::endpoint::uri),
                  "the Action's URI template is malformed: it starts with '/' and has {name}, {?a,b} or {&a,b}");
};

template <class Action>
struct check_described
{
    static_assert(described<Action>,
                  "the Action is not described: add BOOST_DESCRIBE_STRUCT(Action, (), (its members))");
};

/// Instantiates every check on the action; true, so that it can stand in a static_assert.
template <class Action>
consteval bool check_action()
{
    (void)check_described<Action>{};
    if constexpr (described<Action>) {
        (void)check_template<Action>{};
        if constexpr (is_well_formed(Action::endpoint::uri)) {
            (void)check_placeholder<Action, placeholder_without_member<Action>()>{};
            (void)check_member<Action, member_without_placeholder<Action>()>{};
            (void)check_path<Action, optional_path_parameter<Action>()>{};
        }
        (void)check_header<Action, header_without_member<Action>()>{};
        (void)check_unique<Action, duplicate_wire_name<Action>()>{};
        (void)check_doc<Action, documented_but_no_member<Action>()>{};
    }
    return true;
}

} // namespace okta::detail
#endif
