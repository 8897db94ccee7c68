// The reader of the codec beside the DOM path, on whatever bytes come: both take a document or both refuse it with the
// same words, and what they read is equal. Then the value is written and read again.
//
// An input is one document, or several with an RS (U+001E) between them, as RFC 7464 separates JSON texts: one reader
// takes them one after the other, and so knows orders of members when it comes to the later ones.

#include "alike.hpp"
#include "decode.hpp"

#include <okta/codec/decode.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace {

using namespace okta::detail;
using fuzz::subject;

std::uint32_t hash_of(std::string_view text)
{
    std::uint32_t h = 2166136261u; // FNV-1a
    for (char const c : text) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
    return h;
}

struct reading
{
    okta::decode_limits limits = {};
    unknown_members unknown = unknown_members::ignore;
};

struct outcome
{
    std::shared_ptr<kept_texts> kept;
    std::shared_ptr<void> value;
    bool fits = false;
    okta::error error = {};
    std::string text = {}; // the value as written
};

[[noreturn]] void fail(std::string_view what, subject const& s, std::string_view json, std::string const& one,
                       std::string const& other)
{
    std::cerr << what << "\n  type  " << s.name << "\n  input " << json << "\n  one   " << one << "\n  other " << other
              << std::endl;
    std::abort();
}

std::string told(subject const& s, outcome const& o)
{
    if (!o.fits) return "refused: " + o.error.summary;
    auto all = "read: " + o.text;
    if (auto const* const aside = s.bad_items(o.value.get()))
        for (auto const& item : *aside) all += "\n          aside " + item.error + ": " + item.raw;
    return all;
}

template <class Decode>
outcome outcome_of(subject const& s, Decode decode)
{
    outcome o{{}, s.make()};
    o.fits = decode(o.value.get(), o.error);
    if (o.fits) json_writer(o.text).write(o.value.get(), *s.type);
    return o;
}

/// A reader, and the texts that are viewed by what it reads.
struct keeping_reader
{
    explicit keeping_reader(reading const& r) : reader(r.limits.max_depth, r.unknown, &kept) {}

    kept_texts kept = {};
    json_text_reader reader;
};

outcome by_dom(subject const& s, std::string_view json, reading const& r)
{
    auto const kept = std::make_shared<kept_texts>();
    auto o = outcome_of(s, [&](void* to, okta::error& e) {
        return decode_text_by_dom(json, to, *s.type, e, r.limits, r.unknown, kept.get());
    });
    o.kept = kept;
    return o;
}

outcome by_reader(subject const& s, std::string_view json, reading const& r, keeping_reader& by)
{
    return outcome_of(
        s, [&](void* to, okta::error& e) { return decode_text(json, to, *s.type, e, r.limits, r.unknown, by.reader); });
}

bool same(subject const& s, outcome const& a, outcome const& b)
{
    if (a.fits != b.fits) return false;
    if (!a.fits) return a.error.kind == b.error.kind && a.error.summary == b.error.summary;
    auto const *const x = s.bad_items(a.value.get()), *const y = s.bad_items(b.value.get());
    if (x && *x != *y) return false;
    if (a.text != b.text) return fuzz::alike(a.text, b.text);
    return s.equal(a.value.get(), b.value.get()) || !s.equal(a.value.get(), a.value.get()); // there may be a NaN
}

/// The text of an item that did not fit is JSON.
void check_bad_items(subject const& s, std::string_view json, outcome const& o)
{
    auto const* const aside = s.bad_items(o.value.get());
    if (!o.fits || !aside) return;
    for (auto const& item : *aside) {
        boost::system::error_code ec;
        fuzz::parsed(item.raw, ec);
        if (ec) fail("a bad item is not JSON", s, json, item.error, item.raw);
    }
}

/// A writer goes on in a new stage, of 4096 bytes, as if there were none, wherever the last one ends.
void check_stages(subject const& s, std::string_view json, outcome const& o)
{
    constexpr std::size_t stage = 4096;
    std::string const before(stage - hash_of(json) % std::min(stage, o.text.size() + 1), 'x');
    std::string out;
    json_writer writer(out);
    writer.text(before);
    writer.write(o.value.get(), *s.type);
    if (out != '"' + before + '"' + o.text) fail("written otherwise in two stages", s, json, o.text, out);
}

