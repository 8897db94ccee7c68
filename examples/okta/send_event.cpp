#include "send_event.hpp"

#include "connect.hpp"
#include "events.hpp"
#include "request.hpp"

#include <okta/auth/encoding.hpp>
#include <okta/codec/decode.hpp>
#include <okta/codec/uri.hpp>
#include <okta/hook/sample_event.hpp>
#include <okta/model/event_hook.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>

namespace cli {
namespace {

namespace json = boost::json;

okta::http_request request_to(arguments const& a, okta::method method)
{
    auto const& h = a.hook;
    auto const url = h.url.empty() ? "http://127.0.0.1:" + std::to_string(usual_hook_port) + '/' : h.url;
    auto const parts = okta::parse_url(url);
    if (!parts) throw usage_error("--url: expected https://… or, on this machine, http://…");
    okta::http_request request{.method = method, .origin = parts->origin(), .target = parts->target};
    request.timeout = a.timeout.count() > 0 ? a.timeout : std::chrono::milliseconds{3'000}; // Okta's
    request.fields.add("User-Agent", user_agent);
    request.fields.add("Accept", "application/json");
    auto const secret = hook_secret(h.secret_file);
    if (!secret.empty()) request.fields.add(h.header, secret.reveal());
    else if (!h.verify) throw usage_error("no secret: set OKTA_HOOK_SECRET, or give --secret-file");
    return request;
}

okta::sample_options sample_options_of(hook_arguments const& h)
{
    okta::sample_options options;
    auto const put = [](std::string& to, std::string const& given) {
        if (!given.empty()) to = given;
    };
    put(options.user_id, h.user_id);
    put(options.login, h.login);
    put(options.group_id, h.group_id);
    put(options.device_id, h.device_id);
    put(options.app_id, h.app_id);
    options.preview = h.preview;
    return options;
}

std::string made_up(hook_arguments const& h)
{
    if (h.event.empty()) throw usage_error("which event? `okta events` lists them; or give --data or --verify");
    auto const& info = find_event(h.event);
    if (info.event_type.empty()) throw usage_error(std::string(info.id) + " is no event of the System Log: --verify");
    std::vector<okta::log_event> events;
    for (std::size_t i = 0; i < std::max<std::size_t>(h.count, 1); ++i)
        events.push_back(okta::sample_event(info.id, sample_options_of(h)));
    return okta::sample_delivery(events);
}

/// A whole delivery stays as it is; events get what is around them.
std::string from_data(hook_arguments const& h)
{
    if (!h.event.empty() || h.count != 0 || h.preview)
        throw usage_error("--data says what is sent: no event, --count or --preview beside it");
    auto text = read_input(h.data == "-" ? h.data : '@' + h.data);
    boost::system::error_code ec;
    auto const value = json::parse(text, ec, {}, {.max_depth = 64});
    if (ec) throw usage_error("--data is not JSON: " + ec.message());
    if (value.is_object() && value.get_object().contains("data")) return text;
    std::vector<std::string> texts;
    if (value.is_object()) texts.push_back(std::move(text));
    else if (value.is_array())
        for (auto const& event : value.get_array()) texts.push_back(json::serialize(event));
    else throw usage_error("--data: expected an event, an array of them or a delivery");
    std::vector<okta::raw_json> events;
    for (auto const& event : texts) events.push_back({event});
    return okta::detail::sample_delivery_of(std::move(events), {});
}

/// The answer, printed; nothing when there is none, which is said.
std::optional<okta::http_response> send(arguments const& a, okta::http_request request)
{
    auto transport = make_transport(a);
    auto answer = transport.send(std::move(request));
    if (!answer) {
        std::cerr << "okta: " << answer.error().message() << '\n';
        return std::nullopt;
    }
    std::cout << answer->status << '\n' << answer->body;
    if (!answer->body.empty() && !answer->body.ends_with('\n')) std::cout << '\n';
    return std::move(*answer);
}

int verify(arguments const& a)
{
    auto request = request_to(a, okta::method::get);
    auto const challenge = okta::detail::base64url_encode(okta::detail::random_bytes(30));
    request.fields.add("x-okta-verification-challenge", challenge);
    auto const answer = send(a, std::move(request));
    if (!answer) return no_answer;
    auto const echo = okta::decode<okta::event_hook_verification>(answer->body);
    if (answer->status == 200 && echo && echo->verification == challenge) return success;
    std::cerr << "okta: not verified: expected 200 and {\"verification\":\"" << challenge << "\"}\n";
    return service_error;
}

} // namespace

int send_event(arguments const& a)
{
    auto const& h = a.hook;
    if (h.verify && !(h.event.empty() && h.data.empty() && h.count == 0))
        throw usage_error("--verify sends no event: no event, --data or --count beside it");
    if (h.verify) return verify(a);
    auto request = request_to(a, okta::method::post);
    request.fields.add("Content-Type", "application/json");
    request.body = h.data.empty() ? made_up(h) : from_data(h);
    auto const answer = send(a, std::move(request));
    if (!answer) return no_answer;
    return answer->status / 100 == 2 ? success : service_error;
}

} // namespace cli
