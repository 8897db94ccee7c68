#ifndef OKTA_CODEC_JSON_WRITE_HPP
#define OKTA_CODEC_JSON_WRITE_HPP

#include <okta/codec/json_bytes.hpp>
#include <okta/describe/type_info.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/timestamp.hpp>

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace okta::detail {

enum class secrets { reveal, redact };

/// Writes JSON to the end of a string. Objects are written by their type's table, which leads to codec/json_access.hpp;
/// absent members are left out: empty optionals, and empty strings, ids and enums that are plain members.
///
/// Items and members are each written behind a comma; `close` puts the bracket in place of the first one.
class json_writer
{
public:
    explicit json_writer(std::string& out, okta::detail::secrets s = secrets::reveal)
        : out_(out), base_(out.size()), secrets_(s)
    {
    }
    json_writer(json_writer const&) = delete;
    json_writer& operator=(json_writer const&) = delete;

    /// An object, completely: `out` has all of it.
    void write(void const* from, type_info const& type)
    {
        type.write(*this, from);
        flush();
    }

    /// What is written goes to `out`; to be called in the end, but by whoever calls `write`.
    void flush();

    /// Where the next byte will be; of an array or object to come for close().
    [[nodiscard]] std::size_t position() const noexcept { return flushed_ + staged(); }
    void close(std::size_t start, char open, char close);

    /// A member by its table, if it is there.
    void member(void const* owner, member_info const& m);

    void member(json_key key, std::string_view text);
    void member(json_key key, timestamp t);
    void name(json_key key);
    void name(std::string_view unquoted); // of a map, or of an attribute that nobody knows
    void comma() { put(','); }

    void boolean(bool b) { put(b ? std::string_view("true") : "false"); }
    void integer(std::int64_t n);
    void number(double d);
    void null() { put("null"); }
    void text(std::string_view text);
    void secret(std::string_view text_) { text(secrets_ == secrets::redact ? "***" : text_); }
    void json(boost::json::value const& v, int depth = 0);
    void json(boost::json::object const& o, int depth = 0);
    void raw(std::string_view json) { put(json.empty() ? "null" : json); }
    void choice(void const* from, type_info const& type);

    /// The attributes that a custom_attributes member keeps, but those named like a member of the struct around it.
    void rest(boost::json::object const& from, type_info const& around);

    /// A custom attribute named like a member that the struct has; empty: none. It was left out.
    [[nodiscard]] std::string const& clash() const noexcept { return clash_; }

private:
    [[nodiscard]] std::size_t staged() const noexcept { return static_cast<std::size_t>(at_ - stage_); }
    [[nodiscard]] std::size_t room() const noexcept { return sizeof stage_ - staged(); }
    void put(char c)
    {
        if (room() == 0) flush();
        *at_++ = c;
    }
    void put(std::string_view text);
    void escaped(std::string_view text);
    void text_in_pieces(std::string_view text);

    std::string& out_;
    std::size_t base_;        // what `out` had before
    std::size_t flushed_ = 0; // what it got
    std::string clash_ = {};
    okta::detail::secrets secrets_;
    char* at_ = stage_;
    char stage_[4096]; // what comes in pieces of a few bytes goes on in large ones
};

/// As JSON; a number beyond a double's range, which a DOM holds as infinity, as null.
std::string json_text_of(boost::json::value const& v);

/// Whether the member has something to send: see json_writer.
bool is_present(void const* owner, member_info const& m);

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/json_write.ipp>
#endif
#endif
