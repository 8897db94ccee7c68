#ifndef OKTA_SANDBOX_ORG_HPP
#define OKTA_SANDBOX_ORG_HPP

#include <okta/model/secret.hpp>
#include <okta/sandbox/behaviours.hpp>
#include <okta/transport/any_transport.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace okta::sandbox {

/// What a server knows of a request beside the message itself.
struct wire_facts
{
    std::string peer_address = "127.0.0.1";
    std::string method = {};     ///< one that okta::method does not name: `PATCH`
    bool length_missing = false; ///< a body-less POST or PUT without `Content-Length`, which Okta refuses
    bool counted = true;         ///< towards the rate limits
};

/// An Okta org in memory. It is a transport, so a client talks to it without sockets, accounts or waiting:
///
///     okta::sandbox::org org;
///     okta::client client{org.url(), okta::api_token{org.token()}, org};
///
/// It does what Okta does on the 32 actions, List Log Events and those of event hooks, with Okta's errors, headers and
/// limits, and takes tokens that are bound to a key (DPoP) with their proof only; serve_oauth has it give out tokens.
/// What it was given (clock, random numbers, ids) is the same in every run unless other ones are handed in.
///
/// Copies share the org. \par Thread safety: all functions may be called from any threads.
/// \par Exception safety: `send` and `answer` throw only `std::bad_alloc`, and what functions handed in throw.
class org
{
public:
    explicit org(org_options options = {});

    // ── as a transport ──────────────────────────────────────────────────────────────────────────────────

    /// Answers at once.
    transport_result send(http_request request) { return answer(request); }

    /// Completes on the handler's executor, or the one in the options. Cannot be cancelled: the answer is there.
    template <boost::asio::completion_token_for<void(transport_result)> Token>
    auto async_send(http_request request, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(transport_result)>(
            [self = *this](transport_handler handler, http_request r) mutable {
                self.start_send(std::move(r), std::move(handler));
            },
            token, std::move(request));
    }

    [[nodiscard]] boost::asio::any_io_executor get_executor() const;

    /// The answer to a request, as a server gives it.
    [[nodiscard]] http_response answer(http_request const& request, wire_facts const& wire = {});

    // ── what a client needs ─────────────────────────────────────────────────────────────────────────────

    /// A URL for clients; the org answers under any.
    [[nodiscard]] static std::string url() { return "https://sandbox.example.com"; }

    /// The administrator's API token.
    [[nodiscard]] secret token() const;

    /// What the administrator's token stands for, for further tokens of that kind.
    [[nodiscard]] grant administrator() const;

    /// Another token with its rights: an access token with scopes, one that expires.
    void add_token(secret const& token, grant g);

    /// A text for a new token, which `add_token` then takes.
    [[nodiscard]] std::string new_token();

    /// What a token stands for; nothing when the org never knew it, or has forgotten it since it ended.
    [[nodiscard]] std::optional<grant> find_token(secret const& token) const;

    /// From now on the token is answered 401. False: there is no such token.
    bool revoke_token(secret const& token);

    // ── what no action does ─────────────────────────────────────────────────────────────────────────────

    /// People with made-up names, `ada.hopper.14@example.com`: the same ones in every run. Nothing is logged. About
    /// 0.8 KB each.
    void add_people(std::size_t count);

    /// A device, as if it had enrolled itself, used by those users. An empty id is filled.
    /// \throws okta::exception when there is a device of that id, or no such user
    id_of<device> add_device(device d, std::vector<user_id> const& users = {});

    /// A group of any type: APP_GROUP, say. An empty id is filled.
    /// \throws okta::exception when there is a group of that id
    id_of<group> add_group(group g);

    /// Brings a user into a status that no action leads to: SUSPENDED, LOCKED_OUT. While it is in transition to another
    /// one, which lasts until the next call, changes are refused with 409 E0000112.
    /// \throws okta::exception when there is no such user
    void set_status(user_id const& user, user_status status, std::optional<user_status> transitioning_to = {});

    /// What List User Blocks answers. \throws okta::exception when there is no such user
    void set_blocks(user_id const& user, std::vector<user_block> blocks);

    [[nodiscard]] std::size_t user_count() const;

    /// A user by id, login or short name, without links; nothing when there is none.
    [[nodiscard]] std::optional<user> find_user(std::string_view id_or_login) const;

    /// Whether there is such a rate-limit bucket: `GET /api/v1/users/{id}`.
    [[nodiscard]] bool has_bucket(std::string_view name) const;

    /// The time by its clock.
    [[nodiscard]] timestamp now() const;

    // ── event hooks ─────────────────────────────────────────────────────────────────────────────────────

    /// Who carries requests to the receivers of event hooks: Okta's challenge when a hook is verified, and deliveries.
    /// Without one no hook can be verified, so nothing is delivered. See event_hook_sender.
    void set_event_hook_sender(event_hook_sender send);

    /// Sends to active and verified hooks what has happened, as Okta does: several events in one request, three seconds
    /// for the answer, one more try after 5xx or none, none after 4xx. The org sends nothing by itself: call this in a
    /// loop, or where your test wants deliveries. Events within org_options::event_hooks.gather go together, and are
    /// due when that time is over. How many deliveries it sent, duplicates too, retries not.
    /// \par Exception safety: throws what the sender throws; the deliveries of this call that are not sent by then are
    /// lost.
    std::size_t deliver_events(deliver which = deliver::due);

    /// From now on deliveries are duplicated, repeated or reordered so.
    void disturb_deliveries(delivery_trouble trouble);

    [[nodiscard]] sandbox::delivery_counts delivery_counts() const;

    // ── what it does ────────────────────────────────────────────────────────────────────────────────────

    /// Gives the org an action of yours, or another behaviour on one of its own:
    ///
    ///     org.on<list_apps>([](okta::sandbox::call& c, list_apps const& a) -> okta::result<okta::page<app>> { … });
    ///
    /// It is called under the org's lock, so it may not call the org.
    template <action A, class Behaviour>
    void on(Behaviour behaviour)
    {
        add_route(okta::detail::info_of<A>(), detail::erase_behaviour<A>(std::move(behaviour)));
    }

    /// Answers a POST to that path by itself: what is no action of the management API. Called outside the lock, by
    /// several threads at a time; gets the org, since one that held a copy would keep it alive for ever.
    using endpoint = std::function<http_response(org& o, http_request const& request, timestamp now)>;
    void on_post(std::string path, endpoint e) { on_request(method::post, std::move(path), std::move(e)); }

    /// The same for another method; a path may have one endpoint for each. The target may have a query.
    void on_request(okta::method m, std::string path, endpoint e);

private:
    void start_send(http_request request, transport_handler handler);
    void add_route(okta::detail::action_info const& info, std::function<detail::reply(call&, void const*)> run);

    struct shared;
    std::shared_ptr<shared> shared_;
};

} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/answering.ipp>
#include <okta/impl/sandbox/fields.ipp>
#include <okta/impl/sandbox/org.ipp>
#include <okta/impl/sandbox/people.ipp>
#endif
#endif
