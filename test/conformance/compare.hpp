#ifndef OKTA_TEST_CONFORMANCE_COMPARE_HPP
#define OKTA_TEST_CONFORMANCE_COMPARE_HPP

// What went in against what came out: everything that the schema names must still be there, with its value.

#include "schema.hpp"

#include <okta/describe/type_info.hpp>
#include <okta/model/timestamp.hpp>

#include <algorithm>

namespace conformance {

using okta::detail::kind;
using okta::detail::type_info;

/// A type under its optionals.
inline type_info const* plain(type_info const* t)
{
    while (t && t->what == kind::optional) t = t->inner;
    return t;
}

/// The type of an object's member; null: kept as JSON, or not at all.
inline type_info const* member_type(type_info const* t, std::string_view name)
{
    t = plain(t);
    if (!t) return nullptr;
    if (t->what == kind::map) return t->inner;
    if (t->what == kind::structure)
        if (auto const* const m = t->find(name)) return m->type;
    if (t->what == kind::choice)
        for (auto const& a : t->choice->alternatives)
            if (auto const* const m = a.type->find(name)) return m->type;
    return nullptr;
}

/// Whether an object of that type keeps members that it does not declare; without a type it is JSON as it came.
inline bool keeps_unknown(type_info const* t)
{
    t = plain(t);
    if (!t || t->what == kind::map || t->what == kind::object || t->what == kind::json) return true;
    if (t->what == kind::choice)
        return std::all_of(t->choice->alternatives.begin(), t->choice->alternatives.end(),
                           [](auto const& a) { return keeps_unknown(a.type); });
    return t->what == kind::structure && t->rest();
}

inline bool is_empty(json::value const& v)
{
    if (auto const* const a = v.if_array()) return std::all_of(a->begin(), a->end(), is_empty);
    if (auto const* const o = v.if_object())
        return std::all_of(o->begin(), o->end(), [](auto const& m) { return is_empty(m.value()); });
    return v.is_null();
}

/// A member that is written with this value when it was absent.
struct default_value
{
    std::string_view schema, member, value, reason;
    int used = 0;
};

class comparison
{
public:
    comparison(schemas const& s, bool request, std::vector<default_value>& defaults)
        : schemas_(s), request_(request), defaults_(defaults)
    {
    }

    void run(json::value const& in, json::value const& out, node n, type_info const* t) { value(in, out, n, t, "$"); }

    std::vector<std::string> const& differences() const { return differences_; }
    std::vector<std::string> const& dropped() const { return dropped_; }

private:
    void differ(std::string const& path, std::string const& what) { differences_.push_back(path + ": " + what); }

    void value(json::value const& in, json::value const& out, node n, type_info const* t, std::string const& path)
    {
        if (t && t->what == kind::optional && t->option->set_null && in.is_null() && !out.is_null())
            return differ(path, "null was to be kept");
        t = plain(t);
        if (in.is_null() && nothing_new(n, out)) return;
        if (t && t->what == kind::array && in.is_object()) t = plain(t->inner); // one_or_many
        if (in.is_number() && out.is_number()) {
            if (in != out && in.to_number<double>() != out.to_number<double>()) differ(path, "another number");
        } else if (in.kind() != out.kind()) differ(path, "was " + json::serialize(in) + ", is " + json::serialize(out));
        else if (in.is_array()) array(in.get_array(), out.get_array(), n, t, path);
        else if (in.is_object()) object(in.get_object(), out.get_object(), n, t, path);
        else if (!same_scalar(in, out, t)) differ(path, "was " + json::serialize(in) + ", is " + json::serialize(out));
    }

    static bool same_scalar(json::value const& in, json::value const& out, type_info const* t)
    {
        if (!in.is_string() || !t || t->what != kind::text || t->text->expected != "timestamp") return in == out;
        if (is(in, sampler::with_offset)) return is(out, sampler::without_offset);
        constexpr std::size_t as_okta_writes_it = std::string_view("YYYY-MM-DDTHH:mm:ss.SSSZ").size();
        if (schemas::view(in).size() == as_okta_writes_it) return in == out;
        auto const a = okta::parse_timestamp(schemas::view(in));
        return a && a == okta::parse_timestamp(schemas::view(out));
    }

    void array(json::array in, json::array const& out, node n, type_info const* t, std::string const& path)
    {
        if (in.size() != out.size()) // typed arrays skip holes
            in.erase(std::remove(in.begin(), in.end(), json::value(nullptr)), in.end());
        if (in.size() != out.size()) return differ(path, "another number of items");
        for (std::size_t i = 0; i < in.size(); ++i)
            value(in[i], out[i], schemas_.items(n), t && t->what == kind::array ? t->inner : nullptr,
                  path + '[' + std::to_string(i) + ']');
    }

    void object(json::object const& in, json::object const& out, node n, type_info const* t, std::string const& path)
    {
        for (auto const& [key, before] : in) {
            auto const name = std::string_view(key.data(), key.size());
            auto const* const described = schemas_.child(n, name);
            auto const at = path + '.' + std::string(name);
            auto const* const after = out.if_contains(name);
            auto const* const type = member_type(t, name);
            bool const must_go = request_ && described && schemas_.read_only(described);
            bool const nullable = type && type->what == kind::optional && type->option->set_null;
            if (after && must_go) differ(at, "is read-only, but the request has it");
            else if (after && before.is_null() && is_default(n, name, *after)) continue;
            else if (after) value(before, *after, described, type, at);
            else if (must_go || (before.is_null() && !nullable)) continue;
            else if (is(before, "") && type && type->what == kind::text) continue; // plain: empty is absent
            else if (described || keeps_unknown(t)) differ(at, "is lost");
            else dropped_.push_back(at);
        }
        for (auto const& [key, value] : out)
            if (auto const* const before = in.if_contains(key); !before || before->is_null())
                if (!is_default(n, key, value) && !nothing_new(schemas_.child(n, key), value))
                    differ(path + '.' + std::string(key), "came from nowhere");
    }

    /// Whether a value that was absent has no more than what C++ writes for that.
    bool nothing_new(node n, json::value const& v)
    {
        auto const* const o = v.if_object();
        auto const is_nothing = [&](auto const& m) {
            return is_default(n, m.key(), m.value()) || nothing_new(schemas_.child(n, m.key()), m.value());
        };
        return is_empty(v) || (o && std::all_of(o->begin(), o->end(), is_nothing));
    }

    bool is_default(node n, std::string_view name, json::value const& v)
    {
        for (auto& d : defaults_)
            if (d.member == name && is(v, d.value) && schemas_.resolve(n) == schemas_.find(d.schema)) return ++d.used;
        return false;
    }

    schemas const& schemas_;
    bool request_;
    std::vector<default_value>& defaults_;
    std::vector<std::string> differences_ = {};
    std::vector<std::string> dropped_ = {};
};

} // namespace conformance
#endif
