#ifndef OKTA_IMPL_JOURNAL_IPP
#define OKTA_IMPL_JOURNAL_IPP

#include <okta/bulk/journal.hpp>
#include <okta/codec/decode.hpp>
#include <okta/impl/posix_file.ipp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace okta::detail {

OKTA_DECL std::string text_member(boost::json::object const& object, std::string_view name);

struct journal::file
{
    std::string path;
    file_descriptor fd;
};

inline constexpr std::size_t most_journaled = 100'000'000; // an index; what is above is no journal of ours
inline constexpr std::size_t longest_journal_line = 64 * 1024 * 1024;

OKTA_DECL error journal_error(std::string const& path, std::string_view what, int fault = 0)
{
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = "the journal '" + path + "' ";
    e.summary += what;
    if (fault == 0) return e;
    e.transport_code = {fault, boost::system::system_category()};
    e.summary += ": " + e.transport_code.message();
    return e;
}

OKTA_DECL journal::journal(std::unique_ptr<file> f) : file_(std::move(f)) {}
OKTA_DECL journal::~journal() = default;

OKTA_DECL result<std::unique_ptr<journal>> journal::open(std::string const& path)
{
    auto f = std::make_unique<file>();
    f->path = path;
    f->fd = file_descriptor(
        uninterrupted([&] { return ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600); }));
    if (!f->fd) return journal_error(path, "cannot be opened", errno);
    if (::flock(f->fd.get(), LOCK_EX | LOCK_NB) != 0) return journal_error(path, "is in use by another run");
    synchronise_folder_of(path);
    std::unique_ptr<journal> j(new journal(std::move(f)));
    if (auto e = j->read(path)) return std::move(*e);
    return j;
}

/// A member that is a number, from 0 on.
OKTA_DECL std::optional<std::size_t> index_of(boost::json::object const& o, std::string_view name)
{
    auto const* const v = o.if_contains(name);
    auto const* const n = v ? v->if_int64() : nullptr;
    if (!n || *n < 0 || static_cast<std::uint64_t>(*n) >= most_journaled) return std::nullopt;
    return static_cast<std::size_t>(*n);
}

OKTA_DECL std::optional<boost::json::object> parse_journal_line(std::string_view line)
{
    boost::json::parse_options options;
    options.allow_invalid_utf8 = true; // answers are kept as they came
    boost::system::error_code ec;
    auto const value = boost::json::parse(line, ec, {}, options);
    if (ec || !value.is_object()) return std::nullopt;
    return value.get_object();
}

/// The `id` of an answer that is an object.
OKTA_DECL std::string id_in(std::string_view body)
{
    auto const o = parse_journal_line(body);
    return o ? text_member(*o, "id") : std::string();
}

OKTA_DECL bool journal::read_line(std::string_view line, std::uint64_t at_byte)
{
    auto const o = parse_journal_line(line);
    if (!o) return false;
    if (auto const i = index_of(*o, "begin")) {
        at(*i) = {at_byte + 1, 0, state::begun};
        return true;
    }
    constexpr std::pair<std::string_view, state> ends[] = {
        {"done", state::done}, {"failed", state::failed}, {"unknown", state::unknown}};
    for (auto const& [name, what] : ends)
        if (auto const i = index_of(*o, name)) {
            auto& p = at(*i);
            p.end = at_byte + 1;
            p.what = what;
            if (auto id = what == state::done ? id_in(text_member(*o, "body")) : std::string(); !id.empty())
                taken_.push_back(std::move(id));
            return true;
        }
    return false;
}

/// The whole lines of a file from a byte on, a piece at a time. False: a line is too long, or the file cannot be read.
template <class Each>
bool each_line(int fd, Each each)
{
    std::string held;
    char piece[64 * 1024];
    std::uint64_t start = 0;
    for (std::uint64_t from = 0;;) {
        auto const n = uninterrupted([&] { return ::pread(fd, piece, sizeof piece, static_cast<::off_t>(from)); });
        if (n < 0 || held.size() > longest_journal_line) return false;
        if (n == 0) return true;
        from += static_cast<std::uint64_t>(n);
        held.append(piece, static_cast<std::size_t>(n));
        std::size_t done = 0;
        for (auto end = held.find('\n'); end != held.npos; end = held.find('\n', done)) {
            if (!each(std::string_view(held).substr(done, end - done), start + done)) return false;
            done = end + 1;
        }
        held.erase(0, done);
        start += done;
    }
}

