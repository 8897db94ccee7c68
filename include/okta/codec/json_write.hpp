#ifndef OKTA_CODEC_JSON_WRITE_HPP
#define OKTA_CODEC_JSON_WRITE_HPP

#include <okta/describe/type_info.hpp>
#include <okta/impl/config.hpp>

#include <string>
#include <string_view>

namespace okta::detail {

enum class secrets { reveal, redact };

/// Writes objects as JSON, by their type's table. Absent members are left out: empty optionals, and empty strings, ids
/// and enums that are plain members.
class json_writer
{
public:
    explicit json_writer(std::string& out, okta::detail::secrets s = secrets::reveal) : out_(out), secrets_(s) {}

    void write(void const* from, type_info const& type);

    /// Writes `"name":value`, with a comma before it unless `first`, if the member is there.
    void write_member(void const* owner, member_info const& m, bool& first);

    /// Writes the members that a custom_attributes member keeps.
    void write_rest(void const* from, type_info const& around, bool& first);

    void string(std::string_view text);

    /// A custom attribute named like a member that the struct has; empty: none. It was left out.
    [[nodiscard]] std::string const& clash() const noexcept { return clash_; }

private:
    void write_structure(void const* from, type_info const& type);
    void write_array(void const* from, type_info const& type);
    void write_map(void const* from, type_info const& type);
    void name(std::string_view wire, bool& first);

    std::string& out_;
    std::string clash_ = {};
    okta::detail::secrets secrets_;
};

/// Whether the member has something to send: see json_writer.
bool is_present(void const* owner, member_info const& m);

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/json_write.ipp>
#endif
#endif
