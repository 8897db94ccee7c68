// Reading the payloads of okta_bench_codec into the same structs by other libraries, in turns; medians, and how many
// times as long as okta::decode each takes. simdjson's parser is kept, as its documentation asks for.

#include "allocations.hpp"
#include "on_demand.hpp"
#include "payloads.hpp"
#include "peers.hpp"
#include "turns.hpp"

#include <okta/actions/catalogue.hpp>
#include <okta/codec/decode.hpp>
#include <okta/model/log_event.hpp>

#include <boost/json/serialize.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace okta;

/// What `run` allocates.
template <class F>
unsigned long long allocations(F&& run)
{
    auto const before = bench::allocated().times;
    run();
    return bench::allocated().times - before;
}

void need(bool same, char const* whose)
{
    if (same) return;
    std::fprintf(stderr, "%s reads something else\n", whose);
    std::exit(2);
}

void line(char const* name, double bytes, double seconds, double ours, unsigned long long allocated)
{
    std::printf("    %-26s decode %5.0f MB/s, %5.2f times as long, %7llu allocations\n", name, bytes / seconds / 1e6,
                seconds / ours, allocated);
}

template <class T>
void reading(std::string const& json)
{
    auto const value = decode<T>(json).value();
    simdjson::ondemand::parser parser;
    auto const by_us = [&] { return decode<T>(json).value(); };
    auto const by_boost = [&] { return bench::by_value_to<T>(json); };
    auto const by_nlohmann = [&] { return bench::by_nlohmann<T>(json); };
    auto const by_rapidjson = [&] { return bench::by_rapidjson<T>(json); };
    auto const by_simdjson = [&] { return bench::by_on_demand<T>(parser, json); };
    need(by_boost() == value, "Boost.JSON");
    need(by_nlohmann() == value, "nlohmann");
    need(by_rapidjson() == value, "RapidJSON");
    need(by_simdjson() == value, "simdjson");
    auto const t = bench::in_turns(by_us, by_boost, by_nlohmann, by_rapidjson, by_simdjson);
    auto const bytes = static_cast<double>(json.size());
    line("okta", bytes, t[0], t[0], allocations(by_us));
    line("Boost.JSON DOM + value_to", bytes, t[1], t[0], allocations(by_boost));
    line("nlohmann DOM", bytes, t[2], t[0], allocations(by_nlohmann));
    line("RapidJSON DOM", bytes, t[3], t[0], allocations(by_rapidjson));
    line("simdjson on-demand", bytes, t[4], t[0], allocations(by_simdjson));
}

template <class T>
void writing(std::string const& json)
{
    auto const value = decode<T>(json).value();
    auto const boost_dom = boost::json::parse(json);
    auto const nlohmann_dom = nlohmann::json::parse(json);
    rapidjson::Document rapidjson_dom;
    rapidjson_dom.Parse(json.data(), json.size());
    std::string buffer;
    rapidjson::StringBuffer rapidjson_buffer;
    auto const by_us = [&] {
        buffer.clear();
        detail::json_writer(buffer).write(&value, detail::type_table<T>);
    };
    auto const by_boost = [&] { buffer = boost::json::serialize(boost_dom); };
    auto const by_nlohmann = [&] { buffer = nlohmann_dom.dump(); };
    auto const by_rapidjson = [&] {
        rapidjson_buffer.Clear();
        rapidjson::Writer<rapidjson::StringBuffer> writer(rapidjson_buffer);
        rapidjson_dom.Accept(writer);
    };
    by_us();
    auto const out = static_cast<double>(buffer.size()); // without the nulls
    auto const t = bench::in_turns(by_us, by_boost, by_nlohmann, by_rapidjson);
    auto const in = static_cast<double>(json.size());
    std::printf("    encode %.0f MB/s; of a DOM that is there, Boost.JSON %.0f, nlohmann %.0f, RapidJSON %.0f\n",
                out / t[0] / 1e6, in / t[1] / 1e6, in / t[2] / 1e6, in / t[3] / 1e6);
}

template <class T>
void family(char const* name, std::string json)
{
    std::printf("%s, %zu bytes\n", name, json.size());
    json.reserve(json.size() + simdjson::SIMDJSON_PADDING);
    reading<T>(json);
    writing<T>(json);
}

} // namespace

int main()
{
    using namespace okta::bench;
    keep_freed_memory();
    family<page<user>>("users", page_of(one_user, 200));
    family<user>("user", one_user(7));
    family<page<group>>("groups", page_of(one_group, 200));
    family<log_event>("event", one_event(7));
    family<page<log_event>>("events", page_of(one_event, 100));
}
