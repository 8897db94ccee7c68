#ifndef OKTA_IMPL_JSON_WRITE_IPP
#define OKTA_IMPL_JSON_WRITE_IPP

#include <okta/codec/json_write.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <cmath>

namespace okta::detail {

OKTA_DECL void const* member_of(void const* owner, member_info const& m)
{
    return m.at(const_cast<void*>(owner)); // only read through
}

OKTA_DECL bool is_present(void const* owner, member_info const& m)
{
    auto const* const p = member_of(owner, m);
    if (m.type->what == kind::optional) return m.type->option->get(p) || m.type->option->is_null(p);
    if (m.presence == presence::plain && m.type->what == kind::text) return !m.type->text->is_unset(p);
    return true;
}

template <class Number>
void append_number(std::string& out, Number n)
{
    char buffer[32];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, n).ptr);
}

OKTA_DECL void json_writer::string(std::string_view text)
{
    constexpr char digits[] = "0123456789abcdef";
    out_ += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out_.append(text, done, i - done);
        done = i + 1;
        switch (c) {
        case '"': out_ += "\\\""; break;
        case '\\': out_ += "\\\\"; break;
        case '\b': out_ += "\\b"; break;
        case '\f': out_ += "\\f"; break;
        case '\n': out_ += "\\n"; break;
        case '\r': out_ += "\\r"; break;
        case '\t': out_ += "\\t"; break;
        default: ((out_ += "\\u00") += digits[c >> 4]) += digits[c & 15];
        }
    }
    out_.append(text, done);
    out_ += '"';
}

OKTA_DECL void json_writer::write(void const* from, type_info const& type)
{
    switch (type.what) {
    case kind::boolean: out_ += *static_cast<bool const*>(from) ? "true" : "false"; break;
    case kind::integer: append_number(out_, type.integers->load(from)); break;
    case kind::number: {
        auto const d = *static_cast<double const*>(from);
        if (std::isfinite(d)) append_number(out_, d);
        else out_ += "null"; // JSON has no infinity
        break;
    }
    case kind::text: {
        if (type.text->secret && secrets_ == secrets::redact) return string("***");
        std::string text;
        type.text->write(from, text);
        string(text);
        break;
    }
    case kind::json: out_ += boost::json::serialize(*static_cast<boost::json::value const*>(from)); break;
    case kind::object: out_ += boost::json::serialize(*static_cast<boost::json::object const*>(from)); break;
    case kind::optional:
        if (auto const value = type.option->get(from)) write(value, *type.inner);
        else out_ += "null";
        break;
    case kind::array: write_array(from, type); break;
    case kind::map: write_map(from, type); break;
    case kind::structure: write_structure(from, type); break;
    case kind::choice: write(type.choice->get(from), *type.choice->alternatives[type.choice->index(from)].type); break;
    }
}

OKTA_DECL void json_writer::name(std::string_view wire, bool& first)
{
    if (!first) out_ += ',';
    first = false;
    string(wire);
    out_ += ':';
}

OKTA_DECL void json_writer::write_member(void const* owner, member_info const& m, bool& first)
{
    if (m.alias || !is_present(owner, m)) return;
    name(m.wire, first);
    write(member_of(owner, m), *m.type);
}

OKTA_DECL void json_writer::write_rest(void const* from, type_info const& around, bool& first)
{
    for (auto const& [key, value] : *static_cast<boost::json::object const*>(from)) {
        auto const wire = std::string_view(key.data(), key.size());
        if (around.find(wire)) {
            clash_ = wire;
            continue;
        }
        name(wire, first);
        out_ += boost::json::serialize(value);
    }
}

OKTA_DECL void json_writer::write_structure(void const* from, type_info const& type)
{
    out_ += '{';
    bool first = true;
    for (auto const& m : type.members) {
        if (m.rest) write_rest(member_of(from, m), type, first);
        else write_member(from, m, first);
    }
    out_ += '}';
}

OKTA_DECL void json_writer::write_array(void const* from, type_info const& type)
{
    auto const& ops = *type.array;
    auto const size = ops.size(from);
    if (ops.is_single(from) && size == 1) return write(ops.item(from, 0), *type.inner);
    out_ += '[';
    for (std::size_t i = 0; i < size; ++i) {
        if (i != 0) out_ += ',';
        write(ops.item(from, i), *type.inner);
    }
    out_ += ']';
}

OKTA_DECL void json_writer::write_map(void const* from, type_info const& type)
{
    struct context
    {
        json_writer& writer;
        type_info const& inner;
        bool first = true;
    };
    context c{*this, *type.inner};
    out_ += '{';
    type.map->visit(from, &c, [](void* p, std::string_view key, void const* value) {
        auto& self = *static_cast<context*>(p);
        self.writer.name(key, self.first);
        self.writer.write(value, self.inner);
    });
    out_ += '}';
}

} // namespace okta::detail
#endif
