#include "listen.hpp"

#include "events.hpp"
#include "print.hpp"

#include <okta/action/type_name.hpp>
#include <okta/codec/decode.hpp>
#include <okta/event_hook.hpp>
#include <okta/hook/event_receiver.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

namespace cli {
namespace {

okta::receiver_options options_of(hook_arguments const& h)
{
    okta::receiver_options options;
    auto secret = hook_secret(h.secret_file);
    if (secret.empty()) throw usage_error("no secret: set OKTA_HOOK_SECRET, or give --secret-file");
    options.hook.secrets.push_back(std::move(secret));
    if (!h.former_secret_file.empty()) options.hook.secrets.push_back(secret_in(h.former_secret_file));
    options.hook.header = h.header;
    options.hook.path = h.path;
    options.server.address = h.address;
    options.server.port = h.port;
    options.server.certificate_chain_file = h.certificate_file;
    options.server.private_key_file = h.key_file;
    options.server.on_error = [](std::string_view line) { std::cerr << "okta: " + std::string(line) + '\n'; };
    return options;
}

/// Event types of --types. Those that have a dot need not be among the 21.
std::vector<std::string> types_of(hook_arguments const& h)
{
    std::vector<std::string> types;
    for (auto const& name : h.types) {
        if (name.find('.') != name.npos) types.push_back(name);
        else if (auto const& e = find_event(name); e.event_type.empty()) types.emplace_back(e.id);
        else types.emplace_back(e.event_type);
    }
    return types;
}

/// Prints events until there are enough of them, or the output fails.
class printer
{
public:
    printer(hook_arguments const& h, std::function<void()> enough)
        : types_(types_of(h)), left_(h.count), enough_(std::move(enough))
    {
    }

    void operator()(okta::event const& e)
    {
        if (!types_.empty() && std::ranges::find(types_, okta::event_type_of(e)) == types_.end()) return;
        std::cout << line_of(e) << std::endl;
        if (!std::cout) {
            enough_();
            throw std::runtime_error("the output could not be written");
        }
        if (left_ != 0 && --left_ == 0) enough_();
    }

private:
    std::vector<std::string> types_;
    std::size_t left_; // 0: no end
    std::function<void()> enough_;
};

/// Serves until a signal or until the printer has enough; then prints what was taken by then.
template <okta::inbox Inbox>
int listen_into(Inbox& inbox, arguments const& a)
{
    boost::asio::io_context context(1);
    okta::event_receiver receiver(context.get_executor(), inbox, options_of(a.hook));
    boost::asio::signal_set signals(context, SIGINT, SIGTERM);
    auto const stop = [&] {
        receiver.stop();
        boost::system::error_code ignored;
        signals.clear(ignored); // a second one ends the program at once
        signals.cancel(ignored);
    };
    signals.async_wait([&](boost::system::error_code ec, int) {
        if (!ec) stop();
    });

    std::stop_source served;
    std::atomic<bool> enough = false;
    printer print(a.hook, [&] {
        enough = true;
        served.request_stop();
        boost::asio::post(context, stop);
    });
    okta::worker_options options;
    options.on_failure = [](std::string_view line) { std::cerr << "okta: " + std::string(line) + '\n'; };
    if (a.hook.count != 0) options.batch = 1; // takes none that it does not print
    okta::event_worker worker(inbox, std::move(print), std::move(options));

    receiver.start();
    std::cerr << "okta: listening on " + receiver.origin() + a.hook.path + "\n";
    std::jthread handling([&](std::stop_token const& ended) {
        std::stop_callback const too(ended, [&] { served.request_stop(); });
        worker.run(served.get_token());
    });
    context.run();
    handling.request_stop();
    handling.join();
    while (!enough && worker.run_once() != 0) {}
    return success;
}

} // namespace

std::string line_of(okta::event const& e)
{
    return std::visit(
        []<class E>(E const& one) {
            std::string line = "{\"event\":" + quoted(okta::detail::type_name<E>());
            if constexpr (okta::known_event<E>) line += ",\"eventType\":" + quoted(E::source::event_type);
            return line.append(",").append(okta::to_json(one), 1);
        },
        e);
}

int listen(arguments const& a)
{
    okta::memory_inbox inbox;
    return listen_into(inbox, a);
}

} // namespace cli
