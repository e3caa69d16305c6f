#include "arguments/kept_files.hpp"

#include "arguments/command_line.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include <sys/stat.h>

namespace {

/// What SQLite keeps beside a database.
constexpr std::array<std::string_view, 3> companions{"-wal", "-shm", "-journal"};

constexpr const char* name_another = " (name another file)";

bool is_regular(const FilePlace& place) {
    return place.status() && S_ISREG(place.status()->st_mode);
}

bool is_database(const FilePlace& place) {
    constexpr std::string_view beginning("SQLite format 3\0", 16);
    if (!is_regular(place)) return false;
    std::array<char, beginning.size()> found{};
    std::ifstream file(place.path(), std::ios::binary);
    file.read(found.data(), found.size());
    return file && std::string_view(found.data(), found.size()) == beginning;
}

/// Whether it is, or would be, what SQLite keeps beside some database.
bool is_beside_database(const FilePlace& place) {
    return std::ranges::any_of(companions, [&](std::string_view suffix) {
        const std::string& path = place.path();
        return path.ends_with(suffix) && is_database(FilePlace(path.substr(0, path.size() - suffix.size())));
    });
}

}  // namespace

KeptFiles::KeptFiles(const std::string& store) {
    add(store, "is the store itself");
    const std::string path = files_.front().first.path();
    for (const std::string_view suffix : companions) {
        add(path + std::string(suffix), "is a part of the store");
    }
}

void KeptFiles::add_input(const std::string& path) {
    add(path == "-" ? "/dev/stdin" : path, "is what is read");
}

void KeptFiles::add(const std::string& path, const char* what) {
    files_.emplace_back(FilePlace(path), what);
}

void KeptFiles::refuse_but_databases(const std::string& where, const std::string& path) const {
    if (path.empty()) throw UsageError(where + "is empty");
    const FilePlace place(path);
    const bool can_be_lost = is_regular(place) || place.kind() == FilePlace::Kind::nothing;
    for (const auto& [file, what] : files_) {
        if (can_be_lost && place.is(file)) throw UsageError(where + path + ": " + what + name_another);
    }
    if (is_beside_database(place)) {
        throw UsageError(where + path + ": is a part of another database" + name_another);
    }
}

void KeptFiles::refuse(const std::string& where, const std::string& path) const {
    refuse_but_databases(where, path);
    if (is_database(FilePlace(path))) throw UsageError(where + path + ": is a database" + name_another);
}
