#ifndef OKTA_CODEC_DECODE_HPP
#define OKTA_CODEC_DECODE_HPP

#include <okta/action/action_info.hpp>
#include <okta/codec/http.hpp>
#include <okta/codec/json_access.hpp>
#include <okta/codec/json_read.hpp>
#include <okta/codec/json_write.hpp>
#include <okta/model/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace okta {

/// Bounds on what is read.
struct decode_limits
{
    std::size_t max_bytes = 64 * 1024 * 1024; ///< of a JSON text
    std::size_t max_depth = 64;               ///< of nested arrays and objects
};

namespace detail {

/// False and `e` filled when it does not fit. `to` is blank, of that type; a page's `next` may be set and stays.
bool decode_text(std::string_view json, void* to, type_info const& type, error& e, decode_limits const& limits = {},
                 unknown_members unknown = unknown_members::ignore);
/// The same with a reader that may have read before: with these limits, and what it learned.
bool decode_text(std::string_view json, void* to, type_info const& type, error& e, decode_limits const& limits,
                 unknown_members unknown, json_text_reader& reader);
/// The same through a DOM: slower. decode_text asks it whatever its own reader does not take, so errors are its own.
bool decode_text_by_dom(std::string_view json, void* to, type_info const& type, error& e,
                        decode_limits const& limits = {}, unknown_members unknown = unknown_members::ignore,
                        kept_texts* kept = nullptr);
bool decode_value(boost::json::value const& json, void* to, type_info const& type, error& e);

/// One of the functions above, as result<T> calls it with the object that it holds: so nothing is moved afterwards.
struct decode_source
{
    type_info const& type;
    std::string_view json = {};
    decode_limits const* limits = nullptr;
    json_text_reader* reader = nullptr;        // null: a fresh one
    boost::json::value const* value = nullptr; // instead of `json`
};
/// `source` is a decode_source: a result calls it without knowing that.
bool decode_into(void* source, void* to, error& e);

template <class T>
result<T> decode_from(decode_source source)
{
    static_assert(owns_its_texts<T>());
    return result<T>(typename result<T>::filler{decode_into, &source}, {});
}

/// Status, request id, rate limit, date and ETag of an answer.
response_facts facts_of(http_response const& answer);

/// The code that an error answer names, Okta's or OAuth's, in its body or its challenge; empty: none.
std::string error_code_of(http_response const& answer);

/// Whether the answer is a success; if not, `e` says what it was: Okta's error, an OAuth error, or something else.
bool check_answer(http_response&& answer, action_info const& info, response_facts const& facts, error& e);

/// check_answer and the `Link` header of a page: `next` gets path and query of the next one, if `origin` is its own; it
/// is null where there are no pages. What the answer said of itself is in `e` as well, for whoever decodes its body.
bool open_answer(http_response& answer, action_info const& info, std::string_view origin, response_facts const& facts,
                 std::string* next, error& e);

/// Into `e`, what of a body that was not understood is of use.
void keep_body(std::string&& body, error& e);

/// open_answer, then decode_text: what lies between a transport's answer and the typed result. `to` is null for no
/// content.
bool decode_answer(http_response&& answer, action_info const& info, std::string_view origin,
                   response_facts const& facts, void* to, std::string* next, error& e, decode_limits const& limits);

} // namespace detail

/// Reads a JSON text into a described struct, a vector or a page of them.
///
/// Members that T does not have are ignored, or kept by its custom_attributes member; absent and null ones leave T's
/// defaults, and a list's nulls are left out. In a page an item that does not fit is set aside in `bad_items`, the
/// others are delivered. Of duplicate keys the last wins. A double is the nearest to its text; where only the DOM path
/// takes the text, it is Boost.JSON's, which may differ in the last bits. 1e400 is infinity, which to_json writes as
/// null.
/// \returns the value, or an error of kind `unexpected_answer` that says where:
/// `[17].profile.email: expected string, found number (byte 40213)`
/// \par Exception safety: strong; throws only `std::bad_alloc`.
template <class T>
[[nodiscard]] result<T> decode(std::string_view json, decode_limits const& limits = {})
{
    return detail::decode_from<T>({.type = detail::compiled_table<T>::get(), .json = json, .limits = &limits});
}

/// Decodes one document after the other, and remembers in which order members came: one user then takes some 0.85, one
/// event 0.92 of the time that `decode` takes (a page learns that from its first items).
/// \par Thread safety: one thread at a time.
class decoder
{
public:
    explicit decoder(decode_limits limits = {})
        : limits_(limits), reader_(limits.max_depth, detail::unknown_members::ignore)
    {
    }

    /// See okta::decode.
    template <class T>
    [[nodiscard]] result<T> decode(std::string_view json)
    {
        return detail::decode_from<T>(
            {.type = detail::compiled_table<T>::get(), .json = json, .limits = &limits_, .reader = &reader_});
    }

private:
    decode_limits limits_;
    detail::json_text_reader reader_;
};

/// The same from JSON that is parsed already; errors name the path only.
template <class T, std::same_as<boost::json::value> Value>
[[nodiscard]] result<T> decode(Value const& json)
{
    return detail::decode_from<T>({.type = detail::compiled_table<T>::get(), .value = &json});
}

/// Writes a described struct, a vector or a page of them as JSON. Secrets are written; see `detail::secrets` for dry
/// runs. Text that is not UTF-8 is written as it is. A custom attribute named like a member is left out.
template <class T>
    requires(!requires { typename T::endpoint; })
[[nodiscard]] std::string to_json(T const& value)
{
    std::string out;
    detail::json_writer(out).write(&value, detail::compiled_table<T>::get());
    return out;
}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/answer.ipp>
#include <okta/impl/decode.ipp>
#endif
#endif
