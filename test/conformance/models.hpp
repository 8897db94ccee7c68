#ifndef OKTA_TEST_CONFORMANCE_MODELS_HPP
#define OKTA_TEST_CONFORMANCE_MODELS_HPP

// Which C++ type stands for which schema of Okta's published description. One translation unit per group, since
// comparing is a template per type.

#include <okta/action/action.hpp>
#include <okta/codec/json_access.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace conformance {

/// A C++ type without its type: what to decode into, and how to compare.
struct model
{
    std::string_view schema;
    okta::detail::type_info const* type;
    std::shared_ptr<void> (*make)();
    bool (*equal)(void const*, void const*);
    okta::detail::action_info const* action = nullptr; // of a request: its body is what the schema describes
};

template <class T>
std::shared_ptr<void> make()
{
    return std::make_shared<T>(okta::detail::blank<T>());
}

template <class T>
bool equal(void const* a, void const* b)
{
    return *static_cast<T const*>(a) == *static_cast<T const*>(b);
}

template <class T>
model type(std::string_view schema)
{
    return {schema, &okta::detail::type_table<T>, make<T>, equal<T>};
}

template <okta::action A>
model request(std::string_view schema)
{
    return {schema, &okta::detail::type_table<A>, make<A>, equal<A>, &okta::detail::info_of<A>()};
}

std::vector<model> core_models();
std::vector<model> event_models();
std::vector<model> oauth_models();

/// What a token request is read into, by its `grant_type`; null: not known.
model const* token_request_for(std::string_view grant_type);

/// The 32 actions, by id, in `schema`.
std::vector<model> actions();

} // namespace conformance
#endif
