#ifndef OKTA_DESCRIBE_TEXT_FORM_HPP
#define OKTA_DESCRIBE_TEXT_FORM_HPP

#include <concepts>
#include <string>
#include <string_view>

namespace okta {

/// How a type that is a string on the wire is read and written. Specialise it for a type of your own:
///
///   static bool read(T&, std::string_view);          // false: not of that form
///   static void write(T const&, std::string& out);   // appends
///   static constexpr std::string_view expected;      // for error messages: "a timestamp"
///   static bool is_unset(T const&);                  // optional: an object that stands for "absent"
///   static constexpr bool secret = true;             // optional: never shown
template <class T>
struct text_form;

template <>
struct text_form<std::string>
{
    static constexpr std::string_view expected = "string";
    static bool read(std::string& out, std::string_view text)
    {
        out = text;
        return true;
    }
    static void write(std::string const& s, std::string& out) { out += s; }
    static bool is_unset(std::string const& s) { return s.empty(); }
};

namespace detail {

template <class T>
concept textual = requires(T& out, T const& in, std::string_view text, std::string& to) {
    { text_form<T>::read(out, text) } -> std::same_as<bool>;
    text_form<T>::write(in, to);
    text_form<T>::expected;
};

} // namespace detail
} // namespace okta
#endif
