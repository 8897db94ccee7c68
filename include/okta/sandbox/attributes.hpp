#ifndef OKTA_SANDBOX_ATTRIBUTES_HPP
#define OKTA_SANDBOX_ATTRIBUTES_HPP

#include <okta/describe/type_info.hpp>
#include <okta/model/timestamp.hpp>
#include <okta/sandbox/expression.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace okta::sandbox::detail {

/// The attributes of one resource, name after name in one string. An org of a million users is kept and searched in
/// this form: 200 bytes a profile instead of 1,800 as a struct.
class attributes
{
public:
    /// How a value is kept: texts as they are, numbers and what is nested as JSON, lists of scalars item by item.
    enum class form : char { text = 's', time = 't', number = 'n', boolean = 'b', list = 'l', json = 'j' };

    struct entry
    {
        std::string_view name, bytes;
        form what;

        [[nodiscard]] boost::json::value value() const;
    };

    attributes() = default;

    /// Every member of a JSON object; if `flat`, nested ones by their path, `profile.name`, and timestamps as times.
    explicit attributes(boost::json::object const& from, bool flat = false);

    /// Sets every member of a JSON object; null removes one. One pass, however many.
    void merge(boost::json::object const& changes);

    void set_text(std::string_view name, std::string_view text);
    void set_time(std::string_view name, timestamp t);
    void erase(std::string_view name);

    /// The text of that name; empty when it is absent or no text.
    [[nodiscard]] std::string_view text(std::string_view name) const;

    /// Appends the values of that name.
    void find(std::string_view name, scalars& out) const;

    /// Fills a described struct, whose custom_attributes keep what has no member of its own.
    void store(void* to, okta::detail::type_info const& type) const;

    [[nodiscard]] std::size_t size() const;

    template <class F>
    void for_each(F&& f) const
    {
        for (std::size_t at = 0; at < packed_.size();) f(read(at));
    }

    void shrink_to_fit() { packed_.shrink_to_fit(); }

private:
    entry read(std::size_t& at) const;
    void append(std::string_view name, form what, std::string_view bytes);
    void append(std::string_view name, boost::json::value const& value);
    void flatten(std::string const& prefix, boost::json::object const& from);

    std::string packed_; // size of the name (2 bytes), form (1), size of the value (4), name, value
};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/attributes.ipp>
#endif
#endif
