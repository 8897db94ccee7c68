#ifndef OKTA_BULK_OPTIONS_HPP
#define OKTA_BULK_OPTIONS_HPP

#include <okta/exchange/governor.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace okta {

/// How far a run is.
struct bulk_progress
{
    std::size_t begun = 0;     ///< taken from the range
    std::size_t succeeded = 0; ///< delivered, as the others below
    std::size_t failed = 0;
    std::size_t unknown = 0; ///< failed, and may have happened
    std::size_t resumed = 0; ///< of those that succeeded: in an earlier run
};

enum class bulk_order {
    as_given,    ///< results in the order of the requests
    as_completed ///< results as they come
};

struct bulk_options
{
    std::size_t parallel = 16; ///< calls under way at a time, and results held: at most; 1 to 1,000
    bulk_order order = bulk_order::as_given;

    /// A file that says what was begun and what came of it; a call is sent when its beginning is on the disk. A run
    /// that was killed, begun again with the same requests and this file, does not repeat what had happened. It holds
    /// answers, for its owner only; one run at a time, of one org, has it. What only reads is not in it. Empty: none.
    std::string journal = {};

    /// How long after it was sent a call may still take effect, or what it made be missing from a search: what an
    /// earlier run left unknown and is not there is sent again only then. By the org's clock, at most 1 h; 0: at once.
    std::chrono::seconds settle_after{30};

    okta::priority priority = okta::priority::bulk;
    std::function<void(bulk_progress const&)> progress = {}; ///< after each result, where it is taken
};

} // namespace okta
#endif
