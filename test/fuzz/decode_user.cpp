#include "decode.hpp"

#include <okta/model/user.hpp>

std::span<fuzz::subject const> fuzz::subjects()
{
    static subject const all[] = {subject_of<okta::user>("user")};
    return all;
}
