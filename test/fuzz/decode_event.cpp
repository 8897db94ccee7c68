#include "decode.hpp"

#include <okta/model/log_event.hpp>

std::span<fuzz::subject const> fuzz::subjects()
{
    static subject const all[] = {subject_of<okta::log_event>("log_event")};
    return all;
}
