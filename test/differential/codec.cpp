// The reader of the codec against the DOM path, on made-up and damaged documents for every model: the same errors, word
// for word, and otherwise equal values.
//
// usage: okta_codec_differential_test [documents [seed [model]]]

#include "../conformance/models.hpp"
#include "../support/json_near.hpp"
#include "../support/odd_structs.hpp"
#include "documents.hpp"

#include <okta/actions/catalogue.hpp>
#include <okta/codec/decode.hpp>
#include <okta/codec/json_text.hpp>
#include <okta/model/event_hook.hpp>

#include <boost/json/parse.hpp>

#include <cmath>
#include <cstdlib>
#include <iostream>

namespace {

using namespace okta::detail;

using okta::test::leaf;
using okta::test::near;
using okta::test::tree;

std::vector<conformance::model> every_model()
{
    using conformance::type;
    auto all = conformance::core_models();
    for (auto const& more : {conformance::event_models(), conformance::oauth_models(), conformance::actions()})
        all.insert(all.end(), more.begin(), more.end());
    auto const pages = {type<okta::page<okta::user>>("page of users"),
                        type<okta::page<okta::group>>("page of groups"),
                        type<okta::page<okta::log_event>>("page of events"),
                        type<okta::page<leaf>>("page of leaves"),
                        type<okta::page<tree>>("page of trees"),
                        type<tree>("tree"),
                        type<leaf>("leaf"),
                        type<std::vector<okta::device>>("devices"),
                        type<boost::json::value>("value"),
                        type<std::optional<okta::page<okta::user_type>>>("optional page")};
    for (int weight = 0; weight < 6; ++weight) all.insert(all.end(), pages.begin(), pages.end());
    return all;
}

std::string written(void const* value, type_info const& type)
{
    std::string out;
    json_writer(out).write(value, type);
    return out;
}

struct counts
{
    std::size_t documents = 0, read = 0, direct = 0, differences = 0;
};

/// What differs between the two paths; empty: nothing.
std::string difference(conformance::model const& m, std::string const& json, okta::decode_limits const& limits,
                       unknown_members unknown, counts& n)
{
    auto const a = m.make(), b = m.make(), direct = m.make();
    okta::error by_reader, by_dom;
    bool const fits = decode_text(json, a.get(), *m.type, by_reader, limits, unknown);
    bool const reference = decode_text_by_dom(json, b.get(), *m.type, by_dom, limits, unknown);
    ++n.documents;
    if (fits) ++n.read;
    if (json_text_reader(limits.max_depth, unknown).read(json, direct.get(), *m.type)) ++n.direct;
    if (fits != reference) return fits ? "only the reader takes it; DOM: " + by_dom.summary : "only the DOM takes it";
    if (!fits)
        return by_reader.summary == by_dom.summary && by_reader.kind == by_dom.kind
                   ? ""
                   : by_reader.summary + " | " + by_dom.summary;
    auto const x = written(a.get(), *m.type), y = written(b.get(), *m.type);
    if (x == y && m.equal(a.get(), b.get())) return "";
    return near(boost::json::parse(x), boost::json::parse(y)) ? "" : x + " | " + y;
}

} // namespace

int main(int argc, char** argv)
{
    auto const wanted = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 200'000;
    differential::chance chance(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
    auto models = every_model();
    if (argc > 3) std::erase_if(models, [&](auto const& m) { return m.schema != argv[3]; });
    if (models.empty()) return std::cerr << "no such model\n", 2;
    counts n;
    while (n.documents < wanted) {
        auto const& m = models[chance.below(models.size())];
        bool const calm = chance.percent(40);
        differential::oddity odd;
        if (!calm)
            odd = {chance.below(4), chance.below(30), chance.below(3), chance.percent(50) ? 0 : chance.below(40),
                   chance.below(60)};
        auto json = differential::document_maker(chance, odd)(*m.type);
        if (!calm && chance.percent(40)) damage(json, chance);
        okta::decode_limits limits;
        if (chance.percent(5)) limits = {chance.percent(50) ? json.size() : limits.max_bytes, chance.below(8)};
        auto const unknown = chance.percent(5) ? unknown_members::refuse : unknown_members::ignore;
        auto const what = difference(m, json, limits, unknown, n);
        if (what.empty()) continue;
        if (++n.differences <= 10)
            std::cout << m.schema << " (depth " << limits.max_depth << "): " << json << "\n  " << what << '\n';
    }
    std::cout << n.documents << " documents, " << n.read << " read, " << n.direct << " of them without a DOM, "
              << n.differences << " differences\n";
    bool const rarely = n.direct * 4 < n.documents;
    if (rarely) std::cout << "too few were read without a DOM for this test to tell much\n";
    return n.differences == 0 && !rarely ? 0 : 1;
}
