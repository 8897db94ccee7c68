#ifndef OKTA_SANDBOX_OAUTH_SERVICE_HPP
#define OKTA_SANDBOX_OAUTH_SERVICE_HPP

#include <okta/auth/signing_key.hpp>
#include <okta/model/token_response.hpp>
#include <okta/sandbox/bounded_map.hpp>
#include <okta/sandbox/oauth_clients.hpp>
#include <okta/sandbox/org.hpp>
#include <okta/sandbox/proof_checker.hpp>

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace okta::sandbox::detail {

/// What a user agreed to.
struct consent
{
    std::string client, user; // ids
    std::vector<std::string> scopes = {};
    std::string nonce = {};
    timestamp at = {};
};

struct oauth_code
{
    consent by;
    std::string redirect_uri, challenge;
    std::string jkt; // of the key that the code is bound to; empty: any
    timestamp ends;
    std::string family = {}; // what it gave; empty: it has not been used
    bool used = false;
};

/// All that came of one consent, and ends together.
struct oauth_family
{
    consent by;
    std::string jkt = {};
    timestamp ends = {};
    std::deque<std::pair<std::string, timestamp>> access_tokens = {}; // and their ends
};

struct oauth_refresh
{
    std::string family;
    timestamp unused_until;
    std::optional<timestamp> replaced = {}; // by a rotated one
};

struct oauth_device
{
    std::string client, user_code;
    std::vector<std::string> scopes;
    timestamp ends;
    std::chrono::seconds interval{5};
    std::optional<timestamp> asked = {};
    std::string user = {}; // id or login of the one who agreed
    bool denied = false;
};

struct oauth_nonce
{
    std::string text;
    timestamp made;
};

/// The endpoints of an authorization server; each locks.
class oauth_service
{
public:
    explicit oauth_service(token_endpoint service_apps) : clients_(std::move(service_apps)) {}

    template <class App>
    void add(App app)
    {
        std::lock_guard const lock(mutex_);
        clients_.add(std::move(app));
    }
    bool decide(std::string_view user_code, std::string_view user, bool agree);

    http_response authorize(org& o, http_request const& request, timestamp now); ///< GET: the page; POST: its form
    http_response token(org& o, http_request const& request, timestamp now);
    http_response authorize_device(org& o, http_request const& request, timestamp now);
    http_response activate(org& o, http_request const& request, timestamp now); ///< GET and POST
    http_response revoke(org& o, http_request const& request, timestamp now);
    http_response introspect(org& o, http_request const& request, timestamp now);
    http_response keys(org& o, http_request const& request, timestamp now);
    http_response metadata(org& o, http_request const& request, timestamp now);

private:
    using refused = token_endpoint::refused;
    using outcome = std::variant<token_response, refused>;

    /// A token request whose client and proof are good.
    struct asking
    {
        org& o;
        http_request const& http;
        timestamp now;
        form_map form = {};
        oauth_clients::client client = {};
        std::string jkt = {}; // of its proof; empty: it has none
    };

    outcome answer_token(asking& a);
    outcome for_program(asking& a);
    outcome for_code(asking& a);
    outcome for_refresh_token(asking& a);
    outcome for_device(asking& a);
    std::optional<refused> check_proof(asking& a, bool required);
    std::string const& current_nonce(org& o, timestamp now);

    std::string add_family(asking& a, consent by);
    token_response issue(asking& a, std::string const& family, std::vector<std::string> const& scopes);
    std::string id_token(asking const& a, consent const& by, user const& who, secret const& access_token);
    void add_refresh_token(asking& a, std::string const& family, token_response& to);
    void end_family(org& o, std::string const& family);
    oauth_device* device_by_user_code(std::string_view user_code);
    signing_key const& key();

    std::mutex mutex_ = {};
    oauth_clients clients_;
    proof_checker proofs_ = {};
    std::deque<oauth_nonce> nonces_ = {}; // the newest last
    bounded_map<oauth_code> codes_{};
    bounded_map<oauth_family> families_{};
    bounded_map<oauth_refresh> refresh_tokens_{100'000};
    bounded_map<oauth_device> devices_{1'000}; // by device code
    std::optional<signing_key> key_ = {};      // made when it is first asked for: that takes a while
};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/oauth_authorize.ipp>
#include <okta/impl/sandbox/oauth_device.ipp>
#include <okta/impl/sandbox/oauth_facts.ipp>
#include <okta/impl/sandbox/oauth_grants.ipp>
#include <okta/impl/sandbox/oauth_pages.ipp>
#include <okta/impl/sandbox/oauth_tokens.ipp>
#endif
#endif
