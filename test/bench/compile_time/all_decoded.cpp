// Decoding every model.
#include "models.hpp"

#include <okta/codec/decode.hpp>

template <class... T>
bool decode_each(std::string_view json, std::tuple<T...>& to)
{
    auto const one = [&]<class M>(M& m) {
        auto r = okta::decode<M>(json);
        if (r) m = *std::move(r);
        return r.has_value();
    };
    return (one(std::get<T>(to)) && ...);
}

bool decode_all(std::string_view json, all_models& to) { return decode_each(json, to); }
