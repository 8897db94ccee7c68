#include "decode.hpp"

#include <okta/model/user.hpp>

std::span<fuzz::subject const> fuzz::subjects()
{
    static subject const all[] = {subject_of<okta::page<okta::user>>("page<user>")};
    return all;
}
