#include "transfer/list_page.hpp"

#include "model/json_cursor.hpp"
#include "transfer/batch_keys.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <array>

namespace batchstore {

bool names_wrapped_batches(std::string_view key) {
    constexpr std::array<std::string_view, 6> names{"batches", "value", "items", "results", "result", "data"};
    const bool fits = key.size() >= 4 && key.size() <= 7;
    return fits && std::ranges::find(names, key) != names.end();
}

void PageKeys::see(char before, std::string_view text) {
    if (before == ':') {
        if (key_ == Key::object) {
            is_list_ = text == "list";
            is_batch_ = text == "batch";
        }
        return;
    }
    key_ = text == "id"                  ? Key::id
           : text == "object"            ? Key::object
           : text == "data"              ? Key::data
           : names_wrapped_batches(text) ? Key::wrapped
                                         : Key::other;
    saw_id_ = saw_id_ || key_ == Key::id;
    saw_data_ = saw_data_ || key_ == Key::data;
    saw_wrapped_ = saw_wrapped_ || key_ == Key::wrapped;
    saw_cursor_ = saw_cursor_ || text == "has_more" || text == "first_id" || text == "last_id";
}

bool PageKeys::records_begin(char before) const {
    return before == ':' && key_ == Key::data && (is_list_ || !saw_id_) && !is_batch_;
}

bool PageKeys::records_may_begin(char before) const {
    return before == ':' && key_ == Key::wrapped && !saw_id_ && !is_batch_;
}

namespace {

/// What an object without records holds.
struct PageContent {
    std::optional<JsonKind> data;
    bool has_content = false;     ///< an array or object that is not empty, but for errors
    bool has_empty_list = false;  ///< of a name under which batches may stand
    bool has_batch_field = false;
};

PageContent content_of(std::string_view page) {
    PageContent content;
    JsonCursor cursor(page);
    std::string storage;
    cursor.each_member([&](std::string_view key, JsonCursor::Value value) {
        const JsonValue taken = cursor.take(value, storage);
        const bool holds = taken.kind == JsonKind::array || taken.kind == JsonKind::object;
        const bool is_empty = taken.text.size() == std::string_view("[]").size();
        const bool is_error = key == "error" || key == "errors";
        content.has_content = content.has_content || (holds && !is_error && !is_empty);
        content.has_empty_list = content.has_empty_list || (names_wrapped_batches(key) && holds && is_empty);
        content.has_batch_field = content.has_batch_field || (key != "status" && names_batch_field(key));
        if (key == "data") {
            content.data = taken.kind;
        }
    });
    cursor.expect_end();
    return content;
}

}  // namespace

std::optional<std::string> fault_of_page_without_records(std::string_view page, bool is_list) {
    try {
        const PageContent content = content_of(page);
        if (content.data == JsonKind::array) {
            return std::nullopt;
        }
        if (content.data && (is_list || content.data == JsonKind::null)) {
            return content.data == JsonKind::null ? "" : "\"data\" of the list page is not an array";
        }
        if (is_list) {
            return content.has_content ? "the list page has no \"data\"" : "";
        }
        const bool is_empty = content.has_empty_list && !content.has_content && !content.has_batch_field;
        return is_empty ? std::optional<std::string>("") : std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

void expect_json_object(std::string_view text) {
    JsonCursor cursor(text);
    std::string storage;
    cursor.each_member([&](std::string_view, JsonCursor::Value value) { cursor.take(value, storage); });
    cursor.expect_end();
}

std::optional<std::string> listing_goes_on_after(std::string_view page) {
    bool goes_on = false;
    std::string last_id;
    try {
        JsonCursor cursor(page);
        std::string storage;
        cursor.each_member([&](std::string_view key, JsonCursor::Value value) {
            const JsonValue taken = cursor.take(value, storage);
            if (key == "has_more") {
                goes_on = taken.kind == JsonKind::boolean && taken.text == "true";
            } else if (key == "last_id" && taken.kind == JsonKind::text) {
                last_id = taken.text;
            }
        });
    } catch (const Error&) {
        return std::nullopt;
    }
    return goes_on ? std::optional(last_id) : std::nullopt;
}

bool is_json_object(std::string_view text) {
    try {
        expect_json_object(text);
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace batchstore
