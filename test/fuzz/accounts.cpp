// The file of a linked account, whatever is in it: it is read as the codec reads it, or is damaged, and the error shows
// none of it. What was read can be saved, and is the same account then.

#include "expect.hpp"

#include <okta/auth/file_store.hpp>
#include <okta/codec/decode.hpp>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using fuzz::expect;

constexpr std::size_t longest = 2048;
std::string const id = "account_1";

/// In memory where the system has such a place, since a store waits for the disk.
class folder
{
public:
    folder()
    {
        auto const around = fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
        path_ = around / ("okta_fuzz_accounts." + std::to_string(::getpid()));
        fs::remove_all(path_);
    }
    ~folder()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    folder(folder const&) = delete;

    [[nodiscard]] std::string path() const { return path_.string(); }
    [[nodiscard]] fs::path file() const { return path_ / (id + ".json"); }

private:
    fs::path path_;
};

folder const& place()
{
    static folder const made;
    return made;
}

okta::file_store& store()
{
    static auto opened = *okta::file_store::open(place().path(), {.max_file_bytes = longest});
    return opened;
}

void put(std::string_view text)
{
    std::ofstream(place().file(), std::ios::binary | std::ios::trunc) << text;
    ::chmod(place().file().c_str(), 0600);
}

void check_damaged(okta::error const& e, std::string_view text)
{
    expect(e.kind == okta::error_kind::authorisation && fuzz::is_one_line(e.message()), "an error", e.summary);
    auto const file = "the file '" + place().file().string() + "' ";
    expect(e.summary == file + "is damaged: it is not the JSON of an account" ||
               e.summary == file + "is damaged: it holds another account than its name says" ||
               e.summary == file + "is damaged: its status is empty" || e.summary == file + "is larger than 2048 bytes",
           "an error that says more", text, e.summary);
    auto const listed = store().list();
    expect(listed && listed->items.empty() && listed->damaged.size() == 1, "a damaged file is not listed so", text);
    expect(store().update(id, [](auto&) { return std::optional<okta::error>(); }).has_value(), "changed", text);
    std::ifstream in(place().file(), std::ios::binary);
    std::string const left(std::istreambuf_iterator<char>(in), {});
    expect(left == text, "a damaged file was changed", text, left);
}

void check_account(okta::linked_account const& account, std::string_view text)
{
    expect(account.id == id, "another account", text, account.id);
    auto const by_codec = okta::decode<okta::linked_account>(text);
    expect(by_codec && *by_codec == account, "the codec reads another account", text);
    auto const listed = store().list(account.owner_id);
    expect(listed && listed->items.size() == 1 && listed->items[0] == account, "not in the list", text);

    auto const why = store().save(account);
    auto const again = store().load(id);
    expect(again && *again && **again == account, "another account after saving it", text, why ? why->summary : "");
    if (!why) return expect(fs::status(place().file()).permissions() == fs::perms(0600), "open to others", text);
    expect(why->kind == okta::error_kind::invalid_request, "an error of another kind", text, why->summary);
    expect(okta::to_json(account).size() + 1 > longest, "an account that is read, but not saved", text, why->summary);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = fuzz::text_of(data, size);
    (void)store();
    put(text);
    auto const loaded = store().load(id);
    if (!loaded) return check_damaged(loaded.error(), text), 0;
    expect(loaded->has_value(), "a file that is not there", text);
    expect(text.size() <= longest, "a file that is too large", text);
    check_account(**loaded, text);
    auto const tokens = okta::tokens_of(**loaded);
    expect(tokens.lifetime.count() >= 0 && tokens.expires() >= tokens.issued, "a token that ends before it begins",
           text);
    return 0;
}
