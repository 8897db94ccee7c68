// Decoding every model.
#include "models.hpp"

#include <okta/codec/decode.hpp>

template <class... T>
bool decode_each(std::string_view json, boost::mp11::mp_list<T...>)
{
    return (okta::decode<T>(json).has_value() && ...);
}

bool decode_all(std::string_view json) { return decode_each(json, all_models{}); }
