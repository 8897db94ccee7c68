#ifndef OKTA_TEST_CONFORMANCE_STRUCTURE_HPP
#define OKTA_TEST_CONFORMANCE_STRUCTURE_HPP

// A schema against the description of its C++ type, without any instance: every member that the schema names is
// declared with a fitting type, every value of an enumeration is known; a request declares nothing else and nothing
// read-only.

#include "compare.hpp"

#include <okta/action/action_info.hpp>

namespace conformance {

using okta::detail::action_info;

/// A value that an enumeration has in C++ though the schema lacks it; empty: any. `where` is a schema, or a member
/// after a dot.
struct extra_value
{
    std::string_view where, value, reason;
    int used = 0;
};

class structure_check
{
public:
    structure_check(schemas const& s, std::vector<extra_value>& extras) : schemas_(s), extras_(extras) {}

    std::vector<std::string> const& differences() const { return differences_; }

    /// Every member of the schema is in the type.
    void covers(node n, type_info const* t, std::string const& path = "$")
    {
        t = plain(t);
        if (visited(n, t)) return;
        auto const type = schemas_.type(n);
        if (t->what == kind::json) return;
        if (t->what == kind::array && t->array->set_single && type == "object") return covers(n, t->inner, path);
        if (type == "string") return text_covers(n, t, path);
        if (type == "integer") return expect(t->what == kind::integer, path, "integer", t);
        if (type == "number") return expect(t->what == kind::number, path, "number", t);
        if (type == "boolean") return expect(t->what == kind::boolean, path, "boolean", t);
        if (type == "array") {
            expect(t->what == kind::array, path, "array", t);
            if (t->what == kind::array) covers(schemas_.items(n), t->inner, path + "[]");
            return;
        }
        object_covers(n, t, path);
    }

    /// The body of a request has what the schema has and requests may have, and nothing else.
    void body(node n, action_info const& info)
    {
        for (auto const& [name, child] : schemas_.children(n)) {
            auto const* const p = info.find(name);
            if (schemas_.read_only(child) && p) differ("$." + std::string(name), "is read-only");
            if (schemas_.read_only(child)) continue;
            if (!p || p->where != okta::position::body) differ("$." + std::string(name), "is not in the body");
            else request_covers(child, p->member->type, "$." + std::string(name), required(n, name) && !p->required());
        }
        for (auto const& p : info.parameters)
            if (p.where == okta::position::body && !p.member->rest && !schemas_.child(n, p.wire))
                differ("$." + std::string(p.wire), "is not in the schema");
    }

private:
    void differ(std::string const& path, std::string const& what) { differences_.push_back(path + ": " + what); }

    void expect(bool good, std::string const& path, std::string_view what, type_info const* t)
    {
        if (!good) differ(path, std::string(what) + " in the schema, " + std::string(t->name) + " in C++");
    }

    bool visited(node n, type_info const* t)
    {
        auto const step = std::pair(schemas_.resolve(n), t);
        if (std::find(seen_.begin(), seen_.end(), step) != seen_.end()) return true;
        seen_.push_back(step);
        return false;
    }

    static bool required(node n, std::string_view name)
    {
        for (auto const& r : list(n, "required"))
            if (is(r, name)) return true;
        return false;
    }

    void text_covers(node n, type_info const* t, std::string const& path)
    {
        expect(t->what == kind::text, path, "string", t);
        if (t->what != kind::text) return;
        bool const timestamp = text(n, "format") == "date-time";
        expect(timestamp == (t->text->expected == "timestamp"), path, timestamp ? "timestamp" : "string", t);
        auto const& values = schemas_.values(n);
        auto const known = t->text->values;
        if (known.empty() || values.empty()) return; // a plain text has every value
        for (auto const& v : values)
            if (std::find(known.begin(), known.end(), schemas::view(v)) == known.end())
                differ(path, "the value " + json::serialize(v) + " is not known");
        for (auto const k : known) {
            bool const listed = std::any_of(values.begin(), values.end(), [&](auto const& v) { return is(v, k); });
            if (!listed && !is_extra(n, k, path)) differ(path, "the schema has no value " + std::string(k));
        }
    }

    bool is_extra(node n, std::string_view value, std::string_view path)
    {
        for (auto& e : extras_)
            if ((e.value.empty() || e.value == value) &&
                (e.where.starts_with('.') ? path.ends_with(e.where) : schemas_.resolve(n) == schemas_.find(e.where)))
                return ++e.used;
        return false;
    }

    void object_covers(node n, type_info const* t, std::string const& path)
    {
        auto const children = schemas_.children(n);
        if (t->what == kind::object) return expect(children.empty(), path, "an object with members", t);
        if (t->what == kind::map) {
            for (auto const& [name, child] : children) covers(child, t->inner, path + '.' + std::string(name));
            if (auto const* const values = schemas_.map_of(n)) covers(values, t->inner, path + ".*");
            return;
        }
        expect(t->what == kind::structure || t->what == kind::choice, path, "object", t);
        if (t->what != kind::structure && t->what != kind::choice) return;
        bool const open = flag(schemas_.resolve(n), "additionalProperties") || schemas_.map_of(n);
        if ((open || children.empty()) && !keeps_unknown(t)) differ(path, "open in the schema, closed in C++");
        for (auto const& [name, child] : children) {
            auto const at = path + '.' + std::string(name);
            if (auto const* const type = member_type(t, name)) covers(child, type, at);
            else differ(at, "is not declared");
        }
    }

    void request_covers(node n, type_info const* t, std::string const& path, bool laxer)
    {
        t = plain(t);
        if (laxer) differ(path, "is required by the schema, but not in C++");
        if (t->what == kind::array) return request_covers(schemas_.items(n), t->inner, path + "[]", false);
        if (t->what != kind::structure && t->what != kind::choice) return covers(n, t, path);
        for (auto const& [name, child] : schemas_.children(n)) {
            auto const at = path + '.' + std::string(name);
            auto const* const m = t->what == kind::structure ? t->find(name) : nullptr;
            auto const* const type = member_type(t, name);
            if (schemas_.read_only(child) && type) differ(at, "is read-only");
            if (schemas_.read_only(child)) continue;
            if (!type) differ(at, "is not declared");
            else
                request_covers(child, type, at,
                               required(schemas_.resolve(n), name) && m->presence != okta::detail::presence::required);
        }
        if (t->what == kind::structure) only_described(n, t, path);
        else
            for (auto const& a : t->choice->alternatives) only_described(n, a.type, path);
    }

    void only_described(node n, type_info const* t, std::string const& path)
    {
        for (auto const& m : t->members)
            if (!m.rest && !schemas_.child(n, m.wire)) differ(path + '.' + std::string(m.wire), "is not in the schema");
    }

    schemas const& schemas_;
    std::vector<extra_value>& extras_;
    std::vector<std::pair<node, type_info const*>> seen_ = {};
    std::vector<std::string> differences_ = {};
};

} // namespace conformance
#endif
