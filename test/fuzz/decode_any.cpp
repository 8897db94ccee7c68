// Types that no model is, and any value at all.

#include "decode.hpp"

#include "../support/odd_structs.hpp"

std::span<fuzz::subject const> fuzz::subjects()
{
    using okta::test::leaf;
    static subject const all[] = {subject_of<boost::json::value>("value"), subject_of<leaf>("leaf"),
                                  subject_of<okta::test::tree>("tree"), subject_of<okta::page<leaf>>("page<leaf>")};
    return all;
}
