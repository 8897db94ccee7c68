#ifndef OKTA_IMPL_POSIX_FILE_IPP
#define OKTA_IMPL_POSIX_FILE_IPP

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

// Files by POSIX, for those bodies that keep something on disk.

namespace okta::detail {

class file_descriptor
{
public:
    explicit file_descriptor(int fd = -1) noexcept : fd_(fd) {}
    file_descriptor(file_descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    file_descriptor& operator=(file_descriptor&& other) noexcept
    {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~file_descriptor()
    {
        if (fd_ >= 0) ::close(fd_);
    }

    [[nodiscard]] explicit operator bool() const noexcept { return fd_ >= 0; }
    [[nodiscard]] int get() const noexcept { return fd_; }

private:
    int fd_;
};

/// Calls until no signal interrupts.
template <class F>
auto uninterrupted(F call)
{
    for (;;)
        if (auto const r = call(); r != -1 || errno != EINTR) return r;
}

/// Makes sure that a file or folder that was just made is there after a power cut. No right to read the folder around
/// it is no reason to refuse it.
inline void synchronise_folder_of(std::string const& path)
{
    auto const last = path.find_last_not_of('/');
    auto const slash = last == path.npos ? path.npos : path.rfind('/', last);
    auto const around = slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    file_descriptor const folder(::open(around.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder) (void)::fsync(folder.get());
}

/// False: errno says why.
inline bool write_all(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const n = uninterrupted([&] { return ::write(fd, bytes.data(), bytes.size()); });
        if (n < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

} // namespace okta::detail
#endif
