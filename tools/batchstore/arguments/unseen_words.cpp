#include "arguments/unseen_words.hpp"

#include "arguments/command_line.hpp"
#include "completion/seen_words.hpp"

#include <batchstore/batch.hpp>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using batchstore::Condition;

/// Each once.
using Asked = std::set<std::pair<WordKind, std::string>>;

/// Whoever types one of these means it, also where no batch has come to it.
bool is_word_of_the_api(std::string status) {
    for (char& c : status) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::ranges::find(batchstore::every_status, status) != batchstore::every_status.end();
}

void add(Asked& asked, WordKind kind, const std::vector<std::string>& words) {
    for (const std::string& word : words) asked.emplace(kind, word);
}

void add_values(Asked& asked, WordKind kind, const Condition& test) {
    for (const auto& value : test.values) {
        if (const auto* word = std::get_if<std::string>(&value)) asked.emplace(kind, *word);
    }
}

void add_tests(Asked& asked, const Condition& condition) {
    for (const Condition& part : condition.parts) add_tests(asked, part);
    if (condition.kind != Condition::Kind::test) return;
    if (condition.field == "metadata") asked.emplace(WordKind::metadata_key, condition.key);
    if (condition.comparison == batchstore::Operator::contains) return;
    if (condition.field == "status") add_values(asked, WordKind::status, condition);
    if (condition.field == "model") add_values(asked, WordKind::model, condition);
    if (condition.field == "source") add_values(asked, WordKind::source, condition);
}

void note(const Asked& asked, const batchstore::GetOptions& then, const batchstore::BatchReader& repository,
          Messages& messages) {
    for (const auto& [kind, word] : asked) {
        const bool is_meant = kind == WordKind::status && is_word_of_the_api(word);
        if (is_meant || is_seen(repository, kind, word, then)) continue;
        messages.note(std::string("the store has no ") + to_string(kind) + " '" + word + "'" +
                      suggestion(word, seen_words(repository, kind)));
    }
}

}  // namespace

void note_unseen(const batchstore::Query& query, const batchstore::BatchReader& repository,
                 Messages& messages) {
    Asked asked;
    add(asked, WordKind::status, query.status);
    add(asked, WordKind::model, query.model);
    add(asked, WordKind::source, query.source);
    for (const auto& pair : query.metadata) asked.emplace(WordKind::metadata_key, pair.key);
    if (query.where) add_tests(asked, *query.where);
    note(asked, {.as_of_us = query.as_of_us, .as_of_head = query.as_of_head}, repository, messages);
}

void note_unseen(const std::vector<batchstore::GroupKey>& keys, const batchstore::BatchReader& repository,
                 Messages& messages) {
    Asked asked;
    for (const auto& key : keys) {
        if (key.field == batchstore::GroupKey::Field::metadata) {
            asked.emplace(WordKind::metadata_key, key.metadata_key);
        }
    }
    note(asked, {}, repository, messages);
}
