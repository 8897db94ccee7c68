#ifndef OKTA_DESCRIBE_TYPE_INFO_HPP
#define OKTA_DESCRIBE_TYPE_INFO_HPP

// The tables that describe/type_of.hpp builds at compile time. Codec, catalogue and command line are plain functions
// over them, compiled once, instead of templates over every model.

#include <okta/describe/text_form.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace okta {

struct bad_item;

} // namespace okta

namespace okta::detail {

enum class kind : std::uint8_t {
    boolean,   // bool
    integer,   // any integral type
    number,    // double
    text,      // std::string, ids, enums, timestamps, secrets
    json,      // boost::json::value
    raw,       // raw_json
    object,    // boost::json::object
    optional,  // std::optional<T>, nullable<T>
    array,     // std::vector<T>, one_or_many<T>, page<T>
    map,       // small_map<T>, std::map<std::string, T>
    structure, // a described struct
    choice     // one_of<…>
};

/// The C++ types that most members have: the reader takes them as they are, instead of through a function. Those of
/// texts come first.
enum class shape : std::uint8_t {
    string,          // std::string, or a struct that is one and nothing else
    optional_string, // std::optional<std::string>
    view,            // std::string_view
    optional_view,   // std::optional<std::string_view>
    time,            // timestamp, by a form that works on std::int64_t
    optional_time,   // std::optional of it
    other,
    choosing // only of a field: one of several structs, or the member that tells which
};

class json_text_reader;
class json_writer;
struct type_info;

// How a T is read from JSON and written: codec/json_access.hpp defines them, for whoever uses a T's table.
template <class T>
bool read_object(json_text_reader& in, void* to);
template <class T>
void write_object(json_writer& out, void const* from);

struct integer_ops
{
    bool (*store)(void* to, std::int64_t); // false: outside the type's range
    std::int64_t (*load)(void const*);
};

struct text_ops
{
    bool (*read)(void* to, std::string_view);
    void (*write)(void const*, std::string& out);
    bool (*is_unset)(void const*);                       // null: never
    std::string_view (*view)(void const*, text_buffer&); // the text itself or made in the buffer; null: only by write
    std::string_view expected;
    std::span<std::string_view const> values; // of an enum
    bool secret;
    bool borrows; // keeps the view that it reads
};

struct optional_ops
{
    void* (*engage)(void*);          // the new value
    void const* (*get)(void const*); // null when empty
    void (*set_null)(void*);         // null pointer: the type has no null
    bool (*is_null)(void const*);
};

struct array_ops
{
    void (*reserve)(void*, std::size_t);
    void* (*append)(void*); // the new item
    void (*drop_last)(void*);
    std::size_t (*size)(void const*);
    void const* (*item)(void const*, std::size_t);
    std::size_t item_size;      // in bytes
    void* (*set_single)(void*); // the one item; one_or_many only: it stands without brackets
    void (*set_aside)(void*, std::size_t index, std::string error, std::string raw); // page only
    std::vector<bad_item> const* (*bad_items)(void const*);                          // page only
    void (*locate)(void*, std::string_view json);                                    // the last item; located_page only
};

struct map_ops
{
    void* (*insert)(void*, std::string_view key); // the new value; null: the key is there already
    void* (*append)(void*, std::string_view key); // the same, of a key that is known not to be there
    bool (*contains)(void const*, std::string_view key);
    std::size_t (*size)(void const*);
    void (*reserve)(void*, std::size_t); // null: a map whose keys are not compared one by one
};

struct alternative
{
    type_info const* type;
    std::string_view sibling; // chosen when the surrounding object's member of that name holds `value` …
    std::string_view value;
    std::string_view member; // … or when the object itself has this member
};

struct choice_ops
{
    std::span<alternative const> alternatives; // the first is the default
    void* (*emplace)(void*, std::size_t index);
    std::size_t (*index)(void const*);
    void const* (*get)(void const*);
};

enum class presence : std::uint8_t { plain, optional, required };

/// What may be read behind every member's quoted name, so that names are compared and copied in pieces of one size.
inline constexpr std::size_t key_padding = 16;

/// A member's `,"name":`.
struct json_key
{
    char const* text; // readable up to key_padding behind it
    std::size_t size;
};

/// What the reader looks at of a member.
struct field
{
    char const* key; // `"name":`, readable up to key_padding behind it
    bool (*read)(json_text_reader&, void*);
    std::uint32_t offset; // in the struct
    std::uint8_t key_size;
    std::uint8_t number; // which of the rows this is
    okta::detail::shape shape;
    bool null_is_absent;
};

struct member_info
{
    std::string_view wire;               // within `,"name":`, see key()
    std::string_view name;               // in C++
    type_info const* type;               // a required<T> member's is T's
    field const* (*fields)(void const*); // see type_info::fields
    std::uint8_t declared;               // which of the struct's members, whatever its names
    okta::detail::presence presence;
    bool alias; // read under this name, written under another
    bool rest;  // keeps what no other member names

    /// The member in its struct.
    [[nodiscard]] void* at(void* owner) const { return static_cast<char*>(owner) + fields(owner)[declared].offset; }

    [[nodiscard]] constexpr json_key key() const noexcept { return {wire.data() - 2, wire.size() + 4}; }
};

struct member_index;

/// What the library knows of a C++ type's form in JSON.
struct type_info
{
    kind what;
    std::string_view name;            // for messages: "string", "integer", "user"
    type_info const* inner = nullptr; // of optional, array, map
    std::span<member_info const> members = {};
    integer_ops const* integers = nullptr;
    text_ops const* text = nullptr;
    optional_ops const* option = nullptr;
    array_ops const* array = nullptr;
    map_ops const* map = nullptr;
    choice_ops const* choice = nullptr;
    member_index const* index = nullptr; // of a structure
    okta::detail::shape shape = okta::detail::shape::other;
    field const* (*fields)(void const*) = nullptr;       // of a structure, given one: a row for each of its members
    bool (*read)(json_text_reader&, void* to) = nullptr; // from JSON: see codec/json_access.hpp
    void (*write)(json_writer&, void const*) = nullptr;  // as JSON
    void (*reset)(void*) = nullptr; // of array, map and structure: makes it blank again (of a page: but `next`)

    [[nodiscard]] constexpr member_info const* find(std::string_view wire) const noexcept
    {
        for (auto const& m : members)
            if (m.wire == wire && !m.rest) return &m;
        return nullptr;
    }

    [[nodiscard]] constexpr member_info const* rest() const noexcept
    {
        for (auto const& m : members)
            if (m.rest) return &m;
        return nullptr;
    }
};

/// Whether a null is a value of that type, instead of an absent one.
constexpr bool keeps_null(type_info const& t) noexcept
{
    return t.what == kind::json || t.what == kind::raw || t.what == kind::optional;
}

} // namespace okta::detail
#endif
