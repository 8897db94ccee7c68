#ifndef OKTA_IMPL_LINK_ACCOUNT_IPP
#define OKTA_IMPL_LINK_ACCOUNT_IPP

#include <okta/actions/user_info.hpp>
#include <okta/actions/users.hpp>
#include <okta/codec/decode.hpp>
#include <okta/codec/uri.hpp>
#include <okta/link_account.hpp>
#include <okta/transport/loopback_receiver.hpp>

#include <algorithm>
#include <utility>

namespace okta {
namespace detail {

OKTA_DECL error link_error(std::string what, error_kind kind = error_kind::invalid_request)
{
    return {.kind = kind, .summary = std::move(what)};
}

OKTA_DECL result<oauth_client> application_of(connector_profile const& profile)
{
    if (profile.kind.known() && !(profile.kind == connector_kind::end_user))
        return link_error("the profile is of the kind " + std::string(profile.kind.text()) +
                          ": accounts are linked with one of the kind END_USER");
    return profile.make_client();
}

/// Whether the account belongs to the profile: what is sent for it goes to the profile's org, from its client.
OKTA_DECL std::optional<error> check_match(linked_account const& account, connector_profile const& profile)
{
    auto const refuse = [&](std::string_view what, std::string const& of, std::string const& wanted) {
        return link_error("the account '" + account.id + "' is linked with the " + std::string(what) + " " + of +
                          ", not with the profile's, " + wanted);
    };
    auto const origin = org_url::parse(profile.org);
    if (!origin) return origin.error();
    if (account.org != origin->origin()) return refuse("org", account.org, origin->origin());
    if (account.client_id != profile.client_id) return refuse("client", account.client_id, profile.client_id);
    if (account.status == account_status::suspended)
        return link_error("the account '" + account.id + "' is suspended: resume it first", error_kind::authorisation);
    return std::nullopt;
}

OKTA_DECL result<linked_account> load_account(any_credential_store& store, std::string const& id,
                                              connector_profile const& profile)
{
    auto loaded = store.load(id);
    if (!loaded) return std::move(loaded.error());
    if (!*loaded) return no_such_account(id);
    if (auto e = check_match(**loaded, profile)) return std::move(*e);
    return std::move(**loaded);
}

/// The account to be linked: a new one, or one that is linked anew.
OKTA_DECL result<linked_account> account_to_link(any_credential_store& store, connector_profile const& profile,
                                                 link_options const& options)
{
    auto const now = account_time(options.account.environment.now());
    if (options.account_id.empty())
        return new_account(options.owner_id, org_url(profile.org).origin(), profile.client_id, now);
    auto account = load_account(store, options.account_id, profile);
    if (account && account->owner_id != options.owner_id)
        return link_error("the account '" + account->id + "' is another owner's");
    return account;
}

OKTA_DECL result<client> client_of(linked_account const& account, any_authoriser credentials, any_transport transport,
                                   client_options options)
{
    try {
        return client(account.org, std::move(credentials), std::move(transport), std::move(options));
    } catch (exception const& refused) {
        return refused.error();
    }
}

/// The first tokens store the account, or are put into the one that is linked anew; later ones are as any other.
OKTA_DECL std::optional<error> keep_linked(any_credential_store& store, linked_account const& account,
                                           link_options const& options, token_set const& tokens, bool stored)
{
    if (!stored && (!tokens.refresh_token || tokens.refresh_token->empty()))
        return link_error("Okta gave no refresh token: allow the application the grant type Refresh Token",
                          error_kind::authorisation);
    auto const put = [&](linked_account& a) {
        auto const now = account_time(options.account.environment.now());
        a = with_tokens(std::move(a), tokens, now);
        a.dpop_key = account.dpop_key;
        if (!stored) a = after_call(std::move(a), std::nullopt, now);
        return std::optional<error>();
    };
    if (stored || !options.account_id.empty()) return store.update(account.id, put);
    auto fresh = account;
    put(fresh);
    return store.save(fresh);
}

/// What a call says about an account, put into the store; the account as it is then.
OKTA_DECL result<linked_account> store_status(any_credential_store& store, std::string const& id,
                                              std::optional<error> const& failure, oauth_environment const& environment)
{
    linked_account now;
    auto e = store.update(id, [&](linked_account& a) {
        now = a = after_call(std::move(a), failure, account_time(environment.now()));
        return std::optional<error>();
    });
    if (e) return std::move(*e);
    return now;
}

/// Port and path of a redirect URI on this machine.
OKTA_DECL result<loopback_receiver_options> receiver_for(std::string const& uri)
{
    constexpr std::string_view host = "http://127.0.0.1";
    auto const parts = parse_url(uri);
    auto const rest = uri.starts_with(host) ? std::string_view(uri).substr(host.size()) : std::string_view();
    if (!parts || parts->host != "127.0.0.1" || !(rest.starts_with(':') || rest.starts_with('/')))
        return link_error("the redirect URI '" + uri +
                          "' is not on this machine: register one such as http://127.0.0.1:8765/callback, or use "
                          "account_link where browsers come back to a server of yours");
    loopback_receiver_options options;
    options.port = rest.starts_with(':') ? parts->port : std::uint16_t{0};
    options.path = parts->target;
    return options;
}

} // namespace detail

OKTA_DECL health_check default_check(std::vector<std::string> const& scopes)
{
    bool const openid = std::ranges::find(scopes, "openid") != scopes.end();
    return [openid](client& org) -> std::optional<error> {
        auto const failure = [](auto const& r) { return r ? std::nullopt : std::optional(r.error()); };
        auto e = openid ? failure(org.call(get_user_info{})) : failure(org.call(get_user{.id = "me"}));
        if (e && e->kind == error_kind::service && e->status == 403) return std::nullopt;
        return e;
    };
}

struct account_link::state_type
{
    any_credential_store store;
    link_options options;
    linked_account account;          // to be linked: without the tokens to come
    std::vector<std::string> scopes; // asked for
    authorization_code_flow flow;
    sign_in begun;
    bool finished = false, stored = false;

