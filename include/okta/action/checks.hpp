#ifndef OKTA_ACTION_CHECKS_HPP
#define OKTA_ACTION_CHECKS_HPP

// What the compiler refuses in an action, and in which words. A failing check carries the culprit's name as a template
// argument, which compilers print beside the sentence.

#include <okta/action/action_info.hpp>
#include <okta/action/endpoint.hpp>
#include <okta/action/uri_template.hpp>
#include <okta/describe/fixed_string.hpp>
#include <okta/describe/type_of.hpp>

#include <array>
#include <span>
#include <string_view>

namespace okta::detail {

/// What an action's template, headers and members say together, found in one pass: the compiler pays for each one.
struct action_findings
{
    culprit placeholder_without_member = {};
    culprit member_without_placeholder = {};
    culprit optional_path_parameter = {};
    culprit header_without_member = {};
    culprit documented_but_no_member = {};
};

struct action_facts
{
    method verb;
    std::string_view uri;
    std::span<member_info const> members;
    std::span<std::string_view const> headers;
    std::span<parameter_doc const> docs;
};

constexpr void note_first(culprit& c, std::string_view name)
{
    if (c.none()) c = culprit(name);
}

/// Fills `where` and `wire`, one entry per member, and returns what is wrong.
constexpr action_findings analyse(action_facts const& facts, position* where, std::string_view* wire)
{
    action_findings found;
    auto const count = facts.members.size();
    for (std::size_t i = 0; i < count; ++i) where[i] = position::body, wire[i] = facts.members[i].wire;
    for_each_placeholder(facts.uri, [&](std::string_view name, bool query) {
        std::size_t i = 0;
        while (i < count && facts.members[i].wire != name) ++i;
        if (i == count) note_first(found.placeholder_without_member, name);
        else {
            where[i] = query ? position::query : position::path;
            if (!query && facts.members[i].presence != presence::required)
                note_first(found.optional_path_parameter, facts.members[i].name);
        }
    });
    for (auto const header : facts.headers) {
        std::size_t i = 0;
        while (i < count && !header_matches(header, facts.members[i].name)) ++i;
        if (i == count) note_first(found.header_without_member, header);
        else where[i] = position::header, wire[i] = header;
    }
    for (std::size_t i = 0; i < count && !has_body(facts.verb); ++i) // what is left is a body
        if (where[i] == position::body && !facts.members[i].alias)
            note_first(found.member_without_placeholder, facts.members[i].name);
    for (auto const& doc : facts.docs) {
        std::size_t i = 0;
        while (i < count && facts.members[i].name != doc.member) ++i;
        if (i == count) note_first(found.documented_but_no_member, doc.member);
    }
    return found;
}

template <class Action>
constexpr action_facts facts_of()
{
    using endpoint = typename Action::endpoint;
    action_facts facts{endpoint::verb, endpoint::uri, member_table<Action>, endpoint::header_texts, {}};
    if constexpr (requires { Action::doc.parameters; }) facts.docs = Action::doc.parameters;
    return facts;
}

/// An action's layout: where each member travels and under which name.
template <class Action>
struct action_layout
{
    static constexpr std::size_t size = member_table<Action>.size();
    std::array<position, size> where = {};
    std::array<std::string_view, size> wire = {};
    action_findings found = analyse(facts_of<Action>(), where.data(), wire.data());
};

template <class Action>
inline constexpr action_layout<Action> layout_of = {};

template <class T>
constexpr culprit duplicate_wire_name()
{
    auto const& table = member_table<T>;
    for (std::size_t i = 0; i < table.size(); ++i)
        for (std::size_t j = i + 1; j < table.size(); ++j)
            if (table[i].wire == table[j].wire && !table[i].rest && !table[j].rest) return culprit(table[i].wire);
    return {};
}

template <class Action, fixed_string Placeholder>
struct check_placeholder
{
    static_assert(Placeholder.view().empty(),
                  "the URI template has a Placeholder that no member of the Action provides");
};

template <class Action, fixed_string Member>
struct check_member
{
    static_assert(Member.view().empty(),
                  "an Action without a body (GET, DELETE) has a Member that its URI template does not name");
};

template <class Action, fixed_string Member>
struct check_path
{
    static_assert(Member.view().empty(), "a path parameter may not be left out: make the Member required<T>");
};

template <class Action, fixed_string Header>
struct check_header
{
    static_assert(Header.view().empty(), "the endpoint names a Header that no member of the Action provides");
};

template <class Type, fixed_string Wire>
struct check_unique
{
    static_assert(Wire.view().empty(), "two members of the Type have the same Wire name");
};

template <class Action, fixed_string Member>
struct check_doc
{
    static_assert(Member.view().empty(), "the Action documents a Member that it does not have");
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

/// Instantiates the checks that fail; true, so that it can stand in a static_assert.
template <class Action>
consteval bool check_action()
{
    if constexpr (!described<Action>) (void)check_described<Action>{};
    else if constexpr (!is_well_formed(Action::endpoint::uri)) (void)check_template<Action>{};
    else {
        constexpr auto const& found = layout_of<Action>.found;
        if constexpr (!found.placeholder_without_member.none())
            (void)check_placeholder<Action, printed<found.placeholder_without_member>>{};
        if constexpr (!found.member_without_placeholder.none())
            (void)check_member<Action, printed<found.member_without_placeholder>>{};
        if constexpr (!found.optional_path_parameter.none())
            (void)check_path<Action, printed<found.optional_path_parameter>>{};
        if constexpr (!found.header_without_member.none())
            (void)check_header<Action, printed<found.header_without_member>>{};
        if constexpr (!found.documented_but_no_member.none())
            (void)check_doc<Action, printed<found.documented_but_no_member>>{};
        if constexpr (constexpr auto twice = duplicate_wire_name<Action>(); !twice.none())
            (void)check_unique<Action, printed<twice>>{};
    }
    return true;
}

} // namespace okta::detail
#endif
