#include "events.hpp"

#include "listing.hpp"
#include "request.hpp"

#include <iostream>
#include <vector>

namespace cli {
namespace {

using okta::detail::event_info;
using okta::detail::event_member_info;
using okta::detail::event_member_kind;

/// What stands in an event's column for types: Okta names none for the verification.
std::string_view type_of(event_info const& e) { return e.event_type.empty() ? "(verification)" : e.event_type; }

std::string member_json(event_member_info const& m)
{
    bool const target = m.what == event_member_kind::target;
    return '{' + member("name", quoted(m.wire)) + ',' + member("kind", quoted(name_of(m.what))) +
           (target ? ',' + member("target", quoted(m.target_type)) + ',' +
                         member("optional", m.optional ? "true" : "false")
                   : "") +
           ',' + member("doc", quoted(m.doc)) + '}';
}

std::string event_json(event_info const* e)
{
    return '{' + member("id", quoted(e->id)) + ',' + member("title", quoted(e->title)) + ',' +
           member("summary", quoted(e->summary)) + ',' +
           member("eventType", e->event_type.empty() ? "null" : quoted(e->event_type)) + ',' +
           member("members", list(e->members, member_json)) + '}';
}

void print_members(event_info const& e)
{
    std::cout << e.title << " (" << e.id << "): " << e.summary << "\ntype: " << type_of(e) << "\n\n";
    std::size_t width = 0, kind_width = 0;
    auto const kind_of = [](event_member_info const& m) {
        return m.target_type.empty() ? name_of(m.what) : m.target_type;
    };
    for (auto const& m : e.members) {
        width = std::max(width, m.wire.size());
        kind_width = std::max(kind_width, kind_of(m).size());
    }
    for (auto const& m : e.members)
        std::cout << padded(m.wire, width) << padded(kind_of(m), kind_width) << (m.optional ? "optional. " : "")
                  << m.doc << '\n';
}

} // namespace

event_info const& find_event(std::string_view name)
{
    if (auto const* const found = okta::detail::find_event(name)) return *found;
    std::vector<std::string_view> names;
    for (auto const& e : okta::detail::event_table())
        for (auto const known : {e.id, e.event_type})
            if (!known.empty()) names.push_back(known);
    auto const near = did_you_mean(name, names);
    throw usage_error("there is no event '" + std::string(name) + "'" + near + (near.empty() ? "; " : " ") +
                      "`okta events` lists them");
}

int print_events(arguments const& a)
{
    std::vector<event_info const*> chosen;
    for (auto const& e : okta::detail::event_table()) chosen.push_back(&e);
    if (!a.hook.event.empty()) chosen = {&find_event(a.hook.event)};
    if (a.as_json) std::cout << indented(list(chosen, event_json)) << '\n';
    else if (!a.hook.event.empty()) print_members(*chosen.front());
    else {
        std::size_t width = 0, type_width = 0;
        for (auto const* const e : chosen) {
            width = std::max(width, e->id.size());
            type_width = std::max(type_width, type_of(*e).size());
        }
        for (auto const* const e : chosen)
            std::cout << padded(e->id, width) << padded(type_of(*e), type_width) << e->summary << '\n';
    }
    return success;
}

} // namespace cli
