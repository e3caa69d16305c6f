#include "model/singular_error.hpp"

#include "model/columns.hpp"
#include "model/json_cursor.hpp"
#include "model/reading_errors.hpp"
#include "model/spelling.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace batchstore {

namespace {

constexpr const char* name = "error";

/// The keys of `extra` that spell the name, the name itself first.
std::vector<std::string> keys_of_error(const Extra& extra) {
    std::vector<std::string> keys;
    for (const auto& [key, json] : extra) {
        if (spells(key, name)) {
            keys.push_back(key);
        }
    }
    std::stable_partition(keys.begin(), keys.end(), [](const std::string& key) { return key == name; });
    return keys;
}

ErrorsReading read_errors_of(const std::string& json) {
    ErrorsReading errors;
    std::string storage;
    read_json(json, [&](JsonCursor& cursor, JsonCursor::Value value) {
        errors = read_errors(name, cursor.take(value, storage));
    });
    return errors;
}

}  // namespace

void read_singular_error(Batch& batch, std::vector<Finding>& findings) {
    if (is_set(batch.errors) || batch.extra.contains("errors")) {
        return;
    }
    for (const std::string& key : keys_of_error(batch.extra)) {
        ErrorsReading errors = read_errors_of(batch.extra.at(key));
        if (errors.rows.empty() && !errors.extra.empty()) {
            continue;
        }
        batch.errors = std::move(errors.rows);
        if (!errors.extra.empty()) {
            batch.extra.insert_or_assign("errors", std::move(errors.extra));
        }
        if (key != name) {
            findings.push_back({name, Oddity::other_name});
        }
        findings.push_back({name, Oddity::other_shape});
        batch.extra.erase(key);
        return;
    }
}

}  // namespace batchstore
