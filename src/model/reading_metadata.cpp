#include "model/reading_metadata.hpp"

#include "model/excerpt.hpp"
#include "model/half_pairs.hpp"
#include "model/json_text.hpp"
#include "model/utf8.hpp"

#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr std::size_t most_pairs = 16;
constexpr std::size_t longest_key = 64;
constexpr std::size_t longest_value = 512;

/// Reads the pairs one by one.
class PairsReader {
public:
    PairsReader(std::string_view name, Metadata& pairs, std::vector<Finding>& findings)
        : name_(name), pairs_(pairs), findings_(findings) {}

    void read(std::string_view key, const JsonValue& value, bool has_escapes) {
        if (pairs_.contains(key) || nulls_.contains(key)) {
            find(key, Oddity::duplicate_key);
        }
        if (value.kind == JsonKind::null) {
            nulls_.insert(key);
            pairs_.erase(std::string(key));
            return;
        }
        if (has_escapes && !is_storable(key)) {
            refuse(key);
        }
        std::string text = value_of(key, value);
        if (count_characters(key) > longest_key || count_characters(value.text) > longest_value) {
            find(key, Oddity::over_limit);
        }
        pairs_.insert_or_assign(std::string(key), std::move(text));
    }

private:
    /// A text, or the JSON text of anything else.
    std::string value_of(std::string_view key, const JsonValue& value) {
        if (value.kind != JsonKind::text) {
            find(key, Oddity::wrong_type);
        } else if (!value.storable) {
            find(key, Oddity::broken_text);
            std::string json;
            append_json(json, value);
            return json;
        }
        return std::string(value.text);
    }

    [[noreturn]] void refuse(std::string_view key) const {
        constexpr std::size_t longest_quotation = 200;
        std::string json;
        append_json_string(json, key);
        throw Error(
            ErrorKind::invalid,
            fmt::format("\"{}\" has the key {}: no key can be stored with U+0000 or half of a surrogate "
                        "pair in it",
                        name_, excerpt(json, longest_quotation)));
    }

    void find(std::string_view key, Oddity oddity) {
        findings_.push_back({fmt::format("{}.{}", name_, without_half_pairs(key)), oddity});
    }

    std::string_view name_;
    Metadata& pairs_;
    std::vector<Finding>& findings_;
    std::set<std::string_view> nulls_;
};

}  // namespace

void read_metadata(std::string_view name, JsonCursor& cursor, JsonCursor::Value object, Metadata& pairs,
                   std::vector<Finding>& findings) {
    PairsReader reader(name, pairs, findings);
    std::string storage;
    cursor.each_member(object, [&](std::string_view key, JsonCursor::Value value) {
        reader.read(key, cursor.take(value, storage), cursor.has_escapes());
    });
    if (pairs.size() > most_pairs) {
        findings.push_back({std::string(name), Oddity::over_limit});
    }
}

}  // namespace batchstore
