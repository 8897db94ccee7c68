// What the codec does in a second: five families of payloads, each way of reading and writing them in turns, medians;
// and pages that are read without copying their texts.
//
// usage: okta_bench_codec [--check]     --check: exit with 1 when a ratio is below its bound

#include "allocations.hpp"
#include "borrowed_rows.hpp"
#include "payloads.hpp"
#include "turns.hpp"
#include "value_to.hpp"

#include <okta/actions/catalogue.hpp>
#include <okta/codec/decode.hpp>
#include <okta/model/event_hook.hpp>

#include <boost/json/serialize.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

using namespace okta;

struct bounds
{
    double decode, encode; // times Boost.JSON's DOM with value_to, or its serializer without making the DOM
};

int broken = 0;
bool checked = false;

void hold(char const* family, char const* what, double ratio, double bound)
{
    if (!checked || ratio >= bound) return;
    ++broken;
    std::printf("%s: %s is %.2f times as fast, %.2f is the bound\n", family, what, ratio, bound);
}

/// What `run` allocates.
template <class F>
unsigned long long allocations(F&& run)
{
    auto const before = bench::allocated().times;
    run();
    return bench::allocated().times - before;
}

[[noreturn]] void give_up(std::string_view why)
{
    std::fprintf(stderr, "a payload does not decode: %.*s\n", static_cast<int>(why.size()), why.data());
    std::exit(2);
}

template <class T>
void family(char const* name, std::string const& json, bounds least)
{
    auto const value = decode<T>(json).value();
    if (!(bench::by_value_to<T>(json) == value)) give_up("value_to reads something else");
    auto const dom = boost::json::parse(json);
    decoder remembering;
    std::string buffer;
    auto const decoded = [&] {
        if (auto const r = decode<T>(json); !r) give_up(r.error().summary);
    };
    auto const decoded_again = [&] {
        if (auto const r = remembering.decode<T>(json); !r) give_up(r.error().summary);
    };
    auto const by_value_to = [&] { bench::by_value_to<T>(json); };
    auto const copied = [&] { T const other(value); };
    auto const encoded = [&] {
        buffer.clear();
        detail::json_writer(buffer).write(&value, detail::type_table<T>);
    };
    auto const serialized = [&] { buffer = boost::json::serialize(dom); };
    encoded();
    auto const in = static_cast<double>(json.size()), out = static_cast<double>(buffer.size());
    auto const of_decode = allocations(decoded), of_copy = allocations(copied);
    auto const t = bench::in_turns(decoded, decoded_again, by_value_to, copied, encoded, serialized);
    auto const rate = [&](double bytes, std::size_t i) { return bytes / t[i] / 1e6; };
    double const decode_ratio = t[2] / t[0], encode_ratio = rate(out, 4) / rate(in, 5);
    std::printf(
        "%-7s %7.0f B | decode %5.0f MB/s, by one okta::decoder %5.0f, DOM + value_to %4.0f: %.2f times, copy %5.0f "
        "| allocations %llu, of a copy %llu | encode %5.0f MB/s, serialize(DOM) %5.0f: %.2f times\n",
        name, in, rate(in, 0), rate(in, 1), rate(in, 2), decode_ratio, rate(in, 3), of_decode, of_copy, rate(out, 4),
        rate(in, 5), encode_ratio);
    hold(name, "decoding, beside Boost.JSON,", decode_ratio, least.decode);
    hold(name, "encoding, beside Boost.JSON,", encode_ratio, least.encode);
}

/// A page of views, the body that they view copied each time, beside the page that owns its items.
template <class Row, class T>
void borrowed_family(char const* name, std::string const& json, double least)
{
    auto const whole = decode<page<T>>(json).value();
    auto const page_read = borrowed_page<Row>::parse(json).value();
    if (page_read.size() != whole.size() || !page_read.bad_items().empty()) give_up("a row does not fit");
    auto const borrow = [&] {
        std::string body(json);
        if (auto const r = borrowed_page<Row>::parse(std::move(body)); !r) give_up(r.error().summary);
    };
    auto const decoded = [&] {
        if (auto const r = decode<page<T>>(json); !r) give_up(r.error().summary);
    };
    auto const of_borrow = allocations(borrow);
    auto const t = bench::in_turns(borrow, decoded);
    std::printf("%-7s borrowed %5.0f MB/s, %.2f times decode | allocations %llu\n", name,
                static_cast<double>(json.size()) / t[0] / 1e6, t[1] / t[0], of_borrow);
    hold(name, "borrowing, beside decode,", t[1] / t[0], least);
    constexpr unsigned long long few = 16;
    if (checked && of_borrow > few) {
        ++broken;
        std::printf("%s: %llu allocations, %llu is the bound\n", name, of_borrow, few);
    }
}

} // namespace

int main(int argc, char** argv)
{
    using namespace okta::bench;
    checked = argc > 1 && std::strcmp(argv[1], "--check") == 0;
    keep_freed_memory();
    family<page<user>>("users", page_of(one_user, 200), {4.4, 1.4});
    family<user>("user", one_user(7), {3, 1.2});
    family<page<group>>("groups", page_of(one_group, 200), {3.2, 1.3});
    family<log_event>("event", one_event(7), {2.8, 1.1});
    family<page<log_event>>("events", page_of(one_event, 100), {3.5, 1.2});
    borrowed_family<user_row, user>("users", page_of(one_user, 200), 2.0);
    borrowed_family<group_row, group>("groups", page_of(one_group, 200), 2.6);
    borrowed_family<event_row, log_event>("events", page_of(one_event, 100), 2.0);
    return broken == 0 ? 0 : 1;
}
