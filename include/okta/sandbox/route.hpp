#ifndef OKTA_SANDBOX_ROUTE_HPP
#define OKTA_SANDBOX_ROUTE_HPP

#include <okta/action/action.hpp>
#include <okta/codec/http.hpp>
#include <okta/model/result.hpp>

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace okta::sandbox {

class call;

namespace detail {

/// A request's target, taken apart and percent-decoded.
struct target_parts
{
    std::vector<std::string> path = {}; // without the slashes
    std::vector<std::pair<std::string, std::string>> query = {};

    /// Nothing when an escape is malformed.
    [[nodiscard]] static std::optional<target_parts> parse(std::string_view target);

    [[nodiscard]] std::string const* find(std::string_view name) const;
};

/// What a behaviour answered.
struct reply
{
    std::optional<error> refused = {};
    std::string body = {};
    std::string etag = {};
    std::string next = {}; ///< cursor of the next page
};

/// An action and what the org does on it.
struct route
{
    okta::detail::action_info const* info;
    std::vector<std::string> segments; ///< of the path; empty for a parameter
    std::string bucket;                ///< `GET /api/v1/users/{id}`
    std::function<reply(call&, void const* request)> run;
};

/// The routes of an org, found by method and path. Of two for the same the later one counts.
class route_table
{
public:
    void add(okta::detail::action_info const& info, std::function<reply(call&, void const*)> run);

    struct match
    {
        route const* found = nullptr;
        bool path_known = false; ///< by another method
    };
    [[nodiscard]] bool has_bucket(std::string_view name) const;
    [[nodiscard]] match find(okta::method method, std::vector<std::string> const& path) const;

private:
    std::deque<route> routes_; // routes stay where they are: behaviours may run outside the lock
};

/// Fills an action's request from what was received; else the error that Okta answers.
[[nodiscard]] std::optional<error> read_request(http_request const& http, target_parts const& target, route const& r,
                                                void* request);

/// The result of a behaviour, written.
[[nodiscard]] reply write_reply(okta::detail::type_info const* type, void const* value);

/// A behaviour on A as a route has it.
template <action A, class Behaviour>
std::function<reply(call&, void const*)> erase_behaviour(Behaviour behaviour)
{
    return [behaviour = std::move(behaviour)](call& c, void const* request) mutable -> reply {
        result<result_of<A>> r = behaviour(c, *static_cast<A const*>(request));
        if (!r) return {std::move(r.error()), {}, {}, {}};
        auto out = write_reply(okta::detail::info_of<A>().result, &*r);
        out.etag = std::move(r.facts().etag);
        if constexpr (okta::detail::is_page<result_of<A>>) out.next = std::move(r->next);
        return out;
    };
}

} // namespace detail
} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/read_request.ipp>
#include <okta/impl/sandbox/route.ipp>
#endif
#endif
