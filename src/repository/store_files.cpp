#include "repository/store_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace batchstore {

bool belongs_to_store(const std::string& path, const std::string& location) {
    namespace fs = std::filesystem;
    constexpr std::array beside{"-wal", "-shm", "-journal"};
    std::error_code error;
    const fs::path named = fs::weakly_canonical(fs::absolute(path, error), error);
    const std::string own = fs::weakly_canonical(fs::absolute(location, error), error).string();
    return fs::equivalent(location, path, error) ||
           std::any_of(beside.begin(), beside.end(),
                       [&](const char* suffix) { return named == own + suffix; });
}

}  // namespace batchstore
