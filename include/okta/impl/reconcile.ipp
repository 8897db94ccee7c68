#ifndef OKTA_IMPL_RECONCILE_IPP
#define OKTA_IMPL_RECONCILE_IPP

#include <okta/reconcile.hpp>

#include <stdexcept>

namespace okta::detail {

OKTA_DECL void demand_reconcile_option(bool good, char const* what)
{
    if (!good) throw std::invalid_argument(std::string("reconcile_options: ").append(what));
}

OKTA_DECL void check(reconcile_options const& o, bool inbox_keeps_checkpoints)
{
    using namespace std::chrono_literals;
    demand_reconcile_option(!o.name.empty() && o.name.size() <= 128, "name has to be 1 to 128 bytes");
    demand_reconcile_option(bool(o.load) == bool(o.store), "load and store are given both or neither");
    demand_reconcile_option(!inbox_keeps_checkpoints || !o.load, "load and store are not for this inbox: it keeps the "
                                                                 "checkpoint itself, under `name`");
    demand_reconcile_option(o.full_backoff >= 1ms && o.max_full_backoff >= o.full_backoff && o.max_full_backoff <= 1h,
                            "full_backoff has to be 1 ms or more, and max_full_backoff no shorter and an hour at most");
    demand_reconcile_option(o.put_timeout >= 1ms && o.put_timeout <= 1h, "put_timeout has to be 1 ms to an hour");
}

} // namespace okta::detail
#endif
