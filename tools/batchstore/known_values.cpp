#include "known_values.hpp"

#include "arguments.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/error.hpp>
#include <batchstore/open.hpp>
#include <batchstore/query.hpp>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using batchstore::Status;

std::vector<std::string> statuses() {
    return {Status::validating, Status::in_progress, Status::finalizing, Status::completed,
            Status::failed,     Status::expired,     Status::cancelling, Status::cancelled};
}

std::vector<std::string> phases() {
    std::vector<std::string> words;
    words.reserve(batchstore::every_phase.size());
    for (const batchstore::Phase phase : batchstore::every_phase) words.emplace_back(to_string(phase));
    return words;
}

std::vector<std::string> parts_of(std::string_view label) {
    std::vector<std::string> words;
    while (!label.empty()) {
        const std::size_t end = std::min(label.find('|'), label.size());
        words.emplace_back(label.substr(0, end));
        label.remove_prefix(std::min(end + 1, label.size()));
    }
    return words;
}

std::string store_path(std::string db) {
    if (db.empty()) db = default_store();
    const char* home = std::getenv("HOME");
    return db.starts_with("~/") && home ? home + db.substr(1) : db;
}

bool is_plain(const std::string& id) {
    return std::ranges::all_of(id, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) ||
               std::string_view("-_.:/@%+,=").find(c) != std::string_view::npos;
    });
}

}  // namespace

KnownValues known_values(const std::string& name, const std::string& label) {
    if (name == "--status") return {.words = statuses()};
    if (name == "--phase") return {.words = phases()};
    if (name == "--id" || name == "ID") return {.ids = true};
    if (label.find('|') != std::string::npos) return {.words = parts_of(label)};
    // An argument of unknown kind is most often a file.
    const bool is_argument = !name.starts_with('-') && name != "QUERY";
    return {.files = is_argument || label.find("FILE") != std::string::npos};
}

std::vector<std::string> newest_ids(const std::string& db, const std::string& beginning) {
    constexpr std::size_t most = 50;
    std::vector<std::string> ids;
    try {
        const auto store = batchstore::open(store_path(db), {.access = batchstore::Access::read,
                                                             .busy_timeout = std::chrono::milliseconds(20)});
        const std::int64_t looked_at = beginning.empty() ? static_cast<std::int64_t>(most) : 1'000;
        for (const auto& batch : store->find({.limit = looked_at}).batches) {
            if (ids.size() == most) break;
            if (batch.id.starts_with(beginning) && is_plain(batch.id)) ids.push_back(batch.id);
        }
    } catch (const batchstore::Error&) {  // a person who types wants no messages
    }
    return ids;
}
