#ifndef OKTA_EXAMPLES_CURL_TRANSPORT_HPP
#define OKTA_EXAMPLES_CURL_TRANSPORT_HPP

#include <okta/transport/concepts.hpp>

#include <curl/curl.h> // 7.80 or newer

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

/// libcurl as an okta transport. One handle, so one request at a time: a thread that wants its own makes its own.
/// The program calls curl_global_init(CURL_GLOBAL_DEFAULT) once, before it starts threads.
class curl_transport
{
public:
    struct options
    {
        std::string ca_file = {};                  ///< PEM; empty: the operating system's
        std::chrono::milliseconds timeout{30'000}; ///< where a request brings none
        std::size_t max_body_bytes = 64 * 1024 * 1024;
    };

    curl_transport() = default;
    explicit curl_transport(options o) : options_(std::move(o)) {}

    okta::transport_result send(okta::http_request request)
    {
        using namespace boost::system::errc;
        if (!well_formed(request)) return failed(invalid_argument, "not sendable as HTTP", okta::sent::nothing);
        curl_easy_reset(handle_.get()); // forgets the options, keeps the connections
        exchange x{.max_body = options_.max_body_bytes};
        std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> lines(header_lines(request), &curl_slist_free_all);
        prepare(request, lines.get(), x);

        auto const code = curl_easy_perform(handle_.get());
        if (code != CURLE_OK || !x.head_complete) {
            auto const* why = code != CURLE_OK ? curl_easy_strerror(code) : "the answer's head is cut off";
            return failed(code == CURLE_OPERATION_TIMEDOUT ? timed_out : io_error,
                          "curl " + request.origin + ": " + why,
                          x.attempts == 0 ? okta::sent::nothing : okta::sent::perhaps_all);
        }
        long status = 0;
        curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
        x.response.status = static_cast<int>(status);
        return std::move(x.response);
    }

private:
    struct exchange
    {
        okta::http_response response = {};
        std::size_t max_body = 0;
        int attempts = 0;
        bool head_complete = false;
    };

    static okta::transport_result failed(boost::system::errc::errc_t code, std::string what, okta::sent how_far)
    {
        return okta::transport_error{make_error_code(code), std::move(what), how_far};
    }

    static bool well_formed(okta::http_request const& r)
    {
        constexpr std::string_view breaks("\r\n\0", 3);
        auto const clean = [&](std::string_view s) { return s.find_first_of(breaks) == std::string_view::npos; };
        auto ok = r.origin.starts_with("http") && clean(r.origin) && clean(r.target) && r.target.starts_with('/');
        for (std::size_t i = 0; i < r.fields.size(); ++i)
            ok = ok && clean(r.fields[i].name) && clean(r.fields[i].value);
        return ok;
    }

    static curl_slist* header_lines(okta::http_request const& r)
    {
        auto* lines = curl_slist_append(nullptr, "Expect:"); // no 100-continue
        if (!r.fields.find("Content-Type")) lines = curl_slist_append(lines, "Content-Type:");
        for (std::size_t i = 0; i < r.fields.size(); ++i) {
            auto const [name, value] = r.fields[i];
            lines = curl_slist_append(lines, (std::string(name) + (value.empty() ? ";" : ": ")).append(value).c_str());
        }
        return lines;
    }

    void prepare(okta::http_request const& r, curl_slist* lines, exchange& x)
    {
        auto const set = [&](CURLoption option, auto value) { curl_easy_setopt(handle_.get(), option, value); };
        set(CURLOPT_URL, r.url().c_str());
        set(CURLOPT_PATH_AS_IS, 1L);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(CURLOPT_HTTPHEADER, lines);
        set(CURLOPT_ACCEPT_ENCODING, "gzip");
        set(CURLOPT_TIMEOUT_MS, static_cast<long>((r.timeout.count() > 0 ? r.timeout : options_.timeout).count()));
        if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
        if (has_body(r.method) || !r.body.empty()) { // even when empty: Content-Length: 0
            set(CURLOPT_POST, 1L);
            set(CURLOPT_POSTFIELDS, r.body.c_str());
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(r.body.size()));
        }
        set(CURLOPT_CUSTOMREQUEST, to_string(r.method).data());
        set(CURLOPT_PREREQFUNCTION, &on_connected);
        set(CURLOPT_PREREQDATA, &x);
        set(CURLOPT_HEADERFUNCTION, &on_header);
        set(CURLOPT_HEADERDATA, &x);
        set(CURLOPT_WRITEFUNCTION, &on_body);
        set(CURLOPT_WRITEDATA, &x);
    }

    // libcurl sends again by itself when a kept connection ends before an answer; whether to is for okta to decide
    static int on_connected(void* to, char*, char*, int, int)
    {
        return ++static_cast<exchange*>(to)->attempts == 1 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
    }

    static std::size_t on_header(char const* data, std::size_t, std::size_t size, void* to)
    {
        auto& x = *static_cast<exchange*>(to);
        auto const line = std::string_view(data, size);
        if (line.starts_with("HTTP/")) { // those before were an interim answer's
            x.response.fields = {};
            x.head_complete = false;
        }
        if (x.head_complete) return size; // a trailer
        x.head_complete = line == "\r\n" || line == "\n";
        if (auto const colon = line.find(':'); colon != std::string_view::npos) {
            auto value = line.substr(colon + 1);
            value.remove_suffix(value.size() - (value.find_last_not_of(" \t\r\n") + 1));
            value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
            x.response.fields.add(line.substr(0, colon), value);
        }
        return size;
    }

    static std::size_t on_body(char const* data, std::size_t, std::size_t size, void* to)
    {
        auto& x = *static_cast<exchange*>(to);                    // data is decompressed
        if (size > x.max_body - x.response.body.size()) return 0; // ends the transfer: CURLE_WRITE_ERROR
        x.response.body.append(data, size);
        return size;
    }

    options options_ = {};
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_{curl_easy_init(), &curl_easy_cleanup};
};

#endif
