#ifndef OKTA_MODEL_USER_TYPE_HPP
#define OKTA_MODEL_USER_TYPE_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/names.hpp>
#include <okta/model/id.hpp>
#include <okta/model/links.hpp>
#include <okta/model/result.hpp>
#include <okta/model/timestamp.hpp>

#include <vector>

namespace okta {

/// A user type: which profile schema applies to its users. An org has the default one and at most nine more.
struct user_type
{
    id_of<user_type> id = {};
    std::string name = {}; ///< fixed once created
    std::string display_name = {};
    std::optional<std::string> description = {};
    std::optional<bool> is_default = {};
    std::optional<timestamp> created = {};
    std::optional<std::string> created_by = {};
    std::optional<timestamp> last_updated = {};
    std::optional<std::string> last_updated_by = {};
    std::optional<okta::links> links = {};

    static constexpr renamed wire{{{"is_default", "default"}, {"links", "_links"}}};
};
BOOST_DESCRIBE_STRUCT(user_type, (),
                      (id, name, display_name, description, is_default, created, created_by, last_updated,
                       last_updated_by, links))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<user_type>;
extern template struct detail::compiled_table<std::vector<user_type>>;
extern template class result<user_type>;
extern template class result<std::vector<user_type>>;
#endif

} // namespace okta
#endif
