#include "decode.hpp"
#include "views.hpp"

std::span<fuzz::subject const> fuzz::subjects()
{
    static subject const all[] = {subject_of<view>("view"), subject_of<okta::page<view>>("page<view>"),
                                  subject_of<okta::raw_json>("raw_json")};
    return all;
}