/// What is written can be read, and it is the value: all of it but for bad items, and numbers without a form in JSON.
void check_round_trip(subject const& s, std::string_view json, outcome const& first)
{
    keeping_reader reader{reading{}};
    auto const second = by_reader(s, first.text, {}, reader);
    if (!second.fits) fail("what was written is not read", s, json, told(s, first), told(s, second));
    if (s.equal(first.value.get(), second.value.get()) || fuzz::alike(first.text, second.text)) return;
    auto const third = by_reader(s, second.text, {}, reader);
    if (!same(s, second, third)) fail("another value after writing it", s, json, told(s, second), told(s, third));
}

/// A reader that goes from input to input. When it errs, what it had read before is kept in files, as they are needed
/// to see that again: run the program on all of them, in order.
class pupil
{
public:
    keeping_reader& reader() { return *reader_; }

    void next(std::string_view input)
    {
        bool const full = ends_.size() == ends_.capacity() || lessons_.size() + input.size() > lessons_.capacity();
        if (!reader_ || full) { // to forget now and then keeps the lessons few
            reader_.emplace(reading{});
            lessons_.clear();
            ends_.clear();
            lessons_.reserve(1'000'000); // once: libFuzzer looks for leaks after every input that keeps memory
            ends_.reserve(200);
        }
        lessons_ += input;
        ends_.push_back(lessons_.size());
    }

    void keep_lessons() const
    {
        std::size_t start = 0;
        for (std::size_t i = 0; i < ends_.size(); start = ends_[i++])
            std::ofstream("lesson-" + std::to_string(1000 + i), std::ios::binary)
                << std::string_view(lessons_).substr(start, ends_[i] - start);
        std::cerr << ends_.size() << " inputs are in lesson-* here; the last one failed\n";
    }

private:
    std::optional<keeping_reader> reader_ = {};
    std::string lessons_ = {};
    std::vector<std::size_t> ends_ = {};
};

/// Now and then another way of reading, which hangs on the document, so that it is the same every time.
reading unusual_reading(std::uint32_t h)
{
    reading r;
    r.limits.max_depth = h / 4 % 9;
    if (h / 64 % 2 == 0) r.unknown = unknown_members::refuse;
    return r;
}

void check(subject const& s, std::string_view json, keeping_reader& in_sequence, pupil& lived)
{
    reading const usual;
    auto const reference = by_dom(s, json, usual);
    auto const expect = [&](outcome const& o, reading const& r, std::string_view who) {
        auto const& wanted = &r == &usual ? reference : by_dom(s, json, r);
        if (!same(s, wanted, o)) fail(who, s, json, told(s, wanted), told(s, o));
    };
    keeping_reader fresh{usual};
    auto const first = by_reader(s, json, usual, fresh);
    expect(first, usual, "DOM, and a fresh reader");
    if (reference.error.summary.starts_with("expected ")) return; // another kind of value altogether
    expect(by_reader(s, json, usual, fresh), usual, "DOM, and a reader that knows the document");
    expect(by_reader(s, json, usual, in_sequence), usual, "DOM, and a reader that knows the documents before");
    if (auto const o = by_reader(s, json, usual, lived.reader()); !same(s, reference, o)) {
        lived.keep_lessons();
        fail("DOM, and a reader that has lived", s, json, told(s, reference), told(s, o));
    }
    if (auto const h = hash_of(json); h % 4 == 0) {
        auto const r = unusual_reading(h);
        keeping_reader reader{r};
        expect(by_reader(s, json, r, reader), r, "DOM, and a reader with other limits");
    }
    check_bad_items(s, json, reference);
    if (!first.fits) return;
    check_stages(s, json, first);
    check_round_trip(s, json, first);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static pupil lived;
    std::string_view input(reinterpret_cast<char const*>(data), size);
    lived.next(input);
    keeping_reader in_sequence{reading{}};
    for (bool more = true; more;) {
        auto const end = input.find('\x1E');
        for (auto const& s : fuzz::subjects()) check(s, input.substr(0, end), in_sequence, lived);
        more = end != input.npos;
        if (more) input.remove_prefix(end + 1);
    }
    return 0;
}
