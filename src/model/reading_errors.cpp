#include "model/reading_errors.hpp"

#include "model/columns.hpp"
#include "model/conversions.hpp"
#include "model/json_text.hpp"

#include <algorithm>

namespace batchstore {

namespace {

Converted<std::int64_t> convert(const Column<BatchError, std::optional<std::int64_t>>&,
                                const JsonValue& value) {
    return to_integer(value);
}

Converted<std::string> convert(const Column<BatchError, std::optional<std::string>>& column,
                               const JsonValue& value) {
    return column.member == &BatchError::code ? to_code(value) : to_text(value);
}

bool says_nothing(const JsonValue& value) {
    return value.kind == JsonKind::null || (value.kind == JsonKind::text && value.text.empty());
}

class ErrorsReader {
public:
    explicit ErrorsReader(std::string_view name) : name_(name) {}

    ErrorsReading read(const JsonValue& value) {
        if (value.kind == JsonKind::text) {
            add_element(value);
            add_finding(Oddity::other_shape);
        } else if (value.kind == JsonKind::array || value.kind == JsonKind::object) {
            const std::string wrapped = "{\"\":" + std::string(value.text) + "}";
            JsonCursor cursor(wrapped);
            cursor.each_member([&](std::string_view, JsonCursor::Value root) {
                if (value.kind == JsonKind::array) {
                    read_list(cursor, root);
                    add_finding(Oddity::other_shape);
                } else {
                    read_object(cursor, root);
                }
            });
        } else {
            append_json(reading_.extra, value);
            add_finding(Oddity::wrong_type);
            return std::move(reading_);
        }
        finish();
        return std::move(reading_);
    }

private:
    void read_list(JsonCursor& cursor, JsonCursor::Value list) {
        std::string storage;
        cursor.each_element(list,
                            [&](JsonCursor::Value element) { add_element(cursor.take(element, storage)); });
    }

    /// `{data:[…]}`, or one error on its own.
    void read_object(JsonCursor& cursor, JsonCursor::Value object) {
        JsonMembers members;
        std::string storage;
        cursor.each_member(object, [&](std::string_view key, JsonCursor::Value member) {
            if (key == "data" && cursor.kind(member) == JsonKind::array) {
                read_list(cursor, member);
                return;
            }
            const JsonValue value = cursor.take(member, storage);
            auto& [name, json] = members.emplace_back(key, std::string());
            append_json(json, value);
        });
        const auto is_row = [](const auto& m) {
            return std::apply([&](const auto&... column) { return ((m.first == column.name) || ...); },
                              error_columns);
        };
        const bool listed = !reading_.rows.empty();
        const bool single = !listed && std::any_of(members.begin(), members.end(), is_row);
        if (listed || single || members.size() == 1) {
            // The JSON of rows says so by itself.
            std::erase_if(members,
                          [](const auto& m) { return m.first == "object" && m.second == "\"list\""; });
        }
        if (!listed && !members.empty()) {
            add_finding(Oddity::other_shape);
        }
        if (single) {
            std::string row;
            append_json_object(row, members);
            add_element({JsonKind::object, row});
        } else {
            beside_data_ = std::move(members);
        }
    }

    void add_element(const JsonValue& element) {
        if (says_nothing(element)) {
            return;
        }
        if (!data_.empty()) {
            data_ += ',';
        }
        append_json(data_, element);
        BatchError& row = reading_.rows.emplace_back();
        if (element.kind == JsonKind::text && element.storable) {
            row.message = element.text;
        } else if (element.kind == JsonKind::object) {
            read_row(row, element.text);
        } else {
            rows_lose_something_ = true;
        }
    }

    void read_row(BatchError& row, std::string_view object) {
        JsonCursor cursor(object);
        std::string storage;
        cursor.each_member([&](std::string_view key, JsonCursor::Value member) {
            const JsonValue value = cursor.take(member, storage);
            bool known = false;
            for_each_column(error_columns, [&](const auto& column) {
                if (column.name == key) {
                    auto converted = convert(column, value);
                    known = converted.readable;
                    rows_convert_something_ = rows_convert_something_ || !converted.as_documented;
                    row.*column.member = std::move(converted.value);
                }
            });
            rows_lose_something_ = rows_lose_something_ || !known;
        });
    }

    void add_finding(Oddity oddity) { reading_.findings.push_back({std::string(name_), oddity}); }

    void finish() {
        if (rows_lose_something_) {
            beside_data_.emplace_back("data", "[" + data_ + "]");
        }
        if ((rows_lose_something_ || rows_convert_something_) && reading_.findings.empty()) {
            add_finding(Oddity::other_shape);
        }
        if (!beside_data_.empty()) {
            append_json_object(reading_.extra, beside_data_);
        }
    }

    std::string_view name_;
    ErrorsReading reading_;
    JsonMembers beside_data_;  ///< what else the object held
    std::string data_;         ///< the elements as JSON
    bool rows_lose_something_ = false;
    bool rows_convert_something_ = false;
};

}  // namespace

ErrorsReading read_errors(std::string_view name, const JsonValue& value) {
    return says_nothing(value) ? ErrorsReading{} : ErrorsReader(name).read(value);
}

}  // namespace batchstore
