// What an org of a million users costs: time and memory to make it, to list all of it, to find one user, to search.
//
//     okta_bench_sandbox_scale [--users 1000000] [--check]
//
// --check: exit with 1 when a figure is beyond its bound: seeded within 10 s and 2 GB; a listing takes less than 64 MB
// more; finding a user among all is at most three times as slow as among 1,000 (caches, not the algorithm); a page of a
// search, sorted or not, costs no more than one scan of all users (and 25 % for what a page is besides).

#include <okta/client.hpp>
#include <okta/sandbox/org.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

namespace {

using okta::sandbox::org;

bool all_good = true;

void print(char const* what, double figure, char const* unit, double bound = 0)
{
    bool const good = bound == 0 || figure <= bound;
    all_good = all_good && good;
    std::printf("%-52s %10.2f %s", what, figure, unit);
    if (bound != 0) std::printf("  (bound %.2f)%s", bound, good ? "" : "  BEYOND");
    std::printf("\n");
}

double seconds_for(auto&& work)
{
    auto const start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Of the process, now.
double resident_mb()
{
    std::ifstream file("/proc/self/statm");
    double pages = 0, resident = 0;
    file >> pages >> resident;
    return resident * 4096 / 1e6;
}

okta::client client_of(org const& o) { return {org::url(), okta::api_token(o.token()), o}; }

void must(bool good, char const* what)
{
    if (good) return;
    std::fprintf(stderr, "failed: %s\n", what);
    std::exit(1);
}

/// The median time of finding a user by id and by login, in microseconds; the answer's JSON is the larger part.
double lookup_us(org o)
{
    auto client = client_of(o);
    std::vector<okta::user> some;
    auto pages = client.pages(okta::list_users{.limit = 200});
    for (int i = 0; i < 5; ++i)
        if (auto const page = pages.next()) some.insert(some.end(), page->begin(), page->end());
    std::vector<double> times;
    for (int round = 0; round < 5; ++round)
        times.push_back(seconds_for([&] {
                            for (auto const& u : some) {
                                must(client.call(okta::get_user{.id = u.id}).has_value(), "find by id");
                                must(client.call(okta::get_user{.id = u.profile.login}).has_value(), "find by login");
                            }
                        }) *
                        1e6 / (2 * static_cast<double>(some.size())));
    std::ranges::sort(times);
    return times[times.size() / 2];
}

void list_all(org o, std::size_t users)
{
    auto client = client_of(o);
    auto const before = resident_mb();
    std::size_t count = 0;
    double most = 0;
    auto const time = seconds_for([&] {
        auto pages = client.pages(okta::list_users{.limit = 200});
        for (int number = 0; auto const page = pages.next(); ++number) {
            count += page->size();
            if (number % 100 == 0) most = std::max(most, resident_mb() - before);
        }
        must(!pages.failure(), "list all");
    });
    must(count == users, "list all: a user is missing");
    print("listing all, pages of 200", time, "s");
    print("  of which per user", time * 1e6 / static_cast<double>(users), "us");
    print("  memory above what the org holds", most, "MB", 64);
}

void search(org o)
{
    auto client = client_of(o);
    auto const page_time = [&](okta::list_users const& a) {
        std::vector<double> times;
        for (int i = 0; i < 3; ++i)
            times.push_back(seconds_for([&] { must(static_cast<bool>(client.pages(a).next()), "search"); }));
        std::ranges::sort(times);
        return times[1] * 1e3;
    };
    // The scan that nothing can cut short: what matches nobody.
    auto const scan = page_time({.search = R"(profile.lastName eq "Nobody" and profile.firstName sw "x")"});
    print("one scan of all by a search of two terms", scan, "ms");
    std::string const third = R"(profile.lastName sw "L" and profile.firstName pr)";
    print("a page of a search", page_time({.search = third, .limit = 200}), "ms", scan * 1.25 + 5);
    auto const sorted_scan = page_time({.search = third, .limit = 1, .sort_by = "profile.city"});
    print("one scan of all by a sorted search", sorted_scan, "ms");
    print("a page of a sorted search",
          page_time({.search = third, .limit = 200, .sort_by = "profile.city", .sort_order = "desc"}), "ms",
          sorted_scan * 1.25 + 5);
}

} // namespace

int main(int argc, char** argv)
{
    std::size_t users = 1'000'000;
    bool check = false;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--check") == 0) check = true;
        else if (std::strcmp(argv[i], "--users") == 0 && i + 1 < argc) users = std::strtoul(argv[++i], nullptr, 10);
        else return std::fprintf(stderr, "usage: %s [--users N] [--check]\n", argv[0]), 2;
    }
    org small;
    small.add_people(1'000);
    auto const small_lookup = lookup_us(small);

    auto const before = resident_mb();
    org large;
    print("seeding", seconds_for([&] { large.add_people(users - 1); }), "s", 10); // the administrator is there already
    auto const held = resident_mb() - before;
    print("memory of the org", held, "MB", 2'000);
    print("  of which per user", held * 1e6 / static_cast<double>(users), "bytes");
    must(large.user_count() == users, "seed");
    print("finding a user by id or login among 1,000", small_lookup, "us");
    print("finding one among all", lookup_us(large), "us", small_lookup * 3);
    search(large);
    list_all(large, users);
    return check && !all_good ? 1 : 0;
}
