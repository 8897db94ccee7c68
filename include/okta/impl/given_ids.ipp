#ifndef OKTA_IMPL_GIVEN_IDS_IPP
#define OKTA_IMPL_GIVEN_IDS_IPP

#include <okta/exchange/given_ids.hpp>

#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

namespace okta::detail {

struct given_ids::hashes
{
    boost::unordered_flat_set<std::size_t> all = {};
};

OKTA_DECL given_ids::given_ids() : held_(std::make_unique<hashes>()) {}
OKTA_DECL given_ids::given_ids(given_ids const& other) : held_(std::make_unique<hashes>(*other.held_)) {}
OKTA_DECL given_ids::given_ids(given_ids&&) noexcept = default;
OKTA_DECL given_ids::~given_ids() = default;

OKTA_DECL given_ids& given_ids::operator=(given_ids other) noexcept
{
    held_.swap(other.held_);
    return *this;
}

OKTA_DECL void given_ids::reserve(std::size_t more) { held_->all.reserve(held_->all.size() + more); }

OKTA_DECL bool given_ids::add(std::string_view id) noexcept
{
    return held_->all.insert(boost::hash<std::string_view>()(id)).second;
}

} // namespace okta::detail
#endif
