#ifndef OKTA_CODEC_JSON_TEXT_HPP
#define OKTA_CODEC_JSON_TEXT_HPP

#include <okta/codec/json_habits.hpp>
#include <okta/codec/json_read.hpp>
#include <okta/codec/json_scan.hpp>
#include <okta/describe/member_index.hpp>
#include <okta/describe/type_info.hpp>
#include <okta/impl/config.hpp>

#include <boost/json/parser.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace okta::detail {

/// Reads a JSON text straight into objects, in one pass and without a DOM: codec/json_access.hpp says for each type
/// what is to be read, this class reads it.
///
/// It only ever takes the good way: whatever is odd (no JSON, a value that does not fit, a duplicate name, a number
/// beyond its range) makes it give up, and the DOM path says what is wrong, or that nothing is. So errors are that
/// path's, and a document is only read here if both understand it alike.
class json_text_reader
{
public:
    /// `kept` gets the texts that objects view and that are no part of the JSON; null: then these are not taken.
    json_text_reader(std::size_t max_depth, unknown_members unknown, kept_texts* kept = nullptr)
        : in_({}, max_depth), max_depth_(max_depth), unknown_(unknown), kept_(kept)
    {
    }

    /// The whole text into `to`, a blank object of that type. False: it was given up, `to` is valid but unspecified.
    bool read(std::string_view text, void* to, type_info const& type);

    [[nodiscard]] kept_texts* kept() const noexcept { return kept_; }

    // Each takes a value off the front. False: there is none of that kind.

    [[nodiscard]] bool at_null() const noexcept { return in_.peek() == 'n'; }
    [[nodiscard]] bool at_object() const noexcept { return in_.peek() == '{'; }
    bool null() { return in_.literal("null"); }
    bool boolean(bool& to);
    bool integer(std::int64_t& to);
    bool number(double& to);
    bool string(std::string_view& text) { return in_.string(text); } ///< valid until the next one is taken
    bool borrowed(std::string_view& text); ///< a string that stays: a part of the JSON, or kept
    bool raw(std::string_view& text);      ///< any value, as it is written
    bool json(boost::json::value& to);
    bool json(boost::json::object& to);
    bool array(void* to, type_info const& type);
    bool map(void* to, type_info const& type);
    bool structure(void* to, type_info const& type);
    bool choice(void* to, type_info const& type, char const* sibling = nullptr);

private:
    struct waiting_choice // the sibling that tells its alternatives apart has not come yet
    {
        member_info const* member;
        char const* at;
    };
    struct object_state;

    bool item(void* to, type_info const& type, std::size_t index);
    bool item_by_dom(void* to, type_info const& type, std::size_t index, std::string_view raw);
    void make_room(void* to, type_info const& type, std::size_t items);
    /// Whether an item that so many levels may still be entered in is one of the list that the text is.
    [[nodiscard]] bool outermost(std::size_t depth) const noexcept { return depth + 1 == max_depth_; }
    bool members(object_state& object);
    bool find_member(object_state& object, std::size_t behind, std::uint8_t& found);
    bool member(object_state& object, std::uint8_t which);
    bool other_member(object_state& object, std::string_view name);
    bool waiting_choices(object_state& object);
    bool all_there(object_state const& object) const;
    bool sibling_choice(object_state& object, member_info const& m);
    bool json_by_parser(boost::json::value& to);
    bool small_object(boost::json::object& to);
    bool members_of_small_object(boost::json::object& to);

    bool next_or_end(char bracket, bool& end);
    bool choose_by_sibling(std::span<alternative const> all, std::size_t& chosen);
    bool choose_by_member(std::span<alternative const> all, std::size_t& chosen);

    json_scanner in_;
    std::string_view text_ = {};
    std::size_t max_depth_;
    unknown_members unknown_;
    kept_texts* kept_;
    std::optional<boost::json::parser> parser_ = {};
    std::size_t parser_depth_ = 0;
    habit_table habits_; // whose larger part is not to be filled with zeros
    unsigned char parser_stack_[2048];
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/json_text.ipp>
#include <okta/impl/json_text_lists.ipp>
#include <okta/impl/json_text_open.ipp>
#endif
#endif
