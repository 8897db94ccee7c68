#include <okta/codec/http.hpp>

int main()
{
    okta::http_fields fields;
    fields.add("Content-Type", "application/json");
    return fields.find("content-type") == "application/json" ? 0 : 1;
}
