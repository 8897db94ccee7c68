#ifndef OKTA_IMPL_SANDBOX_ORG_IPP
#define OKTA_IMPL_SANDBOX_ORG_IPP

#include <okta/impl/sandbox/answering.ipp>
#include <okta/sandbox/hook_deliveries.hpp>
#include <okta/sandbox/org.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <map>

namespace okta::sandbox {

struct org::shared : detail::org_state
{
    using org_state::org_state;

    std::map<std::string, std::map<okta::method, endpoint>, std::less<>> endpoints = {}; // by path
};

OKTA_DECL org::org(org_options options) : shared_(std::make_shared<shared>(std::move(options)))
{
    detail::add_behaviours(shared_->routes);
}

OKTA_DECL http_response org::answer(http_request const& request, wire_facts const& wire)
{
    std::unique_lock lock(shared_->mutex);
    detail::answering one(*shared_, request, wire);
    auto const path = std::string_view(request.target).substr(0, request.target.find('?'));
    auto const found = shared_->endpoints.find(path);
    if (found == shared_->endpoints.end()) return one.run();
    auto const at = found->second.find(request.method);
    if (at == found->second.end() || !wire.method.empty()) return one.wrong_method();
    auto refused = one.admit_uncredentialed(std::string(to_string(request.method)) + ' ' + found->first);
    if (refused) return std::move(*refused);
    auto const by = at->second;
    lock.unlock();
    return one.finish(by(*this, request, one.now()));
}

OKTA_DECL void org::start_send(http_request request, transport_handler handler)
{
    auto const executor = boost::asio::get_associated_executor(handler, shared_->options.executor);
    transport_result r = answer(request);
    auto finish = [h = std::move(handler), r = std::move(r)]() mutable { std::move(h)(std::move(r)); };
    boost::asio::post(shared_->options.executor, boost::asio::bind_executor(executor, std::move(finish)));
}

OKTA_DECL boost::asio::any_io_executor org::get_executor() const { return shared_->options.executor; }

OKTA_DECL secret org::token() const { return shared_->options.token; }

OKTA_DECL void org::add_token(secret const& token, grant g)
{
    std::lock_guard const lock(shared_->mutex);
    shared_->grants.add(std::string(token.reveal()), std::move(g), shared_->options.clock());
}

OKTA_DECL std::string org::new_token()
{
    std::lock_guard const lock(shared_->mutex);
    return shared_->random_text(64);
}

OKTA_DECL bool org::revoke_token(secret const& token)
{
    std::lock_guard const lock(shared_->mutex);
    return shared_->grants.revoke(token.reveal());
}

OKTA_DECL void org::add_route(okta::detail::action_info const& info,
                              std::function<detail::reply(call&, void const*)> run)
{
    std::lock_guard const lock(shared_->mutex);
    shared_->routes.add(info, std::move(run));
}

OKTA_DECL void org::on_request(okta::method m, std::string path, endpoint e)
{
    std::lock_guard const lock(shared_->mutex);
    shared_->endpoints[std::move(path)].insert_or_assign(m, std::move(e));
}

OKTA_DECL grant org::administrator() const
{
    std::lock_guard const lock(shared_->mutex);
    return {.user = shared_->administrator};
}

OKTA_DECL bool org::has_bucket(std::string_view name) const
{
    std::lock_guard const lock(shared_->mutex);
    if (shared_->routes.has_bucket(name)) return true;
    auto const blank = std::min(name.find(' '), name.size());
    auto const found = shared_->endpoints.find(name.substr(std::min(blank + 1, name.size())));
    return found != shared_->endpoints.end() && std::ranges::any_of(found->second, [&](auto const& one) {
               return to_string(one.first) == name.substr(0, blank);
           });
}

OKTA_DECL void org::set_event_hook_sender(event_hook_sender send)
{
    std::lock_guard const lock(shared_->mutex);
    shared_->hook_sender = send ? std::make_shared<event_hook_sender const>(std::move(send)) : nullptr;
}

OKTA_DECL std::size_t org::deliver_events(deliver which) { return detail::deliver_events(*shared_, which); }

OKTA_DECL void org::disturb_deliveries(delivery_trouble trouble)
{
    std::lock_guard const lock(shared_->mutex);
    shared_->trouble = trouble;
}

OKTA_DECL delivery_counts org::delivery_counts() const
{
    std::lock_guard const lock(shared_->mutex);
    return shared_->deliveries.counts;
}

OKTA_DECL timestamp org::now() const
{
    std::lock_guard const lock(shared_->mutex);
    return shared_->options.clock();
}

OKTA_DECL std::size_t org::user_count() const
{
    std::lock_guard const lock(shared_->mutex);
    return shared_->users.size();
}

OKTA_DECL std::optional<user> org::find_user(std::string_view id_or_login) const
{
    std::lock_guard const lock(shared_->mutex);
    auto const* const found = shared_->users.find(id_or_login);
    if (!found) return std::nullopt;
    return detail::to_user(*found);
}

OKTA_DECL std::optional<grant> org::find_token(secret const& token) const
{
    std::lock_guard const lock(shared_->mutex);
    auto const* const found = shared_->grants.find(token.reveal());
    if (!found) return std::nullopt;
    return *found;
}

namespace detail {

OKTA_DECL user_record& user_or_throw(org_state& o, user_id const& id)
{
    if (auto* const user = o.users.find_id(id.text)) return *user;
    throw exception(refuse_missing(id.text, "User"));
}

template <class Table, class Record>
auto add_seeded(org_state& o, Table& table, Record record, char const* prefix, char const* type)
{
    if (record.data.id.empty()) record.data.id = o.new_id(prefix);
    if (table.find(record.data.id.text))
        throw exception(refuse_invalid({std::string("id: There is a ") + type + " '" + record.data.id.text + "'"}));
    auto const now = o.options.clock();
    if (!record.data.created) record.data.created = now;
    if (!record.data.last_updated) record.data.last_updated = record.data.created;
    return table.add(std::move(record)).data.id;
}

} // namespace detail

OKTA_DECL id_of<device> org::add_device(device d, std::vector<user_id> const& users)
{
    std::lock_guard const lock(shared_->mutex);
    detail::device_record r;
    auto const now = shared_->options.clock();
    for (auto const& id : users) r.users.push_back({detail::user_or_throw(*shared_, id).number, now});
    if (d.id.empty()) d.id = shared_->new_id("guo");
    if (d.status.empty()) d.status = device_status::active;
    if (!d.resource_type) d.resource_type = "UDDevice";
    d.resource_id = d.id.text;
    if (!d.resource_display_name) d.resource_display_name = device_display_name{d.profile.display_name, false};
    r.data = std::move(d);
    return detail::add_seeded(*shared_, shared_->devices, std::move(r), "guo", "device");
}

OKTA_DECL id_of<group> org::add_group(group g)
{
    std::lock_guard const lock(shared_->mutex);
    detail::group_record r;
    if (g.type.empty()) g.type = group_type::okta_group;
    if (g.object_class.empty()) g.object_class = {"okta:user_group"};
    r.data = std::move(g);
    auto const id = detail::add_seeded(*shared_, shared_->groups, std::move(r), "00g", "group");
    auto& added = *shared_->groups.find(id.text);
    if (!added.data.last_membership_updated) added.data.last_membership_updated = added.data.created;
    added.changed();
    return id;
}

OKTA_DECL void org::set_status(user_id const& id, user_status status, std::optional<user_status> transitioning_to)
{
    std::lock_guard const lock(shared_->mutex);
    auto& user = detail::user_or_throw(*shared_, id);
    user.status = status;
    user.transitioning_to = transitioning_to;
    user.status_changed = user.last_updated = shared_->options.clock();
    ++user.version;
}

OKTA_DECL void org::set_blocks(user_id const& id, std::vector<user_block> blocks)
{
    std::lock_guard const lock(shared_->mutex);
    detail::user_or_throw(*shared_, id).blocks = std::move(blocks);
}

} // namespace okta::sandbox
#endif
