#ifndef OKTA_CODEC_JSON_ACCESS_HPP
#define OKTA_CODEC_JSON_ACCESS_HPP

// How an object of each type is read from JSON and written as JSON: the thin templates under which json_text_reader and
// json_writer do the work. The tables of describe/type_of.hpp point here.

#include <okta/codec/json_text.hpp>
#include <okta/codec/json_write.hpp>
#include <okta/describe/type_of.hpp>

#include <optional>
#include <string>
#include <utility>

namespace okta::detail {

template <class T>
void write_json(json_writer& out, T const& from);

template <class T>
bool read_json(json_text_reader& in, T& to)
{
    if constexpr (std::same_as<T, bool>) return in.boolean(to);
    else if constexpr (integral_number<T>) {
        std::int64_t n;
        return in.integer(n) && integer_access<T>::store(&to, n);
    } else if constexpr (std::same_as<T, double>) return in.number(to);
    else if constexpr (textual<T>) {
        std::string_view text;
        return (keeps_view<T> ? in.borrowed(text) : in.string(text)) && text_form<T>::read(to, text);
    } else if constexpr (std::same_as<T, boost::json::value>) return in.json(to);
    else if constexpr (std::derived_from<T, boost::json::object>) return in.json(static_cast<boost::json::object&>(to));
    else if constexpr (std::same_as<T, raw_json>) return in.raw(to.text);
    else if constexpr (is_optional<T> || is_nullable<T>) {
        if (in.at_null()) {
            if constexpr (is_nullable<T>) to = null;
            return in.null();
        }
        using value = typename optional_access<T>::value;
        return read_json(in, *static_cast<value*>(optional_access<T>::engage(&to)));
    } else if constexpr (is_array<T>) { // a default, or what came under another name, is replaced
        if (!array_access<T>::is_blank(to)) array_access<T>::reset(&to);
        if constexpr (array_access<T>::singles)
            if (in.at_object()) return read_object<typename T::value_type>(in, array_access<T>::set_single(&to));
        return in.array(&to, type_table<T>);
    } else if constexpr (is_map<T>) {
        if (!to.empty()) to.clear();
        return in.map(&to, type_table<T>);
    } else if constexpr (is_choice<T>) return in.choice(&to, type_table<T>);
    else return in.structure(&to, type_table<T>);
}

template <class T>
void write_json_text(json_writer& out, T const& from)
{
    auto const put = [&](std::string_view text) { text_access<T>::secret() ? out.secret(text) : out.text(text); };
    if constexpr (requires(text_buffer& b) { text_form<T>::view(from, b); }) {
        text_buffer buffer;
        put(text_form<T>::view(from, buffer));
    } else {
        std::string text;
        text_form<T>::write(from, text);
        put(text);
    }
}

/// A member that is there.
template <class T>
void write_json_present(json_writer& out, member_info const& m, T const& from)
{
    if constexpr (std::same_as<T, timestamp>) out.member(m.key(), from);
    else if constexpr (shape_of<T>() == shape::string || shape_of<T>() == shape::view) {
        text_buffer unused;
        out.member(m.key(), text_form<T>::view(from, unused));
    } else {
        out.name(m.key());
        write_json(out, from);
    }
}

/// A member, if it is there. One function for all members of a type: one for each would be compiled too often.
template <class T>
void write_json_member(json_writer& out, member_info const& m, type_info const& owner, T const& from)
{
    if constexpr (std::same_as<T, custom_attributes>) out.rest(from, owner);
    else if constexpr (is_optional<T> || is_nullable<T>) {
        if (from.has_value()) write_json_present(out, m, *from);
        else if constexpr (is_nullable<T>)
            if (from.is_null()) out.name(m.key()), out.null();
    } else {
        if constexpr (textual<T>)
            if (m.presence == presence::plain && text_access<T>::is_unset(&from)) return;
        if constexpr (std::same_as<T, raw_json>)
            if (from.empty()) return;
        write_json_present(out, m, from);
    }
}

template <class T>
void write_json_structure(json_writer& out, T const& from)
{
    auto const start = out.position();
    auto const* m = member_table<T>.data();
    [&]<class... D>(boost::mp11::mp_list<D...>) {
        (write_json_member(out, *m++, type_table<T>, unwrapped(from.*D::pointer)), ...);
    }(members_of<T>{});
    out.close(start, '{', '}');
}

template <class T>
void write_json(json_writer& out, T const& from)
{
    if constexpr (std::same_as<T, bool>) out.boolean(from);
    else if constexpr (integral_number<T>) out.integer(static_cast<std::int64_t>(from));
    else if constexpr (std::same_as<T, double>) out.number(from);
    else if constexpr (textual<T>) write_json_text(out, from);
    else if constexpr (std::same_as<T, boost::json::value>) out.json(from);
    else if constexpr (std::derived_from<T, boost::json::object>)
        out.json(static_cast<boost::json::object const&>(from));
    else if constexpr (std::same_as<T, raw_json>) out.raw(from.text);
    else if constexpr (is_optional<T> || is_nullable<T>) {
        if (from.has_value()) write_json(out, *from);
        else out.null();
    } else if constexpr (is_array<T>) {
        if constexpr (array_access<T>::singles)
            if (from.is_one()) return write_json(out, from.front());
        auto const start = out.position();
        for (auto const& item : items_of(from)) {
            out.comma();
            write_json(out, item);
        }
        out.close(start, '[', ']');
    } else if constexpr (is_map<T>) {
        auto const start = out.position();
        for (auto const& [key, value] : from) {
            out.name(std::string_view(key));
            write_json(out, value);
        }
        out.close(start, '{', '}');
    } else if constexpr (is_choice<T>) out.choice(&from, type_table<T>);
    else write_json_structure(out, from);
}

template <class T>
bool read_object(json_text_reader& in, void* to)
{
    return read_json(in, *static_cast<T*>(to));
}

template <class T>
void write_object(json_writer& out, void const* from)
{
    write_json(out, *static_cast<T const*>(from));
}

} // namespace okta::detail
#endif
