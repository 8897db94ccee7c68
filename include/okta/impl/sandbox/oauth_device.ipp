#ifndef OKTA_IMPL_SANDBOX_OAUTH_DEVICE_IPP
#define OKTA_IMPL_SANDBOX_OAUTH_DEVICE_IPP

#include <okta/model/oauth.hpp>
#include <okta/sandbox/oauth_service.hpp>

#include <okta/impl/sandbox/oauth_answers.ipp>
#include <okta/impl/sandbox/oauth_pages.ipp>
#include <okta/impl/sandbox/service_app.ipp>

#include <algorithm>

// The device grant's own endpoints (RFC 8628): where a device asks for codes, and where its user enters one.

namespace okta::sandbox::detail {

inline constexpr std::chrono::seconds device_code_life{600};

/// Eight letters that no two people read differently (RFC 8628 section 6.1).
OKTA_DECL std::string user_code_from(std::string_view random)
{
    constexpr std::string_view letters = "BCDFGHJKLMNPQRSTVWXZ";
    std::string code;
    for (std::size_t i = 0; i + 1 < random.size() && code.size() < 8; i += 2) // two, lest some letters come more often
        code += letters[(static_cast<unsigned char>(random[i]) * 62u + static_cast<unsigned char>(random[i + 1])) %
                        letters.size()];
    return code;
}

OKTA_DECL oauth_device* oauth_service::device_by_user_code(std::string_view user_code)
{
    std::string wanted;
    for (char const c : user_code)
        if (c != '-' && c != ' ') wanted += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return devices_.find_if([&](oauth_device const& d) { return d.user_code == wanted; });
}

OKTA_DECL bool oauth_service::decide(std::string_view user_code, std::string_view user, bool agree)
{
    std::lock_guard const lock(mutex_);
    auto* const device = device_by_user_code(user_code);
    if (!device || device->denied || !device->user.empty()) return false;
    device->denied = !agree;
    device->user = user;
    return true;
}

OKTA_DECL http_response oauth_service::authorize_device(org& o, http_request const& request, timestamp now)
{
    std::lock_guard const lock(mutex_);
    form_map form;
    if (auto const wrong = read_form(request.body, form)) return oauth_refusal(*wrong, request);
    auto const who = clients_.authenticate(request, form, now);
    if (auto const* const no = std::get_if<refused>(&who)) return oauth_refusal(*no, request);
    auto const* const app = std::get<oauth_clients::client>(who).app;
    if (!app || !app->device_grant)
        return oauth_refusal({400, "unauthorized_client", "The client may not use the device grant."}, request);
    oauth_device device{app->client_id, {}, {}, now + device_code_life};
    if (auto const wrong = read_scopes(parameter(form, "scope"), app->scopes, device.scopes))
        return oauth_refusal(*wrong, request);
    do device.user_code = user_code_from(o.new_token());
    while (device_by_user_code(device.user_code));
    auto const code = o.new_token();
    device_authorize_response to;
    to.device_code = secret(code);
    to.user_code = device.user_code;
    to.verification_uri = request.origin + "/activate";
    to.verification_uri_complete = *to.verification_uri + "?user_code=" + device.user_code;
    to.expires_in = device_code_life.count();
    to.interval = device.interval.count();
    devices_.add(code, std::move(device));
    return oauth_answer(200, to_json(to));
}

OKTA_DECL http_response oauth_service::activate(org& o, http_request const& request, timestamp now)
{
    auto const target = std::string_view(request.target);
    bool const answered = request.method == method::post;
    auto const query = target.substr(std::min(target.find('?'), target.size() - 1) + 1);
    std::lock_guard const lock(mutex_);
    form_map form;
    if (auto const wrong = read_form(answered ? std::string_view(request.body) : query, form))
        return code_page(wrong->description);
    auto const code = parameter(form, "user_code"), login = parameter(form, "login");
    if (code.empty()) return code_page(answered ? "Enter the code." : "");
    auto* const device = device_by_user_code(code);
    if (!device || device->ends <= now || device->denied || !device->user.empty())
        return code_page("No device waits with that code. It may have expired: let the device show another one.");
    auto const ask = [&](std::string_view problem) {
        form_map const fields{{"user_code", device->user_code}};
        return consent_page("/activate", fields, device->client, device->scopes, login, problem);
    };
    auto const decision = parameter(form, "decision");
    if (!answered || decision.empty()) return ask({});
    if (decision == "deny") {
        device->denied = true;
        return message_page(200, "Device refused", "The device gets no access. You may close this page.");
    }
    auto const who = o.find_user(login);
    if (decision != "allow" || !may_sign_in(who)) return ask("There is no such user who may sign in.");
    device->user = who->id.text;
    return message_page(200, "Device activated", "Go on at your device. You may close this page.");
}

} // namespace okta::sandbox::detail
#endif
