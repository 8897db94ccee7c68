#ifndef OKTA_IMPL_DECODE_IPP
#define OKTA_IMPL_DECODE_IPP

#include <okta/codec/decode.hpp>
#include <okta/codec/json_text.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>

namespace okta::detail {

OKTA_DECL bool decode_value(boost::json::value const& json, void* to, type_info const& type, error& e)
{
    json_reader reader;
    return reader.read(json, to, type) || unexpected(e, reader.message());
}

OKTA_DECL bool decode_text(std::string_view json, void* to, type_info const& type, error& e,
                           decode_limits const& limits, unknown_members unknown)
{
    json_text_reader reader(limits.max_depth, unknown);
    return decode_text(json, to, type, e, limits, unknown, reader);
}

OKTA_DECL bool decode_text(std::string_view json, void* to, type_info const& type, error& e,
                           decode_limits const& limits, unknown_members unknown, json_text_reader& reader)
{
    if (json.size() <= limits.max_bytes) {
        if (reader.read(json, to, type)) return true;
        if (type.reset) type.reset(to);
    }
    return decode_text_by_dom(json, to, type, e, limits, unknown, reader.kept());
}

OKTA_DECL bool decode_text_by_dom(std::string_view json, void* to, type_info const& type, error& e,
                                  decode_limits const& limits, unknown_members unknown, kept_texts* kept)
{
    if (json.size() > limits.max_bytes)
        return unexpected(e, "the JSON has " + std::to_string(json.size()) + " bytes, more than the " +
                                 std::to_string(limits.max_bytes) + " allowed");
    boost::json::monotonic_resource memory; // the DOM goes as a whole
    boost::json::parse_options options;
    options.max_depth = limits.max_depth;
    boost::json::parser parser(&memory, options);
    boost::system::error_code ec;
    auto const parsed = parser.write_some(json.data(), json.size(), ec);
    if (!ec && parsed < json.size() && json.find_first_not_of(" \t\r\n", parsed) != json.npos)
        return unexpected(e, "not JSON: something follows the value (byte " + std::to_string(parsed) + ")");
    if (ec) return unexpected(e, "not JSON: " + ec.message() + " (byte " + std::to_string(parsed) + ")");
    auto value = parser.release();
    mend_zeros(value);
    json_reader reader(unknown, json, kept);
    return reader.read(value, to, type) || unexpected(e, reader.message());
}

OKTA_DECL bool decode_into(void* source, void* to, error& e)
{
    auto const& s = *static_cast<decode_source const*>(source);
    if (s.value) return decode_value(*s.value, to, s.type, e);
    if (s.reader) return decode_text(s.json, to, s.type, e, *s.limits, unknown_members::ignore, *s.reader);
    return decode_text(s.json, to, s.type, e, *s.limits);
}

} // namespace okta::detail
#endif
