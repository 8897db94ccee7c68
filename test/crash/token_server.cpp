#include "token_server.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace okta::test {

http_response json_answer(int status, std::string body)
{
    http_response answer{.status = status, .body = std::move(body)};
    answer.fields.add("Content-Type", "application/json");
    return answer;
}

token_server::token_server(std::string const& journal, milliseconds grace, unsigned seed) : grace_(grace), random_(seed)
{
    std::stringstream content;
    content << std::ifstream(journal, std::ios::binary).rdbuf();
    auto const text = content.str();
    auto const whole = text.rfind('\n') + 1; // a line that was cut short was never answered; npos + 1 is 0
    std::istringstream lines(text.substr(0, whole));
    for (std::string line; std::getline(lines, line);) replay(line);
    journal_ = ::open(journal.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (journal_ < 0 || ::ftruncate(journal_, static_cast<::off_t>(whole)) != 0)
        throw std::runtime_error("no journal at " + journal);
}

token_server::~token_server() { ::close(journal_); }

void token_server::replay(std::string_view line)
{
    std::istringstream in{std::string(line)};
    std::string what, token, by;
    milliseconds::rep at = 0;
    if (!(in >> what >> token >> by >> at)) throw std::runtime_error("the journal is damaged");
    ++lines_;
    if (what == "revoke") return current_.clear(), parent_.clear();
    current_ = token;
    parent_ = by == "-" ? "" : by;
    if (!parent_.empty()) rotated_.try_emplace(parent_, at);
}

void token_server::record(std::string const& what, std::string const& token, std::string const& by)
{
    using namespace std::chrono;
    auto const now = duration_cast<milliseconds>(system_clock::now().time_since_epoch());
    auto const line = what + ' ' + token + ' ' + by + ' ' + std::to_string(now.count()) + '\n';
    if (::write(journal_, line.data(), line.size()) != static_cast<::ssize_t>(line.size()))
        throw std::runtime_error("the journal cannot be written");
    replay(line);
}

std::string token_server::issue(std::string const& what, std::string const& by)
{
    record(what, "rt-" + std::to_string(lines_ + 1), by);
    return current_;
}

std::string token_server::login() { return issue("login", "-"); }

http_response token_server::refresh(std::string const& token)
{
    using namespace std::chrono;
    auto const now = duration_cast<milliseconds>(system_clock::now().time_since_epoch());
    bool const newest = !token.empty() && token == current_;
    bool const in_grace = !token.empty() && token == parent_ && now - rotated_.at(token) <= grace_;
    if (!newest && !(in_grace && grace_.count() > 0)) {
        record("revoke", "-", "-");
        return json_answer(400, R"({"error":"invalid_grant","error_description":"The refresh token is dead."})");
    }
    auto const fresh = issue("issue", token);
    std::this_thread::sleep_for(microseconds(random_() % 2'000)); // the answer is on its way
    return json_answer(200, R"({"token_type":"Bearer","expires_in":0,"scope":"openid","access_token":"for-)" + fresh +
                                R"(","refresh_token":")" + fresh + R"("})");
}

http_response token_server::serve(http_request const& request)
{
    constexpr std::string_view name = "refresh_token=", bearer = "Bearer for-";
    if (request.target == "/oauth2/v1/token") {
        auto const at = request.body.rfind(name); // grant_type=refresh_token has no '=' behind it
        auto const token = at == std::string::npos ? "" : request.body.substr(at + name.size());
        return refresh(token.substr(0, token.find('&')));
    }
    auto const header = request.fields.find("Authorization").value_or("");
    if (!header.starts_with(bearer) || header.substr(bearer.size()) != current_) return json_answer(401, "{}");
    if (on_use) on_use(std::string(header.substr(bearer.size())));
    return json_answer(200, R"({"sub":"00u1"})");
}

} // namespace okta::test
