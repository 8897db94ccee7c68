// What views its JSON beside what owns its texts: both say the same, and views live as long as any copy of what they
// were borrowed from.

#include "alike.hpp"
#include "views.hpp"

#include <cstdlib>
#include <iostream>

namespace {

using fuzz::owner;
using fuzz::view;

void expect(bool holds, std::string_view what, std::string_view json, std::string_view one = {},
            std::string_view other = {})
{
    if (holds) return;
    std::cerr << what << "\n  input " << json << "\n  one   " << one << "\n  other " << other << std::endl;
    std::abort();
}

/// A copy that is left when everything else has gone, its addresses among it.
template <class T>
T survivor(T&& made)
{
    auto first = std::make_unique<T>(std::move(made));
    auto second = *first;
    first.reset();
    return second;
}

void check_one(std::string_view json)
{
    auto lent = okta::borrow<view>(std::string(json));
    auto const whole = okta::decode<owner>(json);
    expect(lent.has_value() == whole.has_value(), "borrow and decode", json, lent ? "read" : lent.error().summary,
           whole ? "read" : whole.error().summary);
    if (!lent)
        return expect(lent.error().summary == whole.error().summary, "borrow and decode say", json,
                      lent.error().summary, whole.error().summary);
    auto const kept = survivor(*std::move(lent));
    auto const one = okta::to_json(*kept), other = okta::to_json(*whole);
    expect(kept.body() == json, "another text is kept", json, kept.body());
    expect(fuzz::alike(one, other), "borrow and decode read", json, one, other);
}

void check_page(std::string_view json)
{
    using page = okta::borrowed_page<view, owner>;
    auto lent = page::parse(std::string(json));
    auto const whole = okta::decode<okta::page<owner>>(json);
    expect(lent.has_value() == whole.has_value(), "parse and decode", json, lent ? "read" : lent.error().summary,
           whole ? "read" : whole.error().summary);
    if (!lent)
        return expect(lent.error().summary == whole.error().summary, "parse and decode say", json, lent.error().summary,
                      whole.error().summary);
    auto const kept = survivor(*std::move(lent));
    expect(kept.size() == whole->size(), "a page of another size", json);
    expect(kept.bad_items() == whole->bad_items, "other bad items", json);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        auto const one = okta::to_json(kept[i]), other = okta::to_json((*whole)[i]);
        expect(fuzz::alike(one, other), "an item of a page reads", json, one, other);
        auto const own = kept.own(i);
        expect(own.has_value(), "an item is not its JSON", json, kept.json(i), own ? "" : own.error().summary);
        auto const written = okta::to_json(*own);
        expect(fuzz::alike_by_dom(written, other), "an item's own reads", json, written, other);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const json(reinterpret_cast<char const*>(data), size);
    check_one(json);
    check_page(json);
    return 0;
}
