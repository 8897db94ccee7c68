#ifndef OKTA_TEST_INTEROP_OIDC_WIRE_HPP
#define OKTA_TEST_INTEROP_OIDC_WIRE_HPP

#include "steps.hpp"

#include <okta/transport/asio_transport.hpp>

#include <boost/json/parse.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace okta::test {

/// The error that an OAuth endpoint names in its answer, in the body or in WWW-Authenticate; empty: none.
inline std::string error_named(http_response const& answer)
{
    boost::system::error_code ec;
    auto const body = boost::json::parse(answer.body, ec);
    auto const* const object = ec ? nullptr : body.if_object();
    auto const* const code = object ? object->if_contains("error") : nullptr;
    if (code && code->is_string()) return std::string(code->get_string());
    auto const challenge = answer.fields.find("WWW-Authenticate").value_or("");
    auto const at = challenge.find("error=\"");
    if (at == challenge.npos) return {};
    auto const start = at + 7;
    return std::string(challenge.substr(start, challenge.find('"', start) - start));
}

/// An asio_transport that remembers what went over it. Copies share the memory. For one thread.
class wire
{
public:
    explicit wire(asio_transport next) : state_(std::make_shared<state>(std::move(next))) {}

    transport_result send(http_request request)
    {
        auto answer = state_->next.send(request);
        if (answer) {
            state_->seen.push_back({std::move(request), *answer});
            if (state_->after) state_->after(*answer);
        }
        return answer;
    }

    void forget()
    {
        state_->seen.clear();
        state_->after = nullptr;
    }

    /// Calls `f` with each answer, before whoever asked gets it.
    void after_each(std::function<void(http_response const&)> f) { state_->after = std::move(f); }

    /// What the requests to a path were answered since `forget`: `400 use_dpop_nonce, 200`.
    [[nodiscard]] std::string answers(std::string_view path) const
    {
        std::string all;
        for (auto const& [request, answer] : state_->seen) {
            if (!request.target.starts_with(path)) continue;
            auto const code = error_named(answer);
            all += (all.empty() ? "" : ", ") + std::to_string(answer.status) + (code.empty() ? "" : " ") + code;
        }
        return all;
    }

    /// A field of the last answer from a path, or of the last request to it.
    [[nodiscard]] std::string answered(std::string_view path, std::string_view field) const
    {
        return std::string(last(path).second.fields.find(field).value_or(""));
    }
    [[nodiscard]] std::string asked(std::string_view path, std::string_view field) const
    {
        return std::string(last(path).first.fields.find(field).value_or(""));
    }

private:
    using sent = std::pair<http_request, http_response>;
    struct state
    {
        explicit state(asio_transport t) : next(std::move(t)) {}
        asio_transport next;
        std::vector<sent> seen = {};
        std::function<void(http_response const&)> after = {};
    };

    sent const& last(std::string_view path) const
    {
        for (auto at = state_->seen.rbegin(); at != state_->seen.rend(); ++at)
            if (at->first.target.starts_with(path)) return *at;
        throw unexpected("the requests", "one to " + std::string(path), "none");
    }

    std::shared_ptr<state> state_;
};

} // namespace okta::test
#endif
