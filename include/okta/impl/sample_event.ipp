#ifndef OKTA_IMPL_SAMPLE_EVENT_IPP
#define OKTA_IMPL_SAMPLE_EVENT_IPP

#include <okta/auth/encoding.hpp>
#include <okta/codec/decode.hpp>
#include <okta/hook/sample_event.hpp>
#include <okta/hook/system_time.hpp>

#include <boost/json/array.hpp>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace okta {
namespace detail {

struct sample_delivery_data
{
    std::vector<raw_json> events = {};
};
BOOST_DESCRIBE_STRUCT(sample_delivery_data, (), (events))

struct sample_envelope
{
    std::string event_type = "com.okta.event_hook";
    std::string event_type_version = "1.0";
    std::string cloud_events_version = "0.1";
    std::string source = {};
    std::string event_id = {};
    sample_delivery_data data = {};
    timestamp event_time = {};
    std::string content_type = "application/json";
};
BOOST_DESCRIBE_STRUCT(sample_envelope, (),
                      (event_type, event_type_version, cloud_events_version, source, event_id, data, event_time,
                       content_type))

OKTA_DECL std::string sample_uuid()
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx"; // RFC 9562 section 5.4
    auto const bytes = random_bytes(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == 'x') text[i] = digits[static_cast<unsigned char>(bytes[i]) & 15u];
    return text;
}

OKTA_DECL event_info const& sample_info(std::string_view type)
{
    std::vector<std::string_view> names;
    for (auto const& info : event_table()) {
        if (info.event_type.empty()) continue;
        if (info.id == type || info.event_type == type) return info;
        names.push_back(info.id);
        names.push_back(info.event_type);
    }
    auto why = std::string("sample_event: there is no event '").append(type.substr(0, 100)).append("'");
    if (auto const near = nearest_name(type, names); !near.empty())
        why.append("; did you mean '").append(near).append("'?");
    throw std::invalid_argument(why);
}

OKTA_DECL std::vector<log_ip_address> sample_ip_chain()
{
    log_ip_address address{.ip = "203.0.113.7", .geographical_context = {}, .version = "V4"}; // RFC 5737
    address.geographical_context = log_geographical_context{.city = "London", .country = "United Kingdom"};
    std::vector<log_ip_address> chain;
    chain.push_back(std::move(address));
    return chain;
}

OKTA_DECL log_client sample_client()
{
    log_client client;
    client.user_agent = log_user_agent{.raw_user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101",
                                       .os = "Linux",
                                       .browser = "FIREFOX"};
    client.zone = "null"; // the text: so are deliveries
    client.device = "Computer";
    client.ip_address = "203.0.113.7";
    client.geographical_context = log_geographical_context{.city = "London", .country = "United Kingdom"};
    return client;
}

/// Targets in the order of recorded events.
struct sample_target
{
    std::string_view type;
    std::string sample_options::* id;
    std::string_view display_name;
};

inline constexpr sample_target sample_targets[] = {
    {"AppUser", &sample_options::app_user_id, "Ada Lovelace"}, {"AppInstance", &sample_options::app_id, "Sample App"},
    {"User", &sample_options::user_id, "Ada Lovelace"},        {"UserGroup", &sample_options::group_id, "Engineers"},
    {"Device", &sample_options::device_id, "Ada's laptop"},    {"Token", &sample_options::token_id, "Sample token"}};

OKTA_DECL std::vector<log_target> targets_for(event_info const& info, sample_options const& options)
{
    std::vector<log_target> targets;
    for (auto const& sample : sample_targets) {
        if (std::none_of(info.members.begin(), info.members.end(),
                         [&](auto const& m) { return m.target_type == sample.type; }))
            continue;
        auto& t = targets.emplace_back();
        t.id = options.*sample.id;
        t.type = sample.type;
        t.alternate_id = sample.type == "User" || sample.type == "AppUser" ? options.login : "unknown";
        t.display_name = sample.display_name;
    }
    return targets;
}

