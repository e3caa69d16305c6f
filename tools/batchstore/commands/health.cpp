#include "commands/health.hpp"

#include "output/shown_text.hpp"

#include <cstdint>
#include <string>

namespace {

/// As a shell takes it for one word.
std::string quoted(const std::string& path) {
    std::string word = "'";
    for (const char c : path) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

std::string on_store(const batchstore::StoreInfo& info, const std::string& command) {
    return "batchstore --db " + quoted(info.location) + " " + command;
}

HealthFact indexes(const batchstore::StoreInfo& info) {
    if (info.missing_indexes.empty()) return {"indexes", "all there", ""};
    std::string names;
    for (const std::string& name : info.missing_indexes) names += (names.empty() ? "" : ", ") + name;
    return {"indexes", "missing, which makes searches slow: " + names, on_store(info, "migrate")};
}

/// Some room is always free, and is used again.
HealthFact free_space(const batchstore::StoreInfo& info) {
    constexpr std::int64_t little = 64LL << 20;
    const std::string state = grouped(info.free_bytes) + " of " + grouped(info.size_bytes) + " bytes";
    const bool much = info.free_bytes > little && info.free_bytes > info.size_bytes / 4;
    return {"free_space", state, much ? "sqlite3 " + quoted(info.location) + " 'VACUUM'" : ""};
}

/// Who writes keeps it small, unless somebody reads for long; who closes the store last empties it, unless
/// that one may only read.
HealthFact write_ahead_log(const batchstore::StoreInfo& info) {
    constexpr std::int64_t usual = 64'000'000;
    const std::string size = grouped(info.write_ahead_log_bytes) + " bytes";
    if (info.write_ahead_log_bytes <= usual) return {"write_ahead_log", size, ""};
    return {"write_ahead_log", size + ", as somebody reads for long, or a large import was cut off",
            on_store(info, "migrate")};
}

HealthFact permissions(const batchstore::StoreInfo& info) {
    if (!info.others_may_write && !info.all_may_read) return {"permissions", "nobody may who should not", ""};
    return {"permissions",
            info.others_may_write ? "others than its owner may write it" : "every user may read it",
            "chmod go-w,o-r " + quoted(info.location)};
}

/// Our own questions name their index; people's SQL is planned with statistics, if there are any.
HealthFact statistics(const batchstore::StoreInfo& info) {
    if (!info.analyzed_batches) return {"statistics", "none, and none are needed", ""};
    std::int64_t batches = 0;
    for (const auto& [table, rows] : info.rows) batches = table == "batches" ? rows : batches;
    const std::string state =
        "of " + grouped(*info.analyzed_batches) + " batches; there are " + grouped(batches);
    const bool old = batches / 4 > *info.analyzed_batches || *info.analyzed_batches / 4 > batches;
    return {"statistics", state, old ? "sqlite3 " + quoted(info.location) + " 'ANALYZE'" : ""};
}

}  // namespace

std::vector<HealthFact> health_of(const batchstore::StoreInfo& info) {
    return {{"schema", "version " + std::to_string(info.schema_version), ""},
            indexes(info),
            free_space(info),
            write_ahead_log(info),
            permissions(info),
            statistics(info)};
}
