#include "completion/known_values.hpp"

#include "completion/seen_words.hpp"
#include "open_store.hpp"
#include "output/batch_columns.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/error.hpp>
#include <batchstore/open.hpp>
#include <batchstore/query.hpp>
#include <batchstore/reader.hpp>
#include <batchstore/store.hpp>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using batchstore::BatchReader;
using Words = std::vector<std::string>;

std::vector<std::string> statuses() {
    return {batchstore::every_status.begin(), batchstore::every_status.end()};
}

/// Keys, and behind a key and its `=` the pairs that it is in.
Words metadata_words(const BatchReader& store, const std::string& typed) {
    const std::size_t end = typed.find('=');
    if (end == std::string::npos) return seen_words(store, WordKind::metadata_key);
    const std::string key = typed.substr(0, end);
    Words pairs;
    for (const std::string& value : seen_values(store, key)) pairs.push_back(key + "=" + value);
    return pairs;
}

/// Keys as fields are named.
Words metadata_fields(const BatchReader& store, const std::string&) {
    Words words;
    for (const std::string& key : seen_words(store, WordKind::metadata_key))
        words.push_back("metadata." + key);
    return words;
}

KnownValues words_of_kind(WordKind kind) {
    return {
        .of_store = [kind](const BatchReader& store, const std::string&) { return seen_words(store, kind); }};
}

/// All keys but those of metadata.
Words group_keys() {
    return {"status", "phase", "endpoint", "model", "error_code", "source", "day", "week", "month"};
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

/// Asks a store what can be read at once; nothing where it cannot be: a person who types wants no messages.
Words ask_store(const std::string& db, const std::function<Words(const BatchReader&)>& ask) {
    try {
        const auto store = batchstore::open(store_path(db), {.access = batchstore::Access::read,
                                                             .busy_timeout = std::chrono::milliseconds(20)});
        return ask(*store);
    } catch (const batchstore::Error&) {
        return {};
    }
}

/// What means nothing to a shell.
constexpr std::string_view plain_characters =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:/@%+,=";

bool is_plain(const std::string& id) {
    return id.find_first_not_of(plain_characters) == std::string::npos;
}

constexpr std::size_t most_ids = 50;

std::vector<std::string> newest_ids(const batchstore::BatchReader& store) {
    std::vector<std::string> ids;
    for (const auto& batch : store.find({.limit = static_cast<std::int64_t>(most_ids)}).batches) {
        if (is_plain(batch.id)) ids.push_back(batch.id);
    }
    return ids;
}

/// The first plain ones of those that begin so.
std::vector<std::string> plain_ids(const batchstore::BatchReader& store, const std::string& beginning,
                                   std::size_t most) {
    constexpr std::int64_t looked_at = 200;
    std::vector<std::string> ids = store.store().ids_with_prefix(beginning, looked_at);
    std::erase_if(ids, [](const std::string& id) { return !is_plain(id); });
    if (ids.size() > most) ids.resize(most);
    return ids;
}

/// Some ids for each character that can come next, wherever that is more than one: a shell types what all
/// that it is given have in common, and that must not be more than what all in the store have.
std::vector<std::string> spread_ids(const batchstore::BatchReader& store, std::string beginning) {
    for (;;) {
        std::vector<std::string> ids = plain_ids(store, beginning, 1);
        if (ids.empty() || ids.front() != beginning) ids.clear();
        std::size_t ways = ids.size();
        char next = 0;
        for (const char c : plain_characters) {
            const auto some = plain_ids(store, beginning + c, 2);
            if (some.empty()) continue;
            ++ways;
            next = c;
            ids.insert(ids.end(), some.begin(), some.end());
        }
        if (ways != 1 || next == 0) return ids;
        beginning += next;
    }
}

}  // namespace

KnownValues known_values(const std::string& name, const std::string& label) {
    if (name == "--status") return {.words = statuses()};
    if (name == "--phase") return {.words = phases()};
    if (name == "--id" || name == "ID") return {.ids = true};
    if (name == "--model") return words_of_kind(WordKind::model);
    if (name == "--error-code") return words_of_kind(WordKind::error_code);
    if (name == "--source") return words_of_kind(WordKind::source);
    if (name == "--metadata") return {.of_store = metadata_words};
    if (name == "--columns") return {.words = batch_column_names(false), .of_store = metadata_fields};
    if (name == "--by") return {.words = group_keys(), .of_store = metadata_fields};
    const bool is_kind = std::ranges::any_of(label, [](unsigned char c) { return std::isupper(c) != 0; });
    if (label.find('|') != std::string::npos && !is_kind) return {.words = parts_of(label)};
    // An argument of unknown kind is most often a file.
    const bool is_argument = !name.starts_with('-') && name != "QUERY";
    return {.files = is_argument || label.find("FILE") != std::string::npos};
}

std::vector<std::string> some_words(const std::string& db, const KnownValues& known,
                                    const std::string& typed) {
    if (!known.of_store) return {};
    auto words = ask_store(db, [&](const BatchReader& store) { return known.of_store(store, typed); });
    std::erase_if(words, [](const std::string& word) { return !is_plain(word); });
    return words;
}

std::vector<std::string> some_ids(const std::string& db, const std::string& beginning) {
    return ask_store(db, [&](const BatchReader& store) {
        if (beginning.empty()) return newest_ids(store);
        auto ids = plain_ids(store, beginning, most_ids + 1);
        return ids.size() <= most_ids ? ids : spread_ids(store, beginning);
    });
}
