#ifndef OKTA_EXAMPLES_OKTA_PRINT_HPP
#define OKTA_EXAMPLES_OKTA_PRINT_HPP

#include "arguments.hpp"
#include "table.hpp"

#include <okta/codec/http.hpp>
#include <okta/describe/type_info.hpp>
#include <okta/model/error.hpp>

#include <iosfwd>
#include <string>
#include <string_view>

namespace cli {

/// A typed value as one line of JSON. What the library knows to be secret is not shown.
std::string to_json(void const* value, okta::detail::type_info const& type);

/// A text as a JSON string.
std::string quoted(std::string_view text);

/// The same JSON over several lines; `json` is valid and has no space between tokens.
std::string indented(std::string_view json, std::size_t depth = 0);

/// Prints results item by item, as they come.
class item_printer
{
public:
    /// `many`: the result is a list.
    item_printer(std::ostream& out, format f, bool many) : out_(out), format_(f), many_(many) {}

    void item(void const* value, okta::detail::type_info const& type);
    void end_page();

    /// Not called when an error cut the list short: a JSON array is left open then, so that nobody takes it for the
    /// whole.
    void finish();

private:
    std::ostream& out_;
    format format_;
    bool many_;
    bool any_ = false;
    table table_ = {};
};

/// Method and URL, header lines, body.
void print_request(std::ostream& out, okta::http_request const& request);

/// What Okta answered instead, as one line of JSON.
void print_error(std::ostream& out, okta::error const& e);

} // namespace cli
#endif
