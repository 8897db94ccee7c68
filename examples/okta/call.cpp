#include "call.hpp"

#include "accounts.hpp"
#include "connect.hpp"
#include "print.hpp"
#include "request.hpp"

#include <okta/client.hpp>

#include <iostream>

namespace cli {
namespace {

namespace detail = okta::detail;

void warn_of_bad_items(action_info const& info, void const* result, std::size_t page)
{
    if (!info.paginated) return;
    for (auto const& bad : *info.result->array->bad_items(result))
        std::cerr << "okta: warning: page " << page << ", item " << bad.index << " was left out: " << bad.error << '\n';
}

int dry_run(arguments const& a, action_info const& info, void const* request, detail::client_settings const& settings)
{
    bool const bearer = a.bearer || (info.bearer_only && a.token.empty());
    auto const origin = a.org_url.empty() ? "https://{yourOktaDomain}" : okta::org_url(a.org_url).origin();
    if (auto const refused = detail::caller{info, origin, settings, bearer}.prepare(request); !refused)
        return report(refused.error());
    auto http = detail::encode(request, info, detail::secrets::redact);
    if (!http) return report(http.error());
    detail::complete(*http, origin, settings);
    http->fields.set("Authorization", bearer ? "Bearer ***" : "SSWS ***");
    print_request(std::cout, *http);
    return success;
}

/// Calls the action and, with --all, goes on to its last page.
int run(arguments const& a, action_info const& info, okta::client org, okta::result<detail::prepared_call> first)
{
    bool const many = info.result && info.result->what == detail::kind::array;
    item_printer printer(std::cout, a.output, many);
    detail::page_position position(std::move(first));
    for (std::size_t page = 1; page == 1 || (a.all && !position.at_end()); ++page) {
        auto next_call = position.call();
        if (!next_call) return report(next_call.error());
        auto answer = detail::client_access::send(org, std::move(*next_call));
        if (!answer) return report(answer.error());
        auto const result = info.result ? info.make_result() : nullptr;
        std::string next;
        okta::error e;
        if (!detail::decode_answer(std::move(*answer), info, org.origin(), answer.facts(), result.get(),
                                   info.paginated ? &next : nullptr, e, {}))
            return report(e);
        warn_of_bad_items(info, result.get(), page);
        if (!result) return success;
        if (!many) printer.item(result.get(), *info.result);
        else
            for (std::size_t i = 0, n = info.result->array->size(result.get()); i < n; ++i)
                printer.item(info.result->array->item(result.get(), i), *info.result->inner);
        printer.end_page();
        if (!position.advance(next, e)) return report(e);
    }
    printer.finish();
    return success;
}

} // namespace

int call(arguments const& a)
{
    auto const& info = find_action(a.action);
    if (a.all && !(info.result && info.result->what == detail::kind::array))
        throw usage_error("--all is for lists, which " + std::string(info.id) + " does not answer");
    auto const request = read_request(info, read_input(a.input));
    auto const settings = detail::make_settings(client_options_of(a));
    if (a.dry_run) return dry_run(a, info, request.get(), *settings);
    bool const by_account = a.token.empty() && !a.app;
    auto org = by_account ? open(a, account_for(a)) : connect(a);
    auto first = detail::caller{info, org.origin(), *settings, a.bearer || by_account}.prepare(request.get());
    return run(a, info, std::move(org), std::move(first));
}

} // namespace cli
