#include "sqlite/file/copy.hpp"

#include <filesystem>
#include <utility>

#include <SQLiteCpp/Backup.h>
#include <fmt/format.h>
#include <sqlite3.h>

namespace batchstore::sqlite {

namespace {

constexpr int pages_at_once = 1024;

/// The first of `path`, `path-2`, `path-3` … that is not taken.
std::string free_path(const std::string& path) {
    std::string free = path;
    std::error_code ignored;
    for (int number = 2; std::filesystem::exists(free, ignored); ++number) {
        free = fmt::format("{}-{}", path, number);
    }
    return free;
}

}  // namespace

bool copy_store(Connection& source, const PartialFile& target, const OnProgress& on_progress,
                const std::atomic<bool>* stop) {
    // The moment begins with the first read; without it each step would copy of a moment of its own.
    source.integer("PRAGMA schema_version");
    return translating(target.path(), [&] {
        OpenOptions options;
        options.access = Access::write;
        options.full_durability = true;
        Connection copy(target.partial_path(), options);
        SQLite::Backup backup(copy.database(), source.database());
        for (;;) {
            if (stop != nullptr && *stop) {
                return false;
            }
            const int code = backup.executeStep(pages_at_once);
            if (code == SQLITE_DONE) {
                return true;
            }
            if (code != SQLITE_OK) {
                throw SQLite::Exception(copy.database().getHandle(), code);
            }
            if (on_progress) {
                const int total = backup.getTotalPageCount();
                on_progress({.step = "copy",
                             .unit = "pages",
                             .done = total - backup.getRemainingPageCount(),
                             .total = total});
            }
        }
    });
}

CopyBeside::CopyBeside(const Connection& connection, const std::string& word)
    : path_(free_path(fmt::format("{}.{}", connection.location(), word))) {
    PartialFile file(path_, PartialFile::Existing::keep, "the copy of the store");
    OpenOptions options;
    options.access = Access::read;
    Connection source(connection.location(), options);
    const Transaction moment(source, Transaction::Mode::read);
    copy_store(source, file);
    file.keep();
}

CopyBeside::~CopyBeside() {
    if (!path_.empty()) {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
}

std::string CopyBeside::keep() {
    return std::exchange(path_, {});
}

}  // namespace batchstore::sqlite
