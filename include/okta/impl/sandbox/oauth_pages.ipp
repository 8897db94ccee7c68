#ifndef OKTA_IMPL_SANDBOX_OAUTH_PAGES_IPP
#define OKTA_IMPL_SANDBOX_OAUTH_PAGES_IPP

#include <okta/codec/http.hpp>
#include <okta/sandbox/oauth_clients.hpp>

#include <string>
#include <string_view>
#include <vector>

// The pages of an authorization server: plain HTML without scripts.

namespace okta::sandbox::detail {

/// Text as HTML has it, in an attribute too.
OKTA_DECL std::string escaped(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else if (c == '\'') out += "&#39;";
        else out += c;
    }
    return out;
}

/// \param inner HTML
OKTA_DECL http_response html_page(int status, std::string_view title, std::string_view inner)
{
    http_response out;
    out.status = status;
    out.fields.add("Content-Type", "text/html; charset=utf-8");
    out.fields.add("Cache-Control", "no-cache, no-store");
    out.fields.add("Referrer-Policy", "no-referrer"); // the address may have a state or a code in it
    out.fields.add("X-Content-Type-Options", "nosniff");
    out.fields.add("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    out.body = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>)";
    out.body.append(escaped(title)).append(R"(</title><style>
body{font:16px/1.5 sans-serif;max-width:28em;margin:4em auto;padding:0 1em}
</style></head>
<body><h1>)");
    out.body.append(escaped(title)).append("</h1>\n").append(inner).append("</body></html>\n");
    return out;
}

OKTA_DECL http_response message_page(int status, std::string_view title, std::string_view text)
{
    return html_page(status, title, "<p>" + escaped(text) + "</p>\n");
}

/// What asks a user to sign in and to agree. `fields` come back with the answer, beside `login` and `decision`.
OKTA_DECL http_response consent_page(std::string_view action, form_map const& fields, std::string_view client,
                                     std::vector<std::string> const& scopes, std::string_view login,
                                     std::string_view problem)
{
    std::string inner;
    if (!problem.empty()) inner += "<p role=\"alert\">" + escaped(problem) + "</p>\n";
    inner += "<p>The app <b>" + escaped(client) + "</b> asks for:</p>\n<ul>\n";
    for (auto const& scope : scopes) inner += "<li>" + escaped(scope) + "</li>\n";
    inner += "</ul>\n<form method=\"post\" action=\"" + escaped(action) + "\">\n";
    for (auto const& [name, value] : fields)
        if (name != "login" && name != "decision")
            inner += "<input type=\"hidden\" name=\"" + escaped(name) + "\" value=\"" + escaped(value) + "\">\n";
    inner += "<p><label>Sign in as <input name=\"login\" value=\"" + escaped(login) +
             "\" autocomplete=\"username\"></label></p>\n"
             "<p><button name=\"decision\" value=\"allow\">Allow</button>\n"
             "<button name=\"decision\" value=\"deny\">Deny</button></p>\n</form>\n";
    return html_page(problem.empty() ? 200 : 400, "Sign in", inner);
}

OKTA_DECL http_response code_page(std::string_view problem)
{
    std::string inner;
    if (!problem.empty()) inner += "<p role=\"alert\">" + escaped(problem) + "</p>\n";
    inner += "<form method=\"post\" action=\"/activate\">\n"
             "<p><label>The code that your device shows <input name=\"user_code\" autocomplete=\"off\"></label></p>\n"
             "<p><button>Next</button></p>\n</form>\n";
    return html_page(problem.empty() ? 200 : 400, "Activate your device", inner);
}

} // namespace okta::sandbox::detail
#endif
