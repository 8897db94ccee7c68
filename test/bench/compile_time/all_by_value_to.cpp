// Decoding every model through Boost.JSON's DOM.
#include "models.hpp"

#include "../value_to.hpp"

template <class... T>
void decode_each(std::string_view json, std::tuple<T...>& to)
{
    ((std::get<T>(to) = okta::bench::by_value_to<T>(json)), ...);
}

void decode_all(std::string_view json, all_models& to) { decode_each(json, to); }
