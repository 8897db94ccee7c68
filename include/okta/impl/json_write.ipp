#ifndef OKTA_IMPL_JSON_WRITE_IPP
#define OKTA_IMPL_JSON_WRITE_IPP

#include <okta/codec/json_number.hpp>
#include <okta/codec/json_write.hpp>
#include <okta/describe/containers.hpp>
#include <okta/describe/member_index.hpp>

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
    if (m.type->what == kind::raw) return !static_cast<raw_json const*>(p)->empty();
    return true;
}

OKTA_DECL void json_writer::flush()
{
    out_.append(stage_, staged());
    flushed_ += staged();
    at_ = stage_;
}

OKTA_DECL void json_writer::put(std::string_view text)
{
    if (text.size() > room()) flush();
    if (text.size() > sizeof stage_) {
        out_ += text;
        flushed_ += text.size();
    } else if (!text.empty()) {
        std::memcpy(at_, text.data(), text.size());
        at_ += text.size();
    }
}

OKTA_DECL void json_writer::close(std::size_t start, char open, char close)
{
    if (position() == start) put(open);
    else if (start >= flushed_) stage_[start - flushed_] = open;
    else out_[base_ + start] = open;
    put(close);
}

/// The key into a stage that has room for it and key_padding. Returns the place behind.
OKTA_HOT char* write_key(char* at, json_key key) noexcept
{
    std::memcpy(at, key.text, key_padding);
    for (std::size_t i = key_padding; i < key.size; i += key_padding) std::memcpy(at + i, key.text + i, key_padding);
    return at + key.size;
}

OKTA_DECL void json_writer::name(json_key key)
{
    if (room() < key.size + key_padding) {
        flush();
        if (room() < key.size + key_padding)
            return put(std::string_view(key.text, key.size)); // thousands of characters
    }
    at_ = write_key(at_, key);
}

OKTA_DECL void json_writer::name(std::string_view unquoted)
{
    put(',');
    text(unquoted);
    put(':');
}

OKTA_DECL void json_writer::member(json_key key, std::string_view text_)
{
    auto const size = text_.size();
    if (room() < key.size + size + key_padding + 2) {
        name(key);
        return text(text_);
    }
    auto* const at = write_key(at_, key);
    *at = '"';
    at_ = at;
    if (!copy_plain(at + 1, text_.data(), size)) return escaped(text_);
    at[size + 1] = '"';
    at_ = at + size + 2;
}

OKTA_DECL void json_writer::member(json_key key, timestamp t)
{
    name(key);
    if (room() < timestamp_size + 2) flush();
    *at_ = '"';
    write_timestamp(t, at_ + 1);
    at_ += timestamp_size + 2;
    at_[-1] = '"';
}

OKTA_DECL void json_writer::integer(std::int64_t n)
{
    if (room() < 32) flush();
    at_ = std::to_chars(at_, stage_ + sizeof stage_, n).ptr;
}

OKTA_DECL void json_writer::number(double d)
{
    if (!std::isfinite(d)) return null(); // JSON has no infinity
    if (room() < 32) flush();
    auto* const end = write_short_decimal(at_, d);
    at_ = end ? end : std::to_chars(at_, stage_ + sizeof stage_, d).ptr;
}

OKTA_DECL void json_writer::text(std::string_view text)
{
    if (room() < text.size() + 2) return text_in_pieces(text);
    auto* const at = at_;
    *at = '"';
    if (!copy_plain(at + 1, text.data(), text.size())) return escaped(text);
    at[text.size() + 1] = '"';
    at_ = at + text.size() + 2;
}

OKTA_DECL void json_writer::text_in_pieces(std::string_view text_)
{
    flush();
    if (text_.size() + 2 <= sizeof stage_) return text(text_);
    if (!is_plain(text_)) return escaped(text_);
    put('"');
    put(text_);
    put('"');
}

OKTA_DECL void json_writer::escaped(std::string_view text)
{
    constexpr char digits[] = "0123456789abcdef";
    put('"');
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        put(text.substr(done, i - done));
        done = i + 1;
        switch (c) {
        case '"': put("\\\""); break;
        case '\\': put("\\\\"); break;
        case '\b': put("\\b"); break;
        case '\f': put("\\f"); break;
        case '\n': put("\\n"); break;
        case '\r': put("\\r"); break;
        case '\t': put("\\t"); break;
        default:
            put("\\u00");
            put(digits[c >> 4]);
            put(digits[c & 15]);
        }
    }
    put(text.substr(done));
    put('"');
}

OKTA_DECL void json_writer::member(void const* owner, member_info const& m)
{
    if (m.alias || !is_present(owner, m)) return;
    auto const* const from = member_of(owner, m);
    name(m.key());
    m.type->write(*this, from);
}

OKTA_DECL void json_writer::choice(void const* from, type_info const& type)
{
    type.choice->alternatives[type.choice->index(from)].type->write(*this, type.choice->get(from));
}

OKTA_DECL void json_writer::rest(boost::json::object const& from, type_info const& around)
{
    for (auto const& [key, v] : from) {
        auto const wire = std::string_view(key.data(), key.size());
        if (around.index->find(wire, around.members) != no_member) {
            clash_ = wire;
            continue;
        }
        name(wire);
        json(v);
    }
}

OKTA_DECL std::string json_text_of(boost::json::value const& v)
{
    std::string text;
    json_writer writer(text);
    writer.json(v);
    writer.flush();
    return text;
}

OKTA_DECL void json_writer::json(boost::json::value const& v, int depth)
{
    using boost::json::kind;
    constexpr int deepest = 64; // below, the serializer takes over, which does not recurse
    switch (v.kind()) {
    case kind::null: return null();
    case kind::bool_: return boolean(v.get_bool());
    case kind::int64: return integer(v.get_int64());
    case kind::string: return text({v.get_string().data(), v.get_string().size()});
    case kind::uint64: return put(boost::json::serialize(v));
    case kind::double_: // in the form that Boost.JSON gives it, which for 1e999 is no JSON
        return std::isfinite(v.get_double()) ? put(boost::json::serialize(v)) : null();
    default: break;
    }
    if (depth == deepest) return put(boost::json::serialize(v)); // infinities, too
    if (auto const* const o = v.if_object()) return json(*o, depth + 1);
    auto const start = position();
    for (auto const& item : v.get_array()) {
        comma();
        json(item, depth + 1);
    }
    close(start, '[', ']');
}

OKTA_DECL void json_writer::json(boost::json::object const& o, int depth)
{
    auto const start = position();
    for (auto const& [key, v] : o) {
        name(std::string_view(key.data(), key.size()));
        json(v, depth);
    }
    close(start, '{', '}');
}

} // namespace okta::detail
#endif
