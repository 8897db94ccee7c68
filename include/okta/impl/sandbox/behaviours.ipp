#ifndef OKTA_IMPL_SANDBOX_BEHAVIOURS_IPP
#define OKTA_IMPL_SANDBOX_BEHAVIOURS_IPP

#include <okta/sandbox/behaviours.hpp>

namespace okta::sandbox::detail {

OKTA_DECL void add_behaviours(route_table& routes)
{
    auto const add = [&]<class A>(std::type_identity<A>) {
        routes.add(okta::detail::info_of<A>(), erase_behaviour<A>([](call& c, A const& a) { return behave(c, a); }));
    };
    for_each_action(add);
    add(std::type_identity<list_log_events>{});
    [&]<class... A>(boost::mp11::mp_list<A...>) { (add(std::type_identity<A>{}), ...); }(event_hook_actions{});
}

} // namespace okta::sandbox::detail
#endif
