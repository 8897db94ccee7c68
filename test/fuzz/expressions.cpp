// Expressions of `search` and `filter`, in each dialect. What one says of an object does not change with parentheses
// around it, when it is doubled by `and` or `or`, and is the contrary behind `not`.

#include "expect.hpp"

#include <okta/sandbox/expression.hpp>

namespace {

using namespace okta::sandbox::detail;
using fuzz::expect;

dialect const* const dialects[] = {&users_search,   &users_filter,  &groups_search, &groups_filter,
                                   &devices_search, &realms_search, &log_filter};

/// An object whose attributes hang on their paths: several values, one, or none, of every type.
struct object
{
    std::size_t seed;

    static void find(void const* self, std::string_view path, scalars& out)
    {
        constexpr std::string_view words[] = {"", "a", "ACTIVE", "Ärger", "1", "true", "2024-02-29T00:00:00.000Z"};
        auto h = static_cast<object const*>(self)->seed * 31;
        for (char const c : path) h = (h ^ static_cast<unsigned char>(c)) * 16'777'619u;
        for (auto n = h % 3; n > 0; --n, h = h * 31 + 7) {
            if (h / 8 % 8 < 4) out.emplace_back(words[h / 64 % std::size(words)]);
            else if (h / 8 % 8 == 4) out.emplace_back(static_cast<double>(h / 64 % 5) - 1.5);
            else if (h / 8 % 8 == 5) out.emplace_back(h / 64 % 2 == 0);
            else out.emplace_back(okta::timestamp{std::chrono::milliseconds{h / 64 % 1'000'000'000}});
        }
    }
};

using verdicts = std::vector<bool>;

verdicts judged(expression const& e)
{
    verdicts all;
    for (std::size_t seed = 0; seed < 8; ++seed) {
        object const o{seed};
        all.push_back(e.matches({&o, object::find}));
    }
    return all;
}

/// Nothing: it is no expression, perhaps since it became too large.
std::optional<verdicts> judged(std::string const& text, dialect const& d)
{
    auto const e = expression::parse(text, d);
    return e ? std::optional(judged(*e)) : std::nullopt;
}

void check_error(okta::error const& e, dialect const& d, std::string_view text)
{
    expect(e.kind == okta::error_kind::service && e.status == 400 && !e.code.empty(), "an error", text, e.summary);
    expect(e.code == d.code || d.attributes.data() == log_filter_attributes, "another code", text, e.code);
    expect(e.summary.size() < 2000 && fuzz::is_one_line(e.summary), "a summary of any size", text, e.summary);
    auto const at = e.summary.rfind("(position ");
    if (e.code != d.code) return;
    expect(at != e.summary.npos, "an error without a place", text, e.summary);
    expect(std::strtoull(e.summary.c_str() + at + 10, nullptr, 10) <= text.size(), "a place behind", text, e.summary);
}

void check(std::string_view given, dialect const& d)
{
    auto const e = expression::parse(given, d);
    if (!e) return check_error(e.error(), d, given);
    expect(given.size() <= expression::max_size, "an expression that is too long", given);
    std::string const text(given);
    auto const own = judged(*e);
    for (auto const& same : {'(' + text + ')', " \t(" + text + ")\r\n", '(' + text + ") and (" + text + ')',
                             '(' + text + ") or (" + text + ')', text + " and " + text + " or " + text})
        if (auto const other = judged(same, d)) expect(own == *other, "another verdict", text, same);
    auto contrary = judged("not (" + text + ')', d);
    expect(!contrary || d.allows_not, "a 'not' where there is none", text);
    if (!contrary) return;
    contrary->flip();
    expect(own == *contrary, "a 'not' that says the same", text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = fuzz::text_of(data, size);
    for (auto const* const d : dialects) check(text, *d);
    return 0;
}