OKTA_DECL std::optional<error> journal::read(std::string const& path)
{
    std::size_t lines = 0;
    bool bad = false;
    bool const all = each_line(file_->fd.get(), [&](std::string_view line, std::uint64_t start) {
        ++lines;
        bad = !read_line(line, start);
        size_ = start + line.size() + 1;
        return !bad;
    });
    if (bad) return journal_error(path, "is no journal: line " + std::to_string(lines) + " is none of one");
    if (!all) return journal_error(path, "cannot be read", errno);
    std::ranges::sort(taken_);
    if (::ftruncate(file_->fd.get(), static_cast<::off_t>(size_)) != 0) // a line that was cut off
        return journal_error(path, "cannot be written", errno);
    return std::nullopt;
}

OKTA_DECL journal::place& journal::at(std::size_t index)
{
    if (places_.size() <= index) places_.resize(std::max(index + 1, places_.size() * 2));
    return places_[index];
}

OKTA_DECL journal::state journal::state_of(std::size_t index) const noexcept
{
    return index < places_.size() ? places_[index].what : state::none;
}

/// The line that begins at a byte.
OKTA_DECL std::optional<boost::json::object> line_at(int fd, std::uint64_t start)
{
    std::string line;
    char piece[4096];
    while (line.size() <= longest_journal_line) {
        auto const at = static_cast<::off_t>(start + line.size());
        auto const n = uninterrupted([&] { return ::pread(fd, piece, sizeof piece, at); });
        if (n <= 0) return std::nullopt;
        std::string_view const read(piece, static_cast<std::size_t>(n));
        auto const end = read.find('\n');
        line.append(read.substr(0, end));
        if (end != read.npos) return parse_journal_line(line);
    }
    return std::nullopt;
}

OKTA_DECL std::optional<std::chrono::sys_seconds> time_member(boost::json::object const& o, std::string_view name)
{
    auto const* const v = o.if_contains(name);
    if (!v || !v->is_int64()) return std::nullopt;
    return std::chrono::sys_seconds{std::chrono::seconds{v->get_int64()}};
}

OKTA_DECL std::optional<journal::record> journal::begun(std::size_t index) const
{
    if (index >= places_.size() || places_[index].begin == 0) return std::nullopt;
    auto const& p = places_[index];
    auto const o = line_at(file_->fd.get(), p.begin - 1);
    if (!o) return std::nullopt;
    record r{text_member(*o, "request"), time_member(*o, "since"), text_member(*o, "before"), {}};
    if (p.what != state::unknown) return r;
    if (auto const end = line_at(file_->fd.get(), p.end - 1)) r.ended = time_member(*end, "at");
    return r;
}

OKTA_DECL std::optional<http_response> journal::answer_of(std::size_t index) const
{
    if (state_of(index) != state::done) return std::nullopt;
    auto const o = line_at(file_->fd.get(), places_[index].end - 1);
    if (!o) return std::nullopt;
    http_response answer;
    answer.status = static_cast<int>(index_of(*o, "status").value_or(0));
    answer.body = text_member(*o, "body");
    return answer;
}

OKTA_DECL bool journal::is_taken(std::string_view id) const { return std::ranges::binary_search(taken_, id); }

OKTA_DECL void journal::append(std::string line, std::size_t index, state what)
{
    if (failure_) return;
    line += '\n';
    auto& p = at(index);
    (what == state::begun ? p.begin : p.end) = size_ + 1;
    p.what = what;
    size_ += line.size();
    if (!write_all(file_->fd.get(), line)) failure_ = journal_error(file_->path, "cannot be written", errno);
}

OKTA_DECL void journal::begin(std::size_t index, record const& r)
{
    boost::json::object o{{"begin", index}, {"request", r.request}};
    if (r.since) o["since"] = r.since->time_since_epoch().count();
    if (!r.before.empty()) o["before"] = r.before;
    append(boost::json::serialize(o), index, state::begun);
}

OKTA_DECL void journal::end(std::size_t index, http_response const& answer)
{
    append(
        boost::json::serialize(boost::json::object{{"done", index}, {"status", answer.status}, {"body", answer.body}}),
        index, state::done);
    auto id = id_in(answer.body);
    if (!id.empty()) taken_.insert(std::ranges::upper_bound(taken_, id), std::move(id));
}

OKTA_DECL void journal::end(std::size_t index, state what, error const& e, std::optional<std::chrono::sys_seconds> now)
{
    boost::json::object o{{what == state::unknown ? "unknown" : "failed", index}, {"error", e.message()}};
    if (what == state::unknown && now) o["at"] = now->time_since_epoch().count();
    append(boost::json::serialize(o), index, what);
}

OKTA_DECL void journal::synchronise()
{
    if (!failure_ && uninterrupted([&] { return ::fsync(file_->fd.get()); }) != 0)
        failure_ = journal_error(file_->path, "cannot be written", errno);
}

} // namespace okta::detail
#endif
