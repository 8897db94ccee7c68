#ifndef OKTA_DESCRIBE_TEXT_FORM_HPP
#define OKTA_DESCRIBE_TEXT_FORM_HPP

#include <concepts>
#include <string>
#include <string_view>

namespace okta {

/// Where text_form::view may write a text that its object does not hold as such.
using text_buffer = char[32];

/// How a type that is a string on the wire is read and written. Specialise it for a type of your own:
///
///   static bool read(T&, std::string_view);          // false: not of that form
///   static void write(T const&, std::string& out);   // appends
///   static constexpr std::string_view expected;      // for error messages: "a timestamp"
///   static std::string_view view(T const&, text_buffer&); // optional: what write appends, without a string
///   static bool is_unset(T const&);                  // optional: an object that stands for "absent"
///   static constexpr bool secret = true;             // optional: never shown
///   static constexpr bool is_string = true;          // optional: T is a std::string, or a struct of one and no more;
///                                                    // `read` takes every text and only assigns it: a plain string of
///                                                    // JSON is put there without it
///   static constexpr bool borrows = true;            // optional: `read` keeps the view; only okta::borrow reads a T
template <class T>
struct text_form;

template <>
struct text_form<std::string>
{
    static constexpr std::string_view expected = "string";
    static constexpr bool is_string = true;
    static bool read(std::string& out, std::string_view text)
    {
        out = text;
        return true;
    }
    static void write(std::string const& s, std::string& out) { out += s; }
    static std::string_view view(std::string const& s, text_buffer&) { return s; }
    static bool is_unset(std::string const& s) { return s.empty(); }
};

/// A text that somebody else owns: okta::borrow and `pages.borrowed` read it.
template <>
struct text_form<std::string_view>
{
    static constexpr std::string_view expected = "string";
    static constexpr bool borrows = true;
    static bool read(std::string_view& out, std::string_view text)
    {
        out = text;
        return true;
    }
    static void write(std::string_view s, std::string& out) { out += s; }
    static std::string_view view(std::string_view s, text_buffer&) { return s; }
    static bool is_unset(std::string_view s) { return s.empty(); }
};

namespace detail {

template <class T>
concept textual = requires(T& out, T const& in, std::string_view text, std::string& to) {
    { text_form<T>::read(out, text) } -> std::same_as<bool>;
    text_form<T>::write(in, to);
    text_form<T>::expected;
};

/// Whether a text keeps the view that it is read from.
template <class T> inline constexpr bool keeps_view = requires { requires text_form<T>::borrows; };

} // namespace detail
} // namespace okta
#endif
