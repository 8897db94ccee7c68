#ifndef OKTA_TEST_CONFORMANCE_ROUND_TRIP_HPP
#define OKTA_TEST_CONFORMANCE_ROUND_TRIP_HPP

// Instances through the library and back: read, written, read again; and variations of an instance.

#include "deliberate.hpp"
#include "models.hpp"

#include <okta/codec/decode.hpp>
#include <okta/codec/encode.hpp>

namespace conformance {

inline constexpr char const* not_equal = "what is read again is not equal";

inline std::string read_error(model const& m, json::value const& v, void* to)
{
    okta::error e;
    return okta::detail::decode_text(json::serialize(v), to, *m.type, e) ? std::string() : e.summary + " ";
}

class round_trips
{
public:
    round_trips(schemas const& s, model const& m, node n) : schemas_(s), model_(m), node_(n) {}

    std::size_t runs = 0;
    std::vector<std::string> dropped = {};

    /// What differs between the value and what the library makes of it.
    std::vector<std::string> differences(json::value const& in)
    {
        ++runs;
        auto const first = model_.make(), second = model_.make(), third = model_.make();
        auto const whole = with_path(in);
        if (auto e = read_error(model_, whole, first.get()); !e.empty()) return {e};
        okta::error e;
        if (!okta::detail::decode_value(whole, third.get(), *model_.type, e)) return {"as a value: " + e.summary};
        std::string written;
        if (auto problem = write(first.get(), written); !problem.empty()) return {problem};
        auto const out = json::parse(written);
        if (auto problem = read_error(model_, with_path(out), second.get()); !problem.empty())
            return {"again: " + problem};
        comparison c(schemas_, model_.action, defaults);
        c.run(in, out, node_, model_.type);
        dropped = c.dropped();
        auto found = c.differences();
        if (!model_.equal(first.get(), third.get())) found.push_back("text and value decode differently");
        if (!model_.equal(first.get(), second.get())) found.push_back(not_equal);
        return found;
    }

    bool refuses(json::value const& in)
    {
        ++runs;
        return !read_error(model_, with_path(in), model_.make().get()).empty();
    }

private:
    /// Path parameters are no part of a body, but the request has to have them.
    json::value with_path(json::value v) const
    {
        if (model_.action && v.is_object())
            for (auto const& p : model_.action->parameters)
                if (p.where == okta::position::path) v.get_object()[p.wire] = "00x";
        return v;
    }

    std::string write(void const* from, std::string& out) const
    {
        if (!model_.action) {
            okta::detail::json_writer(out).write(from, *model_.type);
            return {};
        }
        auto request = okta::detail::encode(from, *model_.action);
        if (!request) return "encode: " + request.error().summary;
        out = request->body;
        return {};
    }

    schemas const& schemas_;
    model const& model_;
    node node_;
};

/// Calls f(what, required) for each member below the root: once while it is null, once while it is left out.
template <class F>
void vary(json::value& root, json::value& at, type_info const* t, F const& f, std::string const& path = "$")
{
    t = plain(t);
    if (auto* const items = at.if_array())
        for (auto& item : *items) vary(root, item, t && t->what == kind::array ? t->inner : t, f, path + "[]");
    auto* const o = at.if_object();
    if (!o) return;
    std::vector<std::string> names;
    for (auto const& m : *o) names.emplace_back(m.key());
    for (auto const& name : names) {
        auto const* const member = t && t->what == kind::structure ? t->find(name) : nullptr;
        bool const required = member && member->presence == okta::detail::presence::required;
        auto const keep = (*o)[name];
        (*o)[name] = nullptr;
        f(path + '.' + name + " null", required);
        o->erase(name);
        f(path + '.' + name + " left out", required);
        (*o)[name] = keep;
        vary(root, (*o)[name], member_type(t, name), f, path + '.' + name);
    }
}

/// Members that nobody knows, in every object that is not a map.
inline void add_unknown(json::value& v, type_info const* t)
{
    static auto const unheard_of = json::parse(R"({"a": [1, null, "x", {"deep": true}], "b": 2.5})");
    t = plain(t);
    if (auto* const items = v.if_array())
        for (auto& item : *items) add_unknown(item, t && t->what == kind::array ? t->inner : t);
    auto* const o = v.if_object();
    if (!o) return;
    for (auto& m : *o) add_unknown(m.value(), member_type(t, m.key()));
    if (!t || t->what != kind::map) (*o)["unheard-of"] = unheard_of;
}

} // namespace conformance
#endif
