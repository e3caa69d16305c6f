#include "transfer/batch_place.hpp"

#include "model/json_cursor.hpp"
#include "model/spelling.hpp"
#include "transfer/batch_keys.hpp"
#include "transfer/brackets.hpp"
#include "transfer/json_pointer.hpp"

#include <batchstore/error.hpp>

#include <cstddef>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr int deepest = 8;
constexpr int most_values = 10'000;
constexpr std::size_t longest_pointer = 200;

/// Searches an object for what looks like a batch.
class PlaceSearch {
public:
    explicit PlaceSearch(std::string_view object) : cursor_(object) {
        cursor_.each_member(
            [&](std::string_view key, JsonCursor::Value value) { member("", key, value, 0); });
    }

    const std::string& place() const { return place_; }

private:
    void member(const std::string& path, std::string_view key, JsonCursor::Value value, int depth) {
        std::string inner = path;
        append_pointer_token(inner, key);
        visit(inner, value, depth + 1);
    }

    /// @returns whether the value itself looks like a batch.
    bool visit(const std::string& path, JsonCursor::Value value, int depth) {
        const JsonKind kind = cursor_.kind(value);
        if (!place_.empty() || depth > deepest || ++values_ > most_values || path.size() > longest_pointer) {
            return false;
        }
        if (kind == JsonKind::object) {
            return visit_object(path, value, depth);
        }
        if (kind == JsonKind::array) {
            visit_array(path, value, depth);
        } else if (kind == JsonKind::text) {
            visit_text(path, cursor_.take(value, storage_).text);
        }
        return false;
    }

    bool visit_object(const std::string& path, JsonCursor::Value value, int depth) {
        BatchKeys keys;
        cursor_.each_member(value, [&](std::string_view key, JsonCursor::Value inner) {
            keys.see('{',
                     key == "batch" ? std::string_view() : key);  // an envelope's batch is what is wanted
            if (spells(key, "object") && cursor_.kind(inner) == JsonKind::text) {
                keys.see(':', cursor_.take(inner, storage_).text);
            } else {
                member(path, key, inner, depth);
            }
        });
        if (keys.look_like_batch()) {
            place_ = path;
        }
        return keys.look_like_batch();
    }

    void visit_array(const std::string& path, JsonCursor::Value value, int depth) {
        bool holds_batches = false;
        cursor_.each_element(value, [&](JsonCursor::Value item) {
            holds_batches = visit(path + "/*", item, depth + 1) || holds_batches;
        });
        if (holds_batches) {
            place_ = path;
        }
    }

    /// A string may hold a batch, an array of batches or a list page as JSON.
    void visit_text(const std::string& path, std::string_view text) {
        if (!begins_with_bracket(text)) {
            return;
        }
        try {
            const std::string wrapped = fmt::format("{{\"\":{}}}", text);
            const PlaceSearch inner(wrapped);
            const std::string& place = inner.place();
            if (place == "/" || place == "//data") {
                place_ = path;
            }
        } catch (const Error&) {
            return;  // no JSON after all
        }
    }

    JsonCursor cursor_;
    std::string storage_;
    std::string place_;
    int values_ = 0;
};

}  // namespace

std::string place_of_batches(std::string_view object) {
    try {
        return PlaceSearch(object).place();
    } catch (const Error&) {
        return "";
    }
}

}  // namespace batchstore
