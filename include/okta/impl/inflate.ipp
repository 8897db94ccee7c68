#ifndef OKTA_IMPL_INFLATE_IPP
#define OKTA_IMPL_INFLATE_IPP

#include <okta/impl/config.hpp>

#include <boost/beast/zlib/inflate_stream.hpp>
#include <boost/crc.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace okta::detail {

// RFC 1952 around the raw deflate data that Beast's inflate_stream reads. Each function takes what it understood off
// `in` and returns what is wrong, or null.

OKTA_DECL std::uint32_t little_endian(std::string_view four)
{
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(four[i]);
    return value;
}

/// Section 2.3: the header of a member.
OKTA_DECL char const* skip_gzip_header(std::string_view& in)
{
    enum : unsigned { header_crc = 2, extra = 4, name = 8, comment = 16, reserved = 0xe0 };
    constexpr auto truncated = "gzip: header truncated";
    if (in.size() < 10) return truncated;
    if (!in.starts_with("\x1f\x8b\x08")) return "gzip: not in gzip format";
    auto const flags = static_cast<unsigned char>(in[3]);
    if ((flags & reserved) != 0) return "gzip: reserved flags set";
    in.remove_prefix(10);
    if ((flags & extra) != 0) {
        if (in.size() < 2) return truncated;
        auto const length = static_cast<unsigned char>(in[0]) + 256u * static_cast<unsigned char>(in[1]);
        if (in.size() < 2 + length) return truncated;
        in.remove_prefix(2 + length);
    }
    for (auto const text : {name, comment}) {
        if ((flags & text) == 0) continue;
        auto const end = in.find('\0');
        if (end == std::string_view::npos) return truncated;
        in.remove_prefix(end + 1);
    }
    if ((flags & header_crc) != 0) {
        if (in.size() < 2) return truncated;
        in.remove_prefix(2);
    }
    return nullptr;
}

/// The deflate data and the trailer of a member, appended to `out`, which stays within `limit`.
OKTA_DECL char const* inflate_member(std::string_view& in, std::string& out, std::size_t limit, bool& too_large)
{
    namespace zlib = boost::beast::zlib;
    auto const start = out.size();
    zlib::inflate_stream stream;
    zlib::z_params state;
    state.next_in = in.data();
    state.avail_in = in.size();
    boost::system::error_code error;
    while (!error) {
        auto const used = out.size();
        auto const room = std::min(limit + 1 - used, std::max<std::size_t>(used - start, 16 * 1024));
        out.resize(used + room);
        state.next_out = out.data() + used;
        state.avail_out = room;
        stream.write(state, zlib::Flush::sync, error);
        out.resize(used + room - state.avail_out);
        too_large = out.size() > limit;
        if (too_large) return "gzip";
    }
    // Beast reads up to a code's length ahead; as in zlib the low bits of data_type count what it did not use
    in.remove_prefix(in.size() - state.avail_in - (static_cast<unsigned>(state.data_type) & 63) / 8);
    if (error == zlib::error::need_buffers) return "gzip: data truncated";
    if (error != zlib::error::end_of_stream) return "gzip: malformed data";

    if (in.size() < 8) return "gzip: trailer truncated";
    auto const data = std::string_view(out).substr(start);
    boost::crc_32_type crc;
    crc.process_bytes(data.data(), data.size());
    if (crc.checksum() != little_endian(in.substr(0, 4))) return "gzip: checksum mismatch";
    if (static_cast<std::uint32_t>(data.size()) != little_endian(in.substr(4, 4))) return "gzip: length mismatch";
    in.remove_prefix(8);
    return nullptr;
}

/// Replaces `body` by what it decompresses to. Returns what is wrong, or null; `too_large` when that was the bound.
OKTA_DECL char const* gunzip(std::string& body, std::size_t limit, bool& too_large)
{
    std::string out;
    auto in = std::string_view(body);
    constexpr int most_members = 1024;              // an empty one of 20 bytes costs as much time as 16 KiB of data
    for (int members = 0; !in.empty(); ++members) { // several members are one content: section 2.2
        if (members == most_members) return "gzip: too many members";
        if (auto const wrong = skip_gzip_header(in)) return wrong;
        if (auto const wrong = inflate_member(in, out, limit, too_large)) return wrong;
    }
    body = std::move(out);
    return nullptr;
}

} // namespace okta::detail
#endif
