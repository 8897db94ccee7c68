#ifndef OKTA_IMPL_SINK_IPP
#define OKTA_IMPL_SINK_IPP

#include <okta/describe/fnv1a.hpp>
#include <okta/hook/event_worker.hpp>
#include <okta/hook/sink.hpp>
#include <okta/impl/forward_core.ipp>

#include <optional>

namespace okta {
namespace detail {

/// What of an event says which partition it belongs to.
struct partition_target
{
    std::optional<std::string> id = {};
    std::optional<std::string> type = {};
};
BOOST_DESCRIBE_STRUCT(partition_target, (), (id, type))

struct partition_head
{
    std::optional<std::vector<partition_target>> target = {};
};
BOOST_DESCRIBE_STRUCT(partition_head, (), (target))

} // namespace detail

OKTA_DECL std::string partition_of(incoming_event const& e)
{
    detail::partition_head head;
    error ignored; // what is wrong with an event is said when it is decoded
    detail::decode_text(e.json, &head, detail::type_table<detail::partition_head>, ignored);
    std::string first;
    if (head.target)
        for (auto& t : *head.target) {
            if (!t.id || t.id->empty()) continue;
            if (t.type == "User") return std::move(*t.id);
            if (first.empty()) first = *t.id;
        }
    return first.empty() ? e.key : first;
}

OKTA_DECL std::uint32_t partition_number(std::string_view partition, std::uint32_t partitions)
{
    if (partitions == 0) throw std::invalid_argument("partition_number: there has to be a partition");
    auto hash = detail::fnv1a(partition);
    hash ^= hash >> 32; // its low bits alone mix little
    return static_cast<std::uint32_t>(hash % partitions);
}

OKTA_DECL event_forwarder::event_forwarder(detail::erased_inbox inbox, detail::publish_function publish,
                                           forward_options options)
    : core_(std::make_unique<detail::forward_core>(std::move(inbox), std::move(publish), std::move(options)))
{
}

OKTA_DECL event_forwarder::~event_forwarder() = default;
OKTA_DECL std::size_t event_forwarder::run_once() { return core_->run_once(); }
OKTA_DECL void event_forwarder::run(std::stop_token stop) { core_->run(stop); }
OKTA_DECL std::size_t event_forwarder::held() const noexcept { return core_->held(); }

} // namespace okta
#endif
