#include "repository/store_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace batchstore {

std::string end_of_links(const std::string& path) {
    namespace fs = std::filesystem;
    constexpr int most_links = 40;  // as the system has it
    fs::path end = path;
    std::error_code error;
    for (int links = 0; links < most_links; ++links) {
        const fs::path target = fs::read_symlink(end, error);
        if (error) {
            break;
        }
        end = end.parent_path() / target;
    }
    return end.string();
}

bool belongs_to_store(const std::string& path, const std::string& location) {
    namespace fs = std::filesystem;
    constexpr std::array beside{"-wal", "-shm", "-journal"};
    std::error_code error;
    const fs::path named = fs::weakly_canonical(fs::absolute(end_of_links(path), error), error);
    const std::string own = fs::weakly_canonical(fs::absolute(end_of_links(location), error), error).string();
    return fs::equivalent(location, path, error) ||
           std::any_of(beside.begin(), beside.end(),
                       [&](const char* suffix) { return named == own + suffix; });
}

}  // namespace batchstore
