#include "fault_table.hpp"

#include <iterator>
#include <utility>

namespace okta::test {

std::vector<fault> all_faults()
{
    std::vector<fault> all;
    for (auto const rows : {connection_faults, framing_faults, header_faults, status_faults, json_faults, tls_faults}) {
        auto some = rows();
        all.insert(all.end(), std::move_iterator(some.begin()), std::move_iterator(some.end()));
    }
    return all;
}

fault_server& elsewhere()
{
    static fault_server server(replies(answer()));
    return server;
}

void finish(fault_peer& peer, then what)
{
    switch (what) {
    case then::keep: return;
    case then::hang_up: peer.hang_up();
    case then::cut: peer.cut();
    case then::reset: peer.reset();
    case then::fall_silent: peer.fall_silent();
    }
}

fault_script replies(std::string bytes, then what)
{
    return [bytes = std::move(bytes), what](fault_peer& peer) {
        peer.take_request();
        if (!bytes.empty()) peer.send(bytes);
        finish(peer, what);
    };
}

fault_script replies_endlessly(std::string begin, std::string bytes)
{
    return [begin = std::move(begin), bytes = std::move(bytes)](fault_peer& p) {
        p.take_request();
        p.send(begin);
        p.send_endlessly(bytes);
        p.fall_silent();
    };
}

std::string unframed(std::string_view lines, std::string_view body, int status)
{
    return "HTTP/1.1 " + std::to_string(status) + " Scripted\r\n" + std::string(lines) + "\r\n" + std::string(body);
}

std::string answer(int status, std::string_view lines, std::string_view body)
{
    auto all = std::string(lines).append("X-Okta-Request-Id: ").append(request_id_of_answers).append("\r\n");
    all.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return unframed(all, body, status);
}

} // namespace okta::test
