#pragma once

#include <batchstore/reader.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Words that servers and clients chose, as far as a store has seen them.

enum class WordKind { status, model, metadata_key, error_code, source };

/// `status`, `metadata key`, …: for messages.
const char* to_string(WordKind kind);

/// Whether a batch has such a word. One look into an index.
/// @param then where it asks as of the past, a batch that had it then will do
bool is_seen(const batchstore::BatchReader& repository, WordKind kind, const std::string& word,
             const batchstore::GetOptions& then);

/// The words that the newest 1,000 batches have, those with errors for error codes; of sources, all. Sorted.
std::vector<std::string> seen_words(const batchstore::BatchReader& repository, WordKind kind);

/// The values that the newest 1,000 batches have under a key of metadata. Sorted.
std::vector<std::string> seen_values(const batchstore::BatchReader& repository, const std::string& key);
