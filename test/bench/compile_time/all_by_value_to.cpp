// Decoding every model through Boost.JSON's DOM.
#include "models.hpp"

#include "../value_to.hpp"

template <class... T>
void decode_each(std::string_view json, boost::mp11::mp_list<T...>)
{
    (okta::bench::by_value_to<T>(json), ...);
}

void decode_all(std::string_view json) { decode_each(json, all_models{}); }
