#ifndef OKTA_ACTION_ACTION_INFO_HPP
#define OKTA_ACTION_ACTION_INFO_HPP

#include <okta/action/method.hpp>
#include <okta/describe/type_info.hpp>

#include <memory>
#include <span>
#include <string_view>

namespace okta {

/// Where a parameter of an action travels.
enum class position { path, query, header, body };

[[nodiscard]] constexpr std::string_view to_string(position p) noexcept
{
    constexpr std::string_view names[] = {"path", "query", "header", "body"};
    return names[static_cast<int>(p)];
}

namespace detail {

struct parameter_info
{
    std::string_view wire; // `userId`, `limit`, `If-Match`, `profile`
    position where;
    std::string_view doc;
    member_info const* member;

    [[nodiscard]] bool required() const noexcept { return member->presence == presence::required; }
};

struct object_ops
{
    void* (*create)();
    void (*destroy)(void*);
};

/// An action as data: what codec, command line, schema and documentation need to know of it.
struct action_info
{
    std::string_view id;    // `list_users`
    std::string_view title; // `List Users`
    std::string_view summary;
    okta::method method;
    std::string_view uri;                       // RFC 6570
    std::span<parameter_info const> parameters; // in the order of the members
    std::span<std::string_view const> scopes;
    bool bearer_only;
    bool anonymous;
    bool form; // the body is one
    bool paginated;
    bool idempotent;         // may be repeated when it is not known what became of it
    std::string_view bucket; // `GET /api/v1/users/{id}`: what Okta counts its calls under
    int success_status;      // 200, or 204 without a body
    type_info const* request;
    type_info const* result; // null: no content
    object_ops request_ops;
    object_ops result_ops;

    /// A request, a result, with members to be filled.
    [[nodiscard]] std::shared_ptr<void> make_request() const { return {request_ops.create(), request_ops.destroy}; }
    [[nodiscard]] std::shared_ptr<void> make_result() const { return {result_ops.create(), result_ops.destroy}; }

    [[nodiscard]] constexpr parameter_info const* find(std::string_view wire) const noexcept
    {
        for (auto const& p : parameters)
            if (p.wire == wire) return &p;
        return nullptr;
    }
};

} // namespace detail
} // namespace okta
#endif
