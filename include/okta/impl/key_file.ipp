#ifndef OKTA_IMPL_KEY_FILE_IPP
#define OKTA_IMPL_KEY_FILE_IPP

#include <okta/auth/jose_key.hpp>
#include <okta/model/secret.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

// The texts of keys, and the files that hold them.

namespace okta::detail {

inline constexpr std::size_t longest_key_text = 64 * 1024;

OKTA_DECL void check_length(std::string_view text, std::string_view what)
{
    if (text.size() > longest_key_text) refuse_key(std::string(what) + " is longer than 64 KiB");
}

OKTA_DECL std::string_view without_blanks_around(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3); // a byte order mark
    auto const first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    return text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

struct file_closer
{
    void operator()(std::FILE* f) const { std::fclose(f); }
};
using file_ptr = std::unique_ptr<std::FILE, file_closer>;

OKTA_DECL file_ptr open_file(std::string const& path)
{
    file_ptr file(std::fopen(path.c_str(), "rb"));
    if (file) std::setvbuf(file.get(), nullptr, _IONBF, 0); // no copy of the key in its buffer
    return file;
}

/// `named`: how errors call the file.
OKTA_DECL secret read_key_file(std::string const& path, std::string const& named)
{
    auto const fail = [&](std::string const& how) {
        refuse_key(named + how + ": " + std::generic_category().message(errno));
    };
    auto const file = open_file(path);
    if (!file) fail(" cannot be opened");
    std::string text(longest_key_text + 1, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file.get()));
    secret content(std::move(text));
    if (std::ferror(file.get())) fail(" cannot be read");
    check_length(content.reveal(), named);
    return content;
}

/// Whether a text ends like the name of a file, as no key, password or token does.
OKTA_DECL bool has_extension(std::string_view text)
{
    auto const dot = text.rfind('.');
    if (dot == text.npos || text.size() > 4'096) return false;
    auto const extension = text.substr(dot + 1);
    return extension == "pem" || extension == "key" || extension == "json" || extension == "jwk" || extension == "txt";
}

} // namespace okta::detail
#endif
