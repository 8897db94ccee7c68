#ifndef OKTA_IMPL_GIVEN_IDS_IPP
#define OKTA_IMPL_GIVEN_IDS_IPP

#include <okta/exchange/given_ids.hpp>

#include <algorithm>
#include <utility>

namespace okta::detail {

/// FNV-1a, then mixed as MurmurHash3 ends, since neighbouring ids would be neighbours in the table.
OKTA_DECL std::uint64_t hash_of_id(std::string_view id) noexcept
{
    std::uint64_t h = 0xcbf29ce484222325;
    for (char const c : id) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccd;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53;
    h ^= h >> 33;
    return h == 0 ? 1 : h;
}

OKTA_DECL void given_ids::reserve(std::size_t more)
{
    auto const needed = (size_ + more) + (size_ + more) / 5 + 1; // at most 5 of 6 are taken
    if (needed <= slots_.size()) return;
    given_ids larger;
    larger.slots_.resize(std::max(needed, slots_.size() + slots_.size() / 2));
    for (auto const hash : slots_)
        if (hash != 0) larger.insert(hash);
    *this = std::move(larger);
}

OKTA_DECL bool given_ids::add(std::string_view id) noexcept { return insert(hash_of_id(id)); }

OKTA_DECL bool given_ids::insert(std::uint64_t hash) noexcept
{
    auto at = static_cast<std::size_t>(hash % slots_.size());
    while (slots_[at] != 0) {
        if (slots_[at] == hash) return false;
        if (++at == slots_.size()) at = 0;
    }
    slots_[at] = hash;
    ++size_;
    return true;
}

} // namespace okta::detail
#endif
