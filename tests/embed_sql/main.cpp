#include "sqlite/file/migration.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

std::string bytes_of(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

/// Compares the embedded migrations with the files that are named on the command line.
int main(int argc, char* argv[]) {
    const auto migrations = batchstore::sqlite::embedded_migrations();
    if (migrations.size() != 3 || argc != 4) {
        std::cerr << "three migrations are expected\n";
        return EXIT_FAILURE;
    }
    const char* const names[] = {"create_quotes", "create_nothing", "insert_long_text"};
    for (int i = 0; i < 3; ++i) {
        const auto& migration = migrations[static_cast<std::size_t>(i)];
        if (migration.version != i + 1 || migration.name != names[i] ||
            migration.sql != bytes_of(argv[i + 1])) {
            std::cerr << argv[i + 1] << " was embedded as something else\n";
            return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}
