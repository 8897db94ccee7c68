// Without libFuzzer: runs a harness on the files named, or on those of the directories named. libFuzzer's options are
// passed over.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> files_of(std::filesystem::path const& place)
{
    if (!std::filesystem::is_directory(place)) return {place};
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(place)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

bool run(std::filesystem::path const& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::cerr << "cannot read " << path << '\n', false;
    std::string const text(std::istreambuf_iterator<char>(file), {});
    auto const bytes = std::make_unique<std::uint8_t[]>(text.size()); // no byte more: sanitizers see a read there
    if (!text.empty()) std::memcpy(bytes.get(), text.data(), text.size());
    LLVMFuzzerTestOneInput(bytes.get(), text.size());
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    std::size_t inputs = 0;
    for (int i = 1; i < argc; ++i) {
        if (argv[i][0] == '-') continue;
        for (auto const& path : files_of(argv[i])) {
            if (!run(path)) return 1;
            ++inputs;
        }
    }
    std::cout << inputs << " inputs\n";
    return inputs == 0 ? 2 : 0;
}
