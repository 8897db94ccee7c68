// What the codec does in a second, beside the DOM path that it stands on: five families of payloads, the two in turns,
// medians.  usage: okta_bench_codec [--check]

#include "allocations.hpp"
#include "payloads.hpp"

#include <okta/actions/catalogue.hpp>
#include <okta/codec/decode.hpp>
#include <okta/model/event_hook.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

namespace {

using namespace okta;

int slow = 0;

/// Of the processor, so that other programs disturb less.
double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double median(std::vector<double> v)
{
    std::ranges::sort(v);
    return v[v.size() / 2];
}

/// The medians of the seconds that one run of each takes, measured in turns.
template <class... F>
auto in_turns(F&&... f)
{
    constexpr double about = 0.02; // seconds per measurement
    constexpr int turns = 15;
    std::array<std::vector<double>, sizeof...(F)> times;
    auto const measure = [&](std::vector<double>& into, auto& run) {
        auto const start = seconds();
        int runs = 0;
        do ++runs, run();
        while (seconds() - start < about);
        into.push_back((seconds() - start) / runs);
    };
    for (int i = 0; i < turns; ++i) {
        auto* next = times.data();
        (measure(*next++, f), ...);
    }
    std::array<double, sizeof...(F)> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = median(times[i]);
    return all;
}

[[noreturn]] void give_up(error const& e)
{
    std::fprintf(stderr, "a payload does not decode: %s\n", e.summary.c_str());
    std::exit(2);
}

template <class T>
void family(char const* name, std::string const& json, double least)
{
    auto const by_reader = [&] {
        T value{};
        error e;
        if (!detail::decode_text(json, &value, detail::type_table<T>, e)) give_up(e);
    };
    auto const by_dom = [&] {
        T value{};
        error e;
        if (!detail::decode_text_by_dom(json, &value, detail::type_table<T>, e)) give_up(e);
    };
    auto const value = decode<T>(json).value();
    auto const dom = boost::json::parse(json);
    std::string buffer;
    auto const write = [&] {
        buffer.clear();
        detail::json_writer(buffer).write(&value, detail::type_table<T>);
    };
    auto const serialize = [&] { buffer = boost::json::serialize(dom); };
    auto const copy = [&] { T const other(value); };
    auto const before = bench::allocated().times;
    by_reader();
    auto const decoding = bench::allocated().times - before;
    copy();
    auto const copying = bench::allocated().times - before - decoding;
    write();
    auto const written = static_cast<double>(buffer.size());
    auto const [reader, through_dom, out, text, copied] = in_turns(by_reader, by_dom, write, serialize, copy);
    auto const rate = [](double bytes, double t) { return bytes / t / 1e6; };
    auto const size = static_cast<double>(json.size());
    std::printf(
        "%-10s %7zu B | decode %6.0f MB/s, DOM %4.0f, ratio %5.2f | copy %5.0f | encode %6.0f MB/s, serialize %4.0f, "
        "ratio %5.2f | allocations %zu, of a copy %zu\n",
        name, json.size(), rate(size, reader), rate(size, through_dom), through_dom / reader, rate(size, copied),
        rate(written, out), rate(size, text), rate(written, out) / rate(size, text), static_cast<std::size_t>(decoding),
        static_cast<std::size_t>(copying));
    if (through_dom / reader < least)
        ++slow, std::printf("%s: decodes at less than %.1f of the DOM path\n", name, least);
}

} // namespace

int main(int argc, char** argv)
{
    using namespace okta::bench;
    double const factor = argc > 1 && std::strcmp(argv[1], "--check") == 0 ? 1 : 0;
    family<page<user>>("users", page_of(one_user, 200), factor * 3);
    family<user>("user", one_user(7), factor * 2.5);
    family<page<group>>("groups", page_of(one_group, 200), factor * 3);
    family<log_event>("event", one_event(7), factor * 2);
    family<page<log_event>>("events", page_of(one_event, 100), factor * 2);
    return slow == 0 ? 0 : 1;
}
