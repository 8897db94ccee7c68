#ifndef OKTA_CODEC_JSON_READ_HPP
#define OKTA_CODEC_JSON_READ_HPP

#include <okta/codec/kept_texts.hpp>
#include <okta/describe/type_info.hpp>
#include <okta/impl/config.hpp>

#include <boost/json/value.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace okta::detail {

enum class unknown_members { ignore, refuse };

/// A step into a JSON document: a member's name, or an index when `name` is null.
struct json_step
{
    char const* name;
    std::size_t size;
    std::size_t index;
};

/// Reads JSON values into objects, by their type's table. After a failure `what` and `path` say why and where.
class json_reader
{
public:
    /// `source` is the text that the values were parsed from; with it errors name the byte. `kept` gets the texts that
    /// objects view; it may be null for types that view none.
    explicit json_reader(unknown_members unknown = unknown_members::ignore, std::string_view source = {},
                         kept_texts* kept = nullptr)
        : source_(source), kept_(kept), unknown_(unknown)
    {
    }

    /// False: the value does not fit; `to` is then valid but unspecified. `to` is a fresh object of that type.
    bool read(boost::json::value const& from, void* to, type_info const& type);

    /// `[17].profile.email: expected string, found number (byte 40213)`
    [[nodiscard]] std::string message();

    /// The same where the path starts with an item of an array that is the whole text: `item` is its JSON, `at` the
    /// byte that it starts at. So only the item is searched.
    [[nodiscard]] std::string message_of_item(std::string_view item, std::size_t at) const;

    bool fail(std::string what);
    bool fail_in(std::string_view name);
    bool fail_in(std::size_t index);

private:
    [[nodiscard]] std::string message_without_byte() const;
    bool mismatch(boost::json::value const& found, std::string_view expected);
    bool read_integer(boost::json::value const&, void*, type_info const&);
    bool read_text(boost::json::value const&, void*, type_info const&);
    bool read_optional(boost::json::value const&, void*, type_info const&);
    bool read_array(boost::json::value const&, void*, type_info const&);
    bool read_map(boost::json::value const&, void*, type_info const&);
    bool read_structure(boost::json::value const&, void*, type_info const&);
    bool read_member(boost::json::object const& around, boost::json::value const&, void* owner, member_info const&);
    bool read_choice(boost::json::object const* around, boost::json::value const&, void*, type_info const&);
    bool refuse_unknown(std::string_view name, type_info const&);

    [[nodiscard]] std::size_t locate();

    std::string_view source_;
    std::size_t item_ = 0, item_at_ = std::string_view::npos; // of the list that the text is, located last
    kept_texts* kept_;
    std::string what_ = {};
    std::vector<json_step> path_ = {}; // innermost first
    unknown_members unknown_;
};

/// Makes zeros of the `0e999` in a value that was just parsed: Boost.JSON 1.81 makes NaN of it, zero times infinity.
void mend_zeros(boost::json::value& v);

/// Where the item is that comes `items` behind the one at `at`; npos when there are not as many.
std::size_t skip_items(std::string_view text, std::size_t at, std::size_t items);

/// Where in a valid JSON text the value at that path starts; npos when it is not there. `path` is innermost first.
std::size_t locate_json(std::string_view text, std::span<json_step const> path);

/// The name among those of `type` that is nearest to `name` by edit distance; empty when none is near.
std::string_view nearest_name(std::string_view name, std::vector<std::string_view> const& names);

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/json_locate.ipp>
#include <okta/impl/json_read.ipp>
#endif
#endif
