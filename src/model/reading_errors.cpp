#include "model/reading_errors.hpp"

#include "model/columns.hpp"
#include "model/conversions.hpp"
#include "model/json_text.hpp"
#include "model/spelling.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

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

bool is_column(std::string_view key) {
    return std::apply([&](const auto&... column) { return (spells(key, column.name) || ...); },
                      error_columns);
}

class ErrorsReader {
public:
    explicit ErrorsReader(std::string_view name) : name_(name) {}

    ErrorsReading read(const JsonValue& value) {
        if (value.kind == JsonKind::text) {
            add_element(value);
            has_other_shape_ = true;
        } else if (value.kind == JsonKind::array || value.kind == JsonKind::object) {
            read_json(value.text, [&](JsonCursor& cursor, JsonCursor::Value root) {
                if (value.kind == JsonKind::array) {
                    has_other_shape_ = read_list(cursor, root);
                } else {
                    read_object(cursor, root);
                }
            });
        } else {
            append_json(reading_.extra, value);
            add_finding(name_, Oddity::wrong_type);
            return std::move(reading_);
        }
        finish();
        return std::move(reading_);
    }

private:
    /// @returns whether it has elements
    bool read_list(JsonCursor& cursor, JsonCursor::Value list) {
        std::string storage;
        bool any = false;
        cursor.each_element(list, [&](JsonCursor::Value element) {
            any = true;
            add_element(cursor.take(element, storage));
        });
        return any;
    }

    /// `{data:[…]}`, or one error on its own.
    void read_object(JsonCursor& cursor, JsonCursor::Value object) {
        JsonMembers members;
        std::string storage;
        bool has_data = false;
        cursor.each_member(object, [&](std::string_view key, JsonCursor::Value member) {
            if (key == "data" && cursor.kind(member) == JsonKind::array) {
                read_list(cursor, member);
                has_data = true;
                return;
            }
            const JsonValue value = cursor.take(member, storage);
            has_data = has_data || key == "data";
            auto& [name, json] = members.emplace_back(key, std::string());
            append_json(json, value);
        });
        if (!has_data) {
            read_other_list(members);
        }
        const bool listed = !reading_.rows.empty();
        const bool single = !listed && std::any_of(members.begin(), members.end(),
                                                   [](const auto& m) { return is_column(m.first); });
        if (listed || single || members.size() == 1) {
            // The JSON of rows says so by itself.
            std::erase_if(members,
                          [](const auto& m) { return spells(m.first, "object") && m.second == "\"list\""; });
        }
        has_other_shape_ = has_other_shape_ || (!listed && !members.empty());
        if (single) {
            std::string row;
            append_json_object(row, members);
            add_element({JsonKind::object, row});
        } else {
            beside_data_ = std::move(members);
        }
    }

    /// Reads the first list under another spelling of `data`; the members are sorted by key.
    void read_other_list(JsonMembers& members) {
        const auto list = std::find_if(members.begin(), members.end(), [](const auto& m) {
            return spells(m.first, "data") && m.second.starts_with('[');
        });
        if (list != members.end()) {
            read_json(list->second,
                      [&](JsonCursor& cursor, JsonCursor::Value value) { read_list(cursor, value); });
            members.erase(list);
            add_finding(path_of("data"), Oddity::other_name);
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
            rows_convert_something_ = true;
        } else if (element.kind == JsonKind::object) {
            read_row(row, element.text);
        } else {
            rows_lose_something_ = true;
        }
    }

    void read_row(BatchError& row, std::string_view object) {
        JsonCursor cursor(object);
        std::string storage;
        JsonMembers others;
        std::vector<std::string_view> unread;
        cursor.each_member([&](std::string_view key, JsonCursor::Value member) {
            const JsonValue value = cursor.take(member, storage);
            if (!read_column(row, key, value)) {
                append_json(others.emplace_back(key, std::string()).second, value);
                unread.push_back(key);
            }
        });
        for (const auto& [key, json] : others) {
            const std::string_view name = name_spelled(row, key, unread);
            bool known = false;
            if (!name.empty()) {
                add_finding(path_of(name), Oddity::other_name);
                read_json(json, [&, name = name](JsonCursor& inner, JsonCursor::Value value) {
                    known = read_column(row, name, inner.take(value, storage));
                });
            }
            rows_lose_something_ = rows_lose_something_ || !known;
        }
    }

    /// @returns false if the key is no column, or the value not readable
    bool read_column(BatchError& row, std::string_view key, const JsonValue& value) {
        bool known = false;
        for_each_column(error_columns, [&](const auto& column) {
            if (column.name == key) {
                auto converted = convert(column, value);
                known = converted.readable;
                rows_convert_something_ = rows_convert_something_ || !converted.as_documented;
                row.*column.member = std::move(converted.value);
            }
        });
        return known;
    }

    /// The column that a key spells in another way and that the row does not say; empty: there is none.
    static std::string_view name_spelled(const BatchError& row, std::string_view key,
                                         const std::vector<std::string_view>& unread) {
        std::string_view name;
        for_each_column(error_columns, [&](const auto& column) {
            const bool is_said = (row.*column.member).has_value() ||
                                 std::find(unread.begin(), unread.end(), column.name) != unread.end();
            if (spells(key, column.name) && key != column.name && !is_said) {
                name = column.name;
            }
        });
        return name;
    }

    std::string path_of(std::string_view member) const { return fmt::format("{}.{}", name_, member); }

    /// Adds a finding once.
    void add_finding(std::string_view path, Oddity oddity) {
        Finding finding{std::string(path), oddity};
        if (std::find(reading_.findings.begin(), reading_.findings.end(), finding) ==
            reading_.findings.end()) {
            reading_.findings.push_back(std::move(finding));
        }
    }

    void finish() {
        if (rows_lose_something_) {
            beside_data_.emplace_back("data", "[" + data_ + "]");
        }
        if (has_other_shape_ || rows_lose_something_ || rows_convert_something_) {
            add_finding(name_, Oddity::other_shape);
        }
        if (!beside_data_.empty()) {
            append_json_object(reading_.extra, beside_data_);
        }
    }

    std::string_view name_;
    ErrorsReading reading_;
    JsonMembers beside_data_;  ///< what else the object held
    std::string data_;         ///< the elements as JSON
    bool has_other_shape_ = false;
    bool rows_lose_something_ = false;
    bool rows_convert_something_ = false;
};

}  // namespace

ErrorsReading read_errors(std::string_view name, const JsonValue& value) {
    return says_nothing(value) ? ErrorsReading{} : ErrorsReader(name).read(value);
}

}  // namespace batchstore