/// The older name, where one is known.
OKTA_DECL std::optional<std::string> sample_legacy_type(std::string_view id)
{
    if (id == "user_deactivated") return "core.user.config.user_deactivated";
    if (id == "app_sign_on_access_denied") return "app.app_instance.sign_on_policy.access_denied";
    if (id == "api_token_created") return "api.token.create";
    if (id == "api_token_revoked") return "api.token.revoke";
    return std::nullopt;
}

OKTA_DECL log_debug_context sample_debug_context(event_info const& info, sample_options const& options)
{
    log_debug_context context;
    auto& data = context.debug_data.emplace();
    data["requestId"] = base64url_encode(random_bytes(18));
    for (auto const& m : info.members)
        if (m.what == event_member_kind::texts) data[m.wire] = boost::json::array{options.app_id};
    return context;
}

/// What previews leave out.
OKTA_DECL void add_circumstances(log_event& e, event_info const& info, sample_options const& options)
{
    e.actor = log_actor{.id = "00u0000000000000root",
                        .type = "User",
                        .alternate_id = "admin@example.com",
                        .display_name = "Grace Hopper"};
    e.target = targets_for(info, options);
    e.debug_context = sample_debug_context(info, options);
}

} // namespace detail

OKTA_DECL log_event sample_event(std::string_view type, sample_options const& options)
{
    auto const& info = detail::sample_info(type);
    log_event e;
    e.client = detail::sample_client();
    e.authentication_context = log_authentication_context{.authentication_step = 0, .external_session_id = "unknown"};
    e.display_message = info.summary.substr(0, info.summary.find_first_of(";."));
    e.event_type = info.event_type;
    e.outcome = log_outcome{.result = open_enum<log_outcome_result>(log_outcome_result::success)};
    if (options.preview) e.outcome->result = open_enum<log_outcome_result>::from_text("Success");
    e.published = options.published.value_or(detail::system_time());
    e.security_context = log_security_context{.is_proxy = false};
    e.severity = log_severity::info;
    e.legacy_event_type = detail::sample_legacy_type(info.id);
    e.transaction = log_transaction{.type = "WEB", .id = detail::base64url_encode(detail::random_bytes(18))};
    e.uuid = detail::sample_uuid();
    e.version = "0";
    if (options.family == event_family::delivery) e.client->ip_chain = detail::sample_ip_chain();
    else e.request = log_request{.ip_chain = detail::sample_ip_chain()};
    if (!options.preview) detail::add_circumstances(e, info, options);
    return e;
}

OKTA_DECL std::string detail::sample_delivery_of(std::vector<raw_json> events, sample_delivery_options const& options)
{
    sample_envelope envelope;
    envelope.source.append(options.org).append("/api/v1/eventHooks/").append(options.hook_id);
    envelope.event_id = options.event_id.empty() ? sample_uuid() : options.event_id;
    envelope.data.events = std::move(events);
    envelope.event_time = options.sent.value_or(system_time());
    return to_json(envelope);
}

OKTA_DECL std::string sample_delivery(std::span<log_event const> events, sample_delivery_options const& options)
{
    std::vector<std::string> texts;
    texts.reserve(events.size()); // so that the views below stay good
    std::vector<raw_json> raw;
    for (auto const& e : events) {
        std::string nulls;
        if (!e.actor) nulls.append(R"("actor":null,)");
        if (!e.target) nulls.append(R"("target":null,)");
        if (!e.debug_context) nulls.append(R"("debugContext":null,)");
        auto& text = texts.emplace_back(to_json(e));
        if (text.size() == 2 && !nulls.empty()) nulls.pop_back(); // an event without any member
        text.insert(1, nulls);
        raw.push_back({text});
    }
    return detail::sample_delivery_of(std::move(raw), options);
}

} // namespace okta
#endif
