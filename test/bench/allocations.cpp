#include "allocations.hpp"

#include <cerrno>
#include <cstddef>

// In front of glibc's own functions, which it lets a program replace; `free` and the others stay.

namespace {

constinit thread_local okta::bench::allocation_count counted = {};

void count(std::size_t size)
{
    ++counted.times;
    counted.bytes += size;
}

} // namespace

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) noexcept
{
    count(size);
    return __libc_malloc(size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept
{
    count(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) noexcept
{
    count(size);
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}
}

okta::bench::allocation_count okta::bench::allocated() { return counted; }
