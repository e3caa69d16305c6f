#include "open_store.hpp"

#include <batchstore/error.hpp>
#include <batchstore/open.hpp>
#include <batchstore/time.hpp>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

std::string default_store() {
    const char* variable = std::getenv("BATCHSTORE_DB");
    return variable && *variable ? variable : "batches.db";
}

void require_store(const Invocation& invocation) {
    std::error_code error;
    if (std::filesystem::status(invocation.db, error).type() != std::filesystem::file_type::not_found) return;
    throw batchstore::Error(batchstore::ErrorKind::not_found,
                            invocation.db +
                                ": there is no such store; import something first (batchstore import "
                                "--help), or name another store with --db");
}

std::unique_ptr<batchstore::BatchRepository> open_for_reading(const Invocation& invocation) {
    require_store(invocation);
    return batchstore::open(invocation.db, {.access = batchstore::Access::read});
}

Exit unknown_batch(const Invocation& invocation, std::string_view id) {
    invocation.messages.error(std::string(id) + ": no such batch in " + invocation.db +
                              "; see batchstore list for those it has");
    return Exit::refused;
}

Exit unknown_then(const Invocation& invocation, const batchstore::BatchReader& repository,
                  const std::string& id, const batchstore::GetOptions& then) {
    if (then.as_of_head) {
        invocation.messages.error(id + ": the log up to entry " + std::to_string(then.as_of_head->seq) +
                                  " does not know it");
        return Exit::refused;
    }
    if (!then.as_of_us) {
        invocation.messages.error(id + ": the log has no answer about it; see batchstore verify");
        return Exit::refused;
    }
    const auto now = repository.get(id);
    invocation.messages.error(
        id + ": the store did not know it at " + batchstore::iso8601_from_us(*then.as_of_us) +
        (now ? "; it was first seen at " + batchstore::iso8601_from_us(now->first_seen_at_us) : ""));
    return Exit::refused;
}
