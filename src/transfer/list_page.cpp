#include "transfer/list_page.hpp"

#include "model/json_cursor.hpp"

#include <batchstore/error.hpp>

namespace batchstore {

void PageKeys::see(char before, std::string_view text) {
    if (before == ':') {
        if (key_ == Key::object) {
            is_list_ = text == "list";
            is_batch_ = text == "batch";
        }
        return;
    }
    key_ = text == "id" ? Key::id : text == "object" ? Key::object : text == "data" ? Key::data : Key::other;
    saw_id_ = saw_id_ || key_ == Key::id;
    saw_data_ = saw_data_ || key_ == Key::data;
    saw_cursor_ = saw_cursor_ || text == "has_more" || text == "first_id" || text == "last_id";
}

bool PageKeys::records_begin(char before) const {
    return before == ':' && key_ == Key::data && (is_list_ || !saw_id_) && !is_batch_;
}

std::optional<std::string> fault_of_page_without_records(std::string_view page) {
    JsonKind data = JsonKind::boolean;
    bool has_data = false;
    bool has_content = false;
    try {
        JsonCursor cursor(page);
        std::string storage;
        cursor.each_member([&](std::string_view key, JsonCursor::Value value) {
            const JsonValue taken = cursor.take(value, storage);
            if (key == "data") {
                has_data = true;
                data = taken.kind;
            }
            const bool holds = taken.kind == JsonKind::array || taken.kind == JsonKind::object;
            const bool is_error = key == "error" || key == "errors";
            has_content = has_content || (holds && !is_error && taken.text.size() > 2);
        });
    } catch (const Error&) {
        return std::nullopt;
    }
    if (!has_data) {
        return has_content ? "the list page has no \"data\"" : "";
    }
    if (data == JsonKind::array) {
        return std::nullopt;
    }
    return data == JsonKind::null ? "" : "\"data\" of the list page is not an array";
}

bool is_json_object(std::string_view text) {
    try {
        JsonCursor cursor(text);
        std::string storage;
        cursor.each_member([&](std::string_view, JsonCursor::Value value) { cursor.take(value, storage); });
        cursor.expect_end();
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace batchstore
