#ifndef OKTA_IMPL_SETTLING_IPP
#define OKTA_IMPL_SETTLING_IPP

#include <okta/bulk/settling.hpp>
#include <okta/codec/decode.hpp>
#include <okta/codec/uri.hpp>
#include <okta/model/timestamp.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace okta::detail {

/// The text at a path of names; empty: there is none.
OKTA_DECL std::string text_at(boost::json::value const& v, std::initializer_list<std::string_view> path)
{
    auto const* at = &v;
    for (auto const name : path) {
        auto const* const o = at->if_object();
        at = o ? o->if_contains(name) : nullptr;
        if (!at) return {};
    }
    auto const* const text = at->if_string();
    return text ? std::string(text->data(), text->size()) : std::string();
}

OKTA_DECL boost::json::value parsed(std::string_view body)
{
    boost::system::error_code ec;
    auto v = boost::json::parse(body, ec);
    return ec ? boost::json::value() : v;
}

OKTA_DECL prepared_call looking(http_request const& like, std::string target, std::string_view action,
                                std::string_view bucket)
{
    http_request request{.origin = like.origin, .target = std::move(target)};
    return {std::move(request), {action, bucket, true, true}};
}

OKTA_DECL std::string in_expression(std::string const& text)
{
    std::string encoded;
    percent_encode("profile.name eq " + boost::json::serialize(boost::json::string(text)), encoded);
    return encoded;
}

OKTA_DECL prepared_call look_for_user(http_request const& call)
{
    std::string target = "/api/v1/users/";
    percent_encode(text_at(parsed(call.body), {"profile", "login"}), target);
    return looking(call, std::move(target), "get_user", "GET /api/v1/users/{id}");
}

OKTA_DECL prepared_call look_for_group(http_request const& call)
{
    auto const name = text_at(parsed(call.body), {"profile", "name"});
    return looking(call, "/api/v1/groups?search=" + in_expression(name), "list_groups", "GET /api/v1/groups");
}

OKTA_DECL prepared_call look_for_realm(http_request const& call)
{
    auto const name = text_at(parsed(call.body), {"profile", "name"});
    return looking(call, "/api/v1/realms?search=" + in_expression(name), "list_realms", "GET /api/v1/realms");
}

OKTA_DECL prepared_call look_for_user_type(http_request const& call)
{
    return looking(call, "/api/v1/meta/types/user", "list_user_types", "GET /api/v1/meta/types/user");
}

OKTA_DECL prepared_call look_for_event_hook(http_request const& call)
{
    return looking(call, "/api/v1/eventHooks", "list_event_hooks", "GET /api/v1/eventHooks");
}

OKTA_DECL prepared_call look_at_user(http_request const& call)
{
    return looking(call, call.target.substr(0, call.target.find('?')), "get_user", "GET /api/v1/users/{id}");
}

OKTA_DECL settling::judgement nobody_knows(std::string why)
{
    return {settling::verdict::cannot_tell, {}, std::move(why)};
}

OKTA_DECL settling::judgement odd_answer(http_response const& seen)
{
    return nobody_knows("looking for it was answered " + std::to_string(seen.status));
}

/// Whether something that exists is what the call created: not before the call, and nobody else's. By the clock of
/// whichever of the org's servers answered: about the call's time it may be either. `r.since` is known.
OKTA_DECL settling::verdict judge_found(boost::json::value const& v, journal::record const& r, journal const& j)
{
    constexpr std::chrono::seconds apart{2}; // two servers' clocks, and the Date's fraction
    auto const created = parse_timestamp(text_at(v, {"created"}));
    if (j.is_taken(text_at(v, {"id"}))) return settling::verdict::did_not_happen;
    if (!created) return settling::verdict::cannot_tell;
    if (*created >= *r.since) return settling::verdict::happened;
    return *created < *r.since - apart ? settling::verdict::did_not_happen : settling::verdict::cannot_tell;
}

OKTA_DECL settling::judgement judge_user_creation(http_request const&, http_response const& seen,
                                                  journal::record const& r, journal const& j)
{
    if (seen.status == 404) return {settling::verdict::did_not_happen, {}, {}};
    if (seen.status != 200) return odd_answer(seen);
    if (!r.since) return nobody_knows("the org's clock was not known when it began");
    auto const ours = judge_found(parsed(seen.body), r, j);
    if (ours == settling::verdict::cannot_tell) return nobody_knows("a user of that login was made at about that time");
    if (ours == settling::verdict::did_not_happen) return {ours, {}, {}};
    return {ours, {.status = 200, .body = seen.body}, {}};
}

/// In a list, by its name.
OKTA_DECL settling::judgement judge_creation_in_list(http_request const& call, http_response const& seen,
                                                     journal::record const& r, journal const& j)
{
    if (seen.status != 200) return odd_answer(seen);
    auto const list = parsed(seen.body);
    if (!list.is_array()) return odd_answer(seen);
    if (!r.since) return nobody_knows("the org's clock was not known when it began");
    auto const wanted = parsed(call.body);
    settling::judgement found{settling::verdict::did_not_happen, {}, {}};
    for (auto const& v : list.get_array()) {
        bool const alike = text_at(v, {"profile", "name"}) == text_at(wanted, {"profile", "name"}) &&
                           text_at(v, {"name"}) == text_at(wanted, {"name"});
        auto const ours = alike ? judge_found(v, r, j) : settling::verdict::did_not_happen;
        if (ours == settling::verdict::happened) return {ours, {.status = 200, .body = boost::json::serialize(v)}, {}};
        if (ours == settling::verdict::cannot_tell)
            found = nobody_knows("one of that name was made at about that time");
    }
    return found;
}

inline constexpr std::string_view deprovisioned = "DEPROVISIONED", absent = "absent";

OKTA_DECL std::string mark_user(http_response const& seen)
{
    if (seen.status == 404) return std::string(absent);
    return seen.status == 200 ? text_at(parsed(seen.body), {"status"}) : std::string();
}

OKTA_DECL std::string mark_nothing(http_response const&) { return {}; }

/// The first deletion of a user deactivates, the second one deletes (Okta: Delete a user).
OKTA_DECL settling::judgement judge_user_deletion(http_request const&, http_response const& seen,
                                                  journal::record const& r, journal const&)
{
    auto const now = mark_user(seen);
    if (now.empty()) return odd_answer(seen);
    if (r.before.empty()) return nobody_knows("what the user's status was before is not known");
    settling::judgement done{settling::verdict::happened, {.status = 204}, {}};
    if (now == absent && r.before != absent) return done;
    if (now == deprovisioned && r.before != deprovisioned) return done;
    if (!text_at(parsed(seen.body), {"transitioningToStatus"}).empty())
        return nobody_knows("the user is in transition to another status");
    return {settling::verdict::did_not_happen, {}, {}};
}

OKTA_DECL settling const* settling_of(std::string_view action) noexcept
{
    static constexpr settling all[] = {
        {"create_user", false, true, look_for_user, judge_user_creation, mark_nothing}, // by its login
        {"create_group", false, false, look_for_group, judge_creation_in_list, mark_nothing},
        {"create_realm", false, false, look_for_realm, judge_creation_in_list, mark_nothing},
        {"create_user_type", false, false, look_for_user_type, judge_creation_in_list, mark_nothing},
        {"create_event_hook", false, false, look_for_event_hook, judge_creation_in_list, mark_nothing},
        {"delete_user", true, false, look_at_user, judge_user_deletion, mark_user},
    };
    for (auto const& s : all)
        if (s.action == action) return &s;
    return nullptr;
}

} // namespace okta::detail
#endif
