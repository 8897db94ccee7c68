#ifndef OKTA_IMPL_FILE_STORE_IO_IPP
#define OKTA_IMPL_FILE_STORE_IO_IPP

#include <okta/impl/config.hpp>
#include <okta/impl/posix_file.ipp>
#include <okta/model/deadline.hpp>
#include <okta/model/result.hpp>
#include <okta/model/secret.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// Files in one directory, by POSIX.

namespace okta::detail {

/// `fault`: the system's, as errno has it; 0: another one.
OKTA_DECL error storage_error(std::string what, int fault = 0)
{
    error e;
    e.kind = error_kind::authorisation;
    e.summary = std::move(what);
    if (fault == 0) return e;
    e.transport_code = {fault, boost::system::system_category()};
    e.summary += ": " + e.transport_code.message();
    return e;
}

/// A directory that is used by its descriptor, so that it stays the same one when it is renamed.
struct open_directory
{
    file_descriptor fd;
    std::string path;

    [[nodiscard]] std::string path_of(std::string const& name) const { return path + '/' + name; }

    [[nodiscard]] file_descriptor open(std::string const& name, int flags) const
    {
        constexpr ::mode_t owner_only = 0600;
        return file_descriptor(uninterrupted(
            [&] { return ::openat(fd.get(), name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, owner_only); }));
    }

    /// Nothing to remove is no fault.
    [[nodiscard]] bool remove(std::string const& name) const
    {
        return ::unlinkat(fd.get(), name.c_str(), 0) == 0 || errno == ENOENT;
    }

    [[nodiscard]] bool synchronise() const
    {
        return uninterrupted([&] { return ::fsync(fd.get()); }) == 0;
    }
};

/// Makes it, and makes sure that it is there after a power cut.
OKTA_DECL std::optional<error> make_directory(std::string const& path)
{
    if (::mkdir(path.c_str(), 0700) != 0)
        return errno == EEXIST ? std::nullopt
                               : std::optional(storage_error("the directory '" + path + "' cannot be made", errno));
    synchronise_folder_of(path);
    return std::nullopt;
}

/// Opens it, if nobody else has access.
OKTA_DECL std::optional<error> open_private(std::string const& path, open_directory& to)
{
    constexpr ::mode_t others = 077;
    auto const refuse = [&](std::string const& what, int fault = 0) {
        return storage_error("the directory '" + path + "' " + what, fault);
    };
    file_descriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct ::stat is = {};
    if (!fd || ::fstat(fd.get(), &is) != 0) return refuse("cannot be opened", errno);
    if (is.st_uid != ::geteuid()) return refuse("is another user's: accounts are kept in one of your own");
    if ((is.st_mode & others) != 0) return refuse("is open to others: give it the mode 0700");
    to.fd = std::move(fd);
    to.path = path;
    return std::nullopt;
}

/// What a file holds; nothing when there is none.
OKTA_DECL result<std::optional<secret>> read_file(open_directory const& in, std::string const& name,
                                                  std::size_t longest)
{
    auto const refuse = [&](std::string const& what, int fault = 0) {
        return storage_error("the file '" + in.path_of(name) + "' " + what, fault);
    };
    auto const fd = in.open(name, O_RDONLY | O_NONBLOCK); // a pipe of that name must not stop us
    if (!fd && errno == ENOENT) return std::optional<secret>();
    struct ::stat is = {};
    if (!fd && errno == ELOOP) return refuse("is no regular file");
    if (!fd || ::fstat(fd.get(), &is) != 0) return refuse("cannot be opened", errno);
    if (!S_ISREG(is.st_mode)) return refuse("is no regular file");
    std::string text(longest + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        auto const n = uninterrupted([&] { return ::read(fd.get(), text.data() + size, text.size() - size); });
        if (n < 0) return refuse("cannot be read", errno);
        if (n == 0) break;
        size += static_cast<std::size_t>(n);
    }
    text.resize(size);
    std::optional<secret> content(std::move(text));
    if (size > longest) return refuse("is larger than " + std::to_string(longest) + " bytes");
    return content;
}

/// Replaces a file at once. `temporary` is this process's while it writes, by a lock.
OKTA_DECL std::optional<error> replace_file(open_directory const& in, std::string const& name,
                                            std::string const& temporary, std::string_view content)
{
    auto const fail = [&](std::string const& file, std::string const& what) {
        auto const fault = errno;
        (void)in.remove(temporary);
        return storage_error("the file '" + in.path_of(file) + "' cannot be " + what, fault);
    };
    if (!in.remove(temporary)) return fail(temporary, "removed");
    {
        auto const fd = in.open(temporary, O_WRONLY | O_CREAT | O_EXCL);
        if (!fd) return fail(temporary, "made");
        if (::fchmod(fd.get(), 0600) != 0) return fail(temporary, "given the mode 0600"); // whatever the umask
        if (!write_all(fd.get(), content)) return fail(temporary, "written");
        if (uninterrupted([&] { return ::fsync(fd.get()); }) != 0) return fail(temporary, "synchronised with the disk");
    }
    if (::renameat(in.fd.get(), temporary.c_str(), in.fd.get(), name.c_str()) != 0) return fail(name, "replaced");
    if (!in.synchronise()) return fail(name, "synchronised with the disk");
    return std::nullopt;
}

/// Holds a lock file; it stays where it is, since removing it would let two have it.
OKTA_DECL result<std::shared_ptr<file_descriptor>> lock_file(open_directory const& in, std::string const& name,
                                                             std::chrono::milliseconds timeout)
{
    using clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds longest_pause{20};
    auto const until = deadline_after(clock::now(), timeout);
    auto fd = std::make_shared<file_descriptor>(in.open(name, O_RDWR | O_CREAT));
    if (!*fd) return storage_error("the lock file '" + in.path_of(name) + "' cannot be opened", errno);
    for (std::chrono::milliseconds pause{1};; pause = std::min(pause * 2, longest_pause)) {
        if (uninterrupted([&] { return ::flock(fd->get(), LOCK_EX | LOCK_NB); }) == 0) return fd;
        if (errno != EWOULDBLOCK) return storage_error("the file '" + in.path_of(name) + "' cannot be locked", errno);
        if (clock::now() >= until)
            return storage_error("the lock file '" + in.path_of(name) + "' is held by somebody else for more than " +
                                     std::to_string(timeout.count()) + " ms",
                                 ETIMEDOUT);
        std::this_thread::sleep_for(pause);
    }
}

struct directory_closer
{
    void operator()(DIR* d) const { ::closedir(d); }
};

/// The names in a directory, in order.
OKTA_DECL result<std::vector<std::string>> names_in(open_directory const& in)
{
    auto const refuse = [&] { return storage_error("the directory '" + in.path + "' cannot be read", errno); };
    int const fd = ::openat(in.fd.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); // has a position of its own
    if (fd < 0) return refuse();
    std::unique_ptr<DIR, directory_closer> const all(::fdopendir(fd));
    if (!all) {
        file_descriptor const closed(fd);
        return refuse();
    }
    std::vector<std::string> names;
    for (errno = 0; auto const* const entry = ::readdir(all.get()); errno = 0) names.emplace_back(entry->d_name);
    if (errno != 0) return refuse();
    std::ranges::sort(names);
    return names;
}

} // namespace okta::detail
#endif
