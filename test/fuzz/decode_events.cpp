#include "decode.hpp"

#include <okta/model/log_event.hpp>

std::span<fuzz::subject const> fuzz::subjects()
{
    static subject const all[] = {subject_of<okta::page<okta::log_event>>("page<log_event>")};
    return all;
}
