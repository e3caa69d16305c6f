#include "repository/store_files.hpp"
#include "repository/verify_step.hpp"
#include "sqlite/file/copy.hpp"
#include "sqlite/open.hpp"

#include <batchstore/care.hpp>
#include <batchstore/store.hpp>

#include <filesystem>

#include <fmt/format.h>

namespace batchstore {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
    throw Error(ErrorKind::invalid, path + ": " + reason);
}

/// SQLite would take what a log beside the copy holds into it.
void refuse_foreign_log(const std::string& path) {
    const std::string copy = end_of_links(path);
    for (const char* suffix : {"-wal", "-journal"}) {
        std::error_code error;
        const auto size = fs::file_size(copy + suffix, error);
        if (!error && size > 0) {
            refuse(path,
                   fmt::format("the {} file beside it belongs to another store; name another file, or see "
                               "whether that store is in use",
                               suffix));
        }
    }
}

}  // namespace

std::optional<Backup> backup(const std::string& location, const std::string& path,
                             const BackupOptions& options) {
    if (location == sqlite::memory_location) {
        refuse(location, "a store in memory has no file to copy; dump its log");
    }
    if (belongs_to_store(path, location)) {
        refuse(path, "is the store itself; name another file");
    }
    const auto session = sqlite::open_session(location, {.access = Access::read});
    refuse_foreign_log(path);
    PartialFile file(path, options.replace ? PartialFile::Existing::replace : PartialFile::Existing::keep,
                     "the backup");
    Head head;
    const bool copied = sqlite::translating(location, [&] {
        const sqlite::Transaction moment(session->connection(), sqlite::Transaction::Mode::read);
        head = session->tail().head;
        return sqlite::copy_store(session->connection(), file, options.on_progress, options.stop);
    });
    if (!copied) {
        return std::nullopt;
    }
    Backup made{.path = path,
                .verification = open(file.partial_path(), {.access = Access::read})
                                    ->store()
                                    .verify(verify_step(head, options.on_progress, options.stop))};
    if (made.verification.stopped || (options.stop != nullptr && *options.stop)) {
        return std::nullopt;
    }
    if (!made.verification.ok()) {
        throw Error(ErrorKind::corrupt,
                    fmt::format("{}: does not verify, and was not backed up ({}); run verify", location,
                                made.verification.problems.front()));
    }
    made.size_bytes = static_cast<std::int64_t>(fs::file_size(file.partial_path()));
    file.keep();
    return made;
}

}  // namespace batchstore
