#ifndef OKTA_TEST_MODEL_RECORDER_HPP
#define OKTA_TEST_MODEL_RECORDER_HPP

#include <okta/sandbox/org.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_executor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace okta::test {

/// A transport around an org that keeps a hash of every byte answered, one per answer.
struct recorder
{
    sandbox::org target;
    std::shared_ptr<std::vector<std::size_t>> answers = std::make_shared<std::vector<std::size_t>>();

    transport_result send(http_request request)
    {
        auto r = target.send(std::move(request));
        note(r);
        return r;
    }

    boost::asio::any_io_executor get_executor() { return target.get_executor(); }

    template <boost::asio::completion_token_for<void(transport_result)> Token>
    auto async_send(http_request request, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(transport_result)>(
            [self = *this](auto handler, http_request r) mutable {
                auto const executor = boost::asio::get_associated_executor(handler, self.get_executor());
                auto org = self.target;
                org.async_send(std::move(r), boost::asio::bind_executor(executor, [self, h = std::move(handler)](
                                                                                      transport_result answer) mutable {
                                   self.note(answer);
                                   std::move(h)(std::move(answer));
                               }));
            },
            token, std::move(request));
    }

private:
    void note(transport_result const& r)
    {
        auto text = std::to_string(r.has_value() ? r->status : 0);
        for (std::size_t i = 0; r.has_value() && i < r->fields.size(); ++i)
            text.append("\n").append(r->fields[i].name).append(": ").append(r->fields[i].value);
        if (r.has_value()) text.append("\n\n").append(r->body);
        answers->push_back(std::hash<std::string>{}(text));
    }
};

} // namespace okta::test
#endif