    std::optional<error> keep(token_set const& tokens);
    std::optional<error> check(signed_in_user credentials);
};

OKTA_DECL std::optional<error> account_link::state_type::keep(token_set const& tokens)
{
    auto failure = detail::keep_linked(store, account, options, tokens, stored);
    stored = stored || !failure;
    return failure;
}

/// The user's first call.
OKTA_DECL std::optional<error> account_link::state_type::check(signed_in_user credentials)
{
    auto org = detail::client_of(account, std::move(credentials), options.transport, options.account.client);
    if (!org) return std::move(org.error());
    return options.check ? options.check(*org) : default_check(scopes)(*org);
}

OKTA_DECL account_link::account_link(std::shared_ptr<state_type> s) noexcept : state_(std::move(s)) {}

OKTA_DECL std::string const& account_link::url() const noexcept { return state_->begun.url; }
OKTA_DECL std::string const& account_link::state() const noexcept { return state_->begun.state; }

OKTA_DECL result<account_link> account_link::begin(connector_profile const& profile, any_credential_store store,
                                                   link_options options)
{
    auto application = detail::application_of(profile);
    if (!application) return std::move(application.error());
    if (profile.redirect_uri.empty())
        return detail::link_error("redirect_uri is missing: one that is registered with the application");
    auto account = detail::account_to_link(store, profile, options);
    if (!account) return std::move(account.error());
    try {
        oauth_options o{.issuer = profile.issuer, .environment = options.account.environment};
        account->dpop_key = profile.dpop ? secret(to_json(signing_key::generate().private_jwk())) : secret();
        if (profile.dpop) o.dpop.emplace(signing_key::from_jwk(account->dpop_key).value());
        auto scopes = profile.needed_scopes();
        authorization_code_flow flow(std::move(*application), profile.redirect_uri, scopes, std::move(o));
        auto begun = flow.start(account->org, options.parameters);
        return account_link(
            std::shared_ptr<state_type>(new state_type{std::move(store), std::move(options), std::move(*account),
                                                       std::move(scopes), std::move(flow), std::move(begun)}));
    } catch (exception const& refused) {
        return refused.error();
    }
}

OKTA_DECL result<linked_account> account_link::finish(std::string_view redirect)
{
    auto& s = *state_;
    if (std::exchange(s.finished, true)) return detail::link_error("the link is finished: begin another one");
    auto credentials = s.flow.finish(s.begun, redirect,
                                     [state = state_](token_set const& t) { return state->keep(t); });
    if (!credentials) return std::move(credentials.error());
    auto failure = s.check(std::move(*credentials));
    if (!s.stored && failure) return std::move(*failure);
    if (!s.stored) return detail::link_error("the health check made no call, so that there are no tokens");
    return detail::store_status(s.store, s.account.id, failure, s.options.account.environment);
}

OKTA_DECL result<linked_account> link_account(connector_profile const& profile, any_credential_store store,
                                              link_options options)
{
    if (!options.open) return detail::link_error("link_options::open is empty: it shows the URL to the user");
    if (auto e = profile.check()) return std::move(*e);
    auto where = detail::receiver_for(profile.redirect_uri);
    if (!where) return std::move(where.error());
    auto receiver = loopback_receiver::listen(std::move(*where));
    if (!receiver) return std::move(receiver.error());
    auto own = profile;
    own.redirect_uri = receiver->redirect_uri();
    auto const open = options.open;
    auto const timeout = options.timeout;
    auto link = account_link::begin(own, std::move(store), std::move(options));
    if (!link) return std::move(link.error());
    open(link->url());
    auto const redirect = receiver->wait(timeout, link->state());
    return redirect ? link->finish(*redirect) : redirect.error();
}

OKTA_DECL result<client> open_account(any_credential_store store, std::string const& id,
                                      connector_profile const& profile, any_transport transport,
                                      account_options options)
{
    auto application = detail::application_of(profile);
    if (!application) return std::move(application.error());
    auto const account = detail::load_account(store, id, profile);
    if (!account) return account.error();
    oauth_options o{.issuer = profile.issuer, .environment = options.environment};
    if (!account->dpop_key.empty()) {
        auto key = signing_key::from_jwk(account->dpop_key);
        if (!key) return std::move(key.error());
        o.dpop.emplace(std::move(*key));
    }
    try {
        auto keep = keep_in(std::move(store), *account, options.environment);
        refresh_token credentials(std::move(*application), tokens_of(*account), std::move(keep), std::move(o));
        return detail::client_of(*account, std::move(credentials), std::move(transport), std::move(options.client));
    } catch (exception const& refused) {
        return refused.error();
    }
}

OKTA_DECL linked_account check_account(client& org, linked_account account, health_check const& check)
{
    auto const failure = check ? check(org) : default_check(account.scopes)(org);
    return after_call(std::move(account), failure, detail::account_time(std::chrono::system_clock::now()));
}

OKTA_DECL result<linked_account> check_account(client& org, any_credential_store store, std::string const& id,
                                               health_check const& check)
{
    auto const account = store.load(id);
    if (!account) return account.error();
    if (!*account) return detail::no_such_account(id);
    auto const failure = check ? check(org) : default_check((*account)->scopes)(org);
    return detail::store_status(store, id, failure, {});
}

} // namespace okta
#endif
