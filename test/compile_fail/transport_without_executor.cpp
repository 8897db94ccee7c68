// An asynchronous transport has an executor.
// expect: the Transport has async_send but no get_executor()
// expect: pigeon

#include <okta/client.hpp>

struct pigeon
{
#ifdef RIGHT
    boost::asio::any_io_executor get_executor() { return {}; }
#endif
    template <class Token>
    void async_send(okta::http_request, Token&&)
    {
    }
};

okta::client make() { return {"https://example.okta.com", okta::api_token("t"), pigeon{}}; }
