#ifndef OKTA_EXAMPLES_OKTA_TABLE_HPP
#define OKTA_EXAMPLES_OKTA_TABLE_HPP

#include <boost/json/value.hpp>

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

/// One line of text per item, in aligned columns of its scalar members and its profile's: id, status and names first,
/// then what else fits into a line. The first page decides the columns.
class table
{
public:
    void add(boost::json::value const& item);

    /// Prints what was added since the last time.
    void print(std::ostream& out);

private:
    using cells = std::vector<std::pair<std::string, std::string>>;
    struct column
    {
        std::string name;
        std::size_t width;
    };

    static void flatten(boost::json::value const& item, cells& to);
    void choose_columns();

    std::vector<cells> rows_ = {};
    std::vector<column> columns_ = {};
};

/// The text without control characters, cut to `width` characters.
std::string cell(std::string_view text, std::size_t width);

/// How many columns a terminal needs for it, as far as UTF-8 alone tells.
std::size_t width_of(std::string_view text);

} // namespace cli
#endif
