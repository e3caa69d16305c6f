#include "completion/seen_words.hpp"

#include <batchstore/store.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace {

using batchstore::Query;
using batchstore::StoredBatch;
using WordSet = std::set<std::string>;

batchstore::Metadata metadata_of(const StoredBatch& batch) {
    return batch.metadata.value_or(batchstore::Metadata());
}

/// Collects words of the newest batches that a query asks for.
std::vector<std::string> collected(const batchstore::BatchReader& repository, Query query,
                                   const std::function<void(const StoredBatch&, WordSet&)>& collect) {
    constexpr std::int64_t looked_at = 1'000;
    query.limit = looked_at;
    WordSet words;
    for (const StoredBatch& batch : repository.find(query).batches) collect(batch, words);
    return {words.begin(), words.end()};
}

Query asking_for(WordKind kind, const std::string& word) {
    switch (kind) {
        case WordKind::status:
            return {.status = {word}};
        case WordKind::model:
            return {.model = {word}};
        case WordKind::metadata_key:
            return {.metadata = {{.key = word}}};
        case WordKind::error_code:
            return {.error_code = {word}};
        case WordKind::source:
            return {.source = {word}};
    }
    return {};
}

void collect_word(WordKind kind, const StoredBatch& batch, WordSet& words) {
    switch (kind) {
        case WordKind::status:
            if (batch.status) words.insert(*batch.status);
            break;
        case WordKind::model:
            if (batch.model) words.insert(*batch.model);
            break;
        case WordKind::metadata_key:
            for (const auto& [key, value] : metadata_of(batch)) words.insert(key);
            break;
        default:
            for (const auto& error : batch.errors) {
                if (error.code) words.insert(*error.code);
            }
    }
}

}  // namespace

const char* to_string(WordKind kind) {
    switch (kind) {
        case WordKind::status:
            return "status";
        case WordKind::model:
            return "model";
        case WordKind::metadata_key:
            return "metadata key";
        case WordKind::error_code:
            return "error code";
        case WordKind::source:
            return "source";
    }
    return "?";
}

bool is_seen(const batchstore::BatchReader& repository, WordKind kind, const std::string& word,
             const batchstore::GetOptions& then) {
    Query query = asking_for(kind, word);
    query.limit = 1;
    if (!repository.find(query).batches.empty()) return true;
    if (!then.as_of_us && !then.as_of_head) return false;
    query.as_of_us = then.as_of_us;
    query.as_of_head = then.as_of_head;
    return !repository.find(query).batches.empty();
}

std::vector<std::string> seen_words(const batchstore::BatchReader& repository, WordKind kind) {
    if (kind == WordKind::source) return repository.store().sources();
    return collected(repository, {.with_errors = kind == WordKind::error_code},
                     [kind](const StoredBatch& batch, WordSet& words) { collect_word(kind, batch, words); });
}

std::vector<std::string> seen_values(const batchstore::BatchReader& repository, const std::string& key) {
    return collected(repository, {.metadata = {{.key = key}}}, [&](const StoredBatch& batch, WordSet& words) {
        const auto metadata = metadata_of(batch);
        if (const auto pair = metadata.find(key); pair != metadata.end()) words.insert(pair->second);
    });
}
