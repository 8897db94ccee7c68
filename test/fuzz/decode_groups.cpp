#include "decode.hpp"

#include <okta/model/group.hpp>

std::span<fuzz::subject const> fuzz::subjects()
{
    static subject const all[] = {subject_of<okta::page<okta::group>>("page<group>")};
    return all;
}
