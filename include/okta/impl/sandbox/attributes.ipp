#ifndef OKTA_IMPL_SANDBOX_ATTRIBUTES_IPP
#define OKTA_IMPL_SANDBOX_ATTRIBUTES_IPP

#include <okta/codec/json_read.hpp>
#include <okta/sandbox/attributes.hpp>
#include <okta/sandbox/text.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace okta::sandbox::detail {

inline constexpr std::size_t attribute_head = 7;

OKTA_DECL attributes::attributes(boost::json::object const& from, bool flat)
{
    if (flat) flatten({}, from);
    else
        for (auto const& [name, value] : from)
            if (!value.is_null()) append({name.data(), name.size()}, value);
}

OKTA_DECL attributes::entry attributes::read(std::size_t& at) const
{
    std::uint16_t name = 0;
    std::uint32_t size = 0;
    std::memcpy(&name, &packed_[at], sizeof name);
    auto const what = static_cast<form>(packed_[at + 2]);
    std::memcpy(&size, &packed_[at + 3], sizeof size);
    auto const all = std::string_view(packed_).substr(at + attribute_head, std::size_t{name} + size);
    at += attribute_head + all.size();
    return {all.substr(0, name), all.substr(name), what};
}

OKTA_DECL void attributes::append(std::string_view name, form what, std::string_view bytes)
{
    auto const name_size = static_cast<std::uint16_t>(std::min<std::size_t>(name.size(), 0xffff));
    auto const size = static_cast<std::uint32_t>(bytes.size());
    char head[attribute_head];
    std::memcpy(head, &name_size, sizeof name_size);
    head[2] = static_cast<char>(what);
    std::memcpy(head + 3, &size, sizeof size);
    packed_.append(head, sizeof head).append(name, 0, name_size).append(bytes);
}

OKTA_DECL void attributes::append(std::string_view name, boost::json::value const& value)
{
    auto const is_scalar = [](boost::json::value const& v) { return v.is_string() || v.is_number() || v.is_bool(); };
    if (auto const* const s = value.if_string()) return append(name, form::text, text_of(*s));
    if (value.is_number()) return append(name, form::number, boost::json::serialize(value));
    if (value.is_bool()) return append(name, form::boolean, value.get_bool() ? "1" : "");
    auto const* const items = value.if_array();
    if (!items || !std::ranges::all_of(*items, is_scalar))
        return append(name, form::json, boost::json::serialize(value));
    attributes list;
    for (auto const& item : *items) list.append({}, item);
    append(name, form::list, list.packed_);
}

OKTA_DECL void attributes::flatten(std::string const& prefix, boost::json::object const& from)
{
    for (auto const& [key, value] : from) {
        auto const name = prefix + std::string(key.data(), key.size());
        auto const* const items = value.if_array();
        if (auto const* const inner = value.if_object()) flatten(name + '.', *inner);
        else if (items && !items->empty() && items->front().is_object()) {
            for (auto const& item : *items) // target.id is the id of any target
                if (auto const* const inner_item = item.if_object()) flatten(name + '.', *inner_item);
        } else if (auto const time = value.is_string() ? parse_timestamp(text_of(value.get_string())) : std::nullopt;
                   time && prefix.empty())
            set_time(name, *time);
        else if (!value.is_null()) append(name, value);
    }
}

OKTA_DECL void attributes::merge(boost::json::object const& changes)
{
    attributes merged;
    for_each([&](entry const& e) {
        if (!changes.contains(e.name)) merged.append(e.name, e.what, e.bytes);
    });
    for (auto const& [name, value] : changes)
        if (!value.is_null()) merged.append({name.data(), name.size()}, value);
    *this = std::move(merged);
}

OKTA_DECL std::size_t attributes::size() const
{
    std::size_t n = 0;
    for_each([&](entry const&) { ++n; });
    return n;
}

OKTA_DECL void attributes::set_text(std::string_view name, std::string_view text)
{
    erase(name);
    append(name, form::text, text);
}

OKTA_DECL void attributes::set_time(std::string_view name, timestamp t)
{
    auto const ticks = t.time_since_epoch().count();
    char bytes[sizeof ticks];
    std::memcpy(bytes, &ticks, sizeof ticks);
    erase(name);
    append(name, form::time, {bytes, sizeof bytes});
}

OKTA_DECL void attributes::erase(std::string_view name)
{
    for (std::size_t at = 0; at < packed_.size();) {
        auto const start = at;
        if (read(at).name == name) packed_.erase(start, at - start), at = start;
    }
}

OKTA_DECL std::string_view attributes::text(std::string_view name) const
{
    for (std::size_t at = 0; at < packed_.size();)
        if (auto const e = read(at); e.name == name) return e.what == form::text ? e.bytes : std::string_view();
    return {};
}

OKTA_DECL timestamp time_of(std::string_view bytes)
{
    timestamp::rep ticks = 0;
    std::memcpy(&ticks, bytes.data(), sizeof ticks);
    return timestamp{timestamp::duration{ticks}};
}

OKTA_DECL void attributes::find(std::string_view name, scalars& out) const
{
    for (std::size_t at = 0; at < packed_.size();) {
        auto const e = read(at);
        if (e.name != name) continue;
        switch (e.what) {
        case form::text: out.emplace_back(e.bytes); break;
        case form::time: out.emplace_back(time_of(e.bytes)); break;
        case form::boolean: out.emplace_back(!e.bytes.empty()); break;
        case form::number: {
            double number = 0;
            std::from_chars(e.bytes.data(), e.bytes.data() + e.bytes.size(), number);
            out.emplace_back(number);
            break;
        }
        case form::list: {
            // The items are read where they stand: what is appended to `out` lives as long as this object.
            for (std::size_t item = at - e.bytes.size(); item < at;) {
                auto const i = read(item);
                if (i.what == form::text) out.emplace_back(i.bytes);
                else if (i.what == form::boolean) out.emplace_back(!i.bytes.empty());
                else out.emplace_back(i.value().to_number<double>());
            }
            break;
        }
        case form::json: break; // what is nested cannot be searched
        }
    }
}

OKTA_DECL boost::json::value attributes::entry::value() const
{
    switch (what) {
    case form::text: return boost::json::value(boost::json::string_view(bytes.data(), bytes.size()));
    case form::time: return boost::json::value(okta::to_string(time_of(bytes)));
    case form::boolean: return !bytes.empty();
    case form::list: {
        boost::json::array items;
        attributes list;
        list.packed_ = bytes;
        list.for_each([&](entry const& item) { items.push_back(item.value()); });
        return items;
    }
    default: return boost::json::parse({bytes.data(), bytes.size()});
    }
}

OKTA_DECL void attributes::store(void* to, okta::detail::type_info const& type) const
{
    auto const* const rest = type.rest();
    for_each([&](entry const& e) {
        auto const* const member = type.find(e.name);
        if (!member) {
            if (rest) static_cast<boost::json::object*>(rest->at(to))->insert_or_assign(e.name, e.value());
            return;
        }
        okta::detail::json_reader reader;
        auto const* inner = member->type;
        auto* at = member->at(to);
        if (inner->what == okta::detail::kind::optional) at = inner->option->engage(at), inner = inner->inner;
        if (e.what == form::text && inner->what == okta::detail::kind::text) inner->text->read(at, e.bytes);
        else reader.read(e.value(), at, *inner);
    });
}

} // namespace okta::sandbox::detail
#endif
