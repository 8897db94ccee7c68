#ifndef OKTA_SANDBOX_RESOURCE_TABLE_HPP
#define OKTA_SANDBOX_RESOURCE_TABLE_HPP

#include <okta/codec/decode.hpp>
#include <okta/model/device.hpp>
#include <okta/model/event_hook.hpp>
#include <okta/model/group.hpp>
#include <okta/model/realm.hpp>
#include <okta/model/user_type.hpp>
#include <okta/sandbox/attributes.hpp>

#include <boost/json/parse.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace okta::sandbox::detail {

/// A resource as the org keeps it: as it is answered, and its attributes for searches.
template <class T>
struct record
{
    std::uint64_t number = 0; ///< in order of creation: what cursors go by
    T data = {};
    attributes searchable = {};

    /// To be called after `data` has changed.
    void changed()
    {
        boost::json::parse_options options;
        options.max_depth = 1'000; // what was handed in by a program may nest deeper than requests
        searchable = attributes(boost::json::parse(to_json(data), {}, options).get_object(), true);
    }
};

struct group_record : record<group>
{
    std::set<std::uint64_t> members = {}; ///< numbers of users; not of the built-in group, which has all
};

struct device_member
{
    std::uint64_t user = 0;
    timestamp since = {};
};

struct device_record : record<device>
{
    std::vector<device_member> users = {};
};

struct realm_record : record<realm>
{
    std::size_t users = 0;
};

struct user_type_record : record<user_type>
{
    std::size_t users = 0;
};

struct event_hook_record : record<event_hook>
{
    std::string origin = {};  ///< of the request that made it: deliveries name it as their source
    secret secret_value = {}; ///< of its auth scheme: never in `data`, so never answered
};

/// Records by number and by id. References stay valid until the record is removed.
template <class Record>
class resource_table
{
public:
    using map = std::map<std::uint64_t, Record>;

    /// \pre its id is not there yet
    Record& add(Record r)
    {
        r.number = ++last_;
        r.changed();
        auto& added = records_.emplace_hint(records_.end(), last_, std::move(r))->second;
        by_id_.emplace(added.data.id.text, &added);
        return added;
    }

    void remove(Record const& r)
    {
        by_id_.erase(std::string_view(r.data.id.text));
        records_.erase(r.number);
    }

    [[nodiscard]] Record* find(std::string_view id)
    {
        auto const found = by_id_.find(id);
        return found == by_id_.end() ? nullptr : found->second;
    }

    [[nodiscard]] map& all() noexcept { return records_; }
    [[nodiscard]] std::size_t size() const noexcept { return records_.size(); }

private:
    map records_;
    std::uint64_t last_ = 0;
    std::map<std::string_view, Record*> by_id_; // views of the records' own ids
};

/// For expressions over records.
template <class Record>
void find_in(void const* object, std::string_view path, scalars& out)
{
    static_cast<Record const*>(object)->searchable.find(path, out);
}

} // namespace okta::sandbox::detail
#endif
