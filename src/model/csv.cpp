#include "model/columns.hpp"
#include "model/json_cursor.hpp"
#include "model/json_field.hpp"
#include "model/json_text.hpp"

#include <batchstore/csv.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// The text of a member; empty if `json` has none, or is no object.
std::string member_of(std::string_view json, std::string_view key) {
    if (json.starts_with('{')) {
        for (auto& [name, value] : json_members(json)) {
            if (name == key) {
                return std::move(value);
            }
        }
    }
    return {};
}

/// A text as it is, texts of a list joined with `;`. @returns nothing for a list of other things
std::optional<std::string> words_of(std::string_view json) {
    const std::string object = fmt::format(R"({{"":{}}})", json);
    JsonCursor cursor(object);
    std::string words;
    std::string storage;
    bool only_texts = true;
    const auto add = [&](JsonCursor::Value value) {
        const JsonValue word = cursor.take(value, storage);
        only_texts = only_texts && word.kind == JsonKind::text;
        words += words.empty() ? "" : ";";
        words += word.text;
    };
    cursor.each_member([&](std::string_view, JsonCursor::Value value) {
        if (cursor.kind(value) == JsonKind::array) {
            cursor.each_element(value, add);
        } else {
            add(value);
        }
    });
    return only_texts ? std::optional(words) : std::nullopt;
}

/// The cells of one batch, one overload a type.
class CsvLine {
public:
    CsvLine(std::string& out, const Batch& batch, bool raw) : out_(out), batch_(batch), raw_(raw) {
        append_csv_text(out_, batch_.id, raw_);
    }

    template <class Value>
    void add(const Column<Batch, Value>& column) {
        if (batch_.extra.empty() || !batch_.extra.contains(column.name)) {
            add(batch_.*column.member);
        } else {
            add_merged(json_field(batch_, column.name), batch_.*column.member);
        }
    }

    void add(const std::optional<std::int64_t>& number) {
        out_ += ',';
        if (number) {
            const fmt::format_int text(*number);
            out_.append(text.data(), text.size());
        }
    }

private:
    void add(const std::optional<std::string>& text) {
        out_ += ',';
        if (text) {
            append_csv_text(out_, *text, raw_);
        }
    }
    template <class Record>
    void add(const std::optional<Record>& record) {
        for_each_column(columns_of<Record>,
                        [&](const auto& column) { add(record ? (*record).*column.member : std::nullopt); });
    }
    void add(const std::vector<BatchError>& errors) {
        add_merged(errors.empty() ? std::string() : json_field(batch_, "errors"), errors);
    }
    void add(const std::optional<Metadata>& metadata) {
        add_cell(metadata ? json_field(batch_, "metadata") : std::string());
    }

    template <class Value>
    void add_merged(const std::string& json, const Value& /*own*/) {
        add_cell(json);
    }
    void add_merged(const std::string& json, const std::vector<BatchError>& /*own*/) {
        add_cell(member_of(json, "data"));
    }
    void add_merged(const std::string& json, const std::optional<RequestCounts>& /*own*/) {
        add_members<RequestCounts>(json);
    }
    void add_merged(const std::string& json, const std::optional<Usage>& /*own*/) {
        add_members<Usage>(json);
    }

    template <class Record>
    void add_members(const std::string& json) {
        for_each_column(columns_of<Record>, [&](const auto& column) {
            add_cell(member_of(column.parent.empty() ? json : member_of(json, column.parent), column.name));
        });
    }

    void add_cell(const std::string& json) {
        out_ += ',';
        if (json.empty() || json == "null") {
            return;
        }
        const bool may_be_words = json.front() == '"' || json.front() == '[';
        const auto words = may_be_words ? words_of(json) : std::nullopt;
        append_csv_text(out_, words ? *words : json, raw_ || !words);
    }

    std::string& out_;
    const Batch& batch_;
    bool raw_;
};

template <class Value>
constexpr bool is_one_cell =
    std::is_same_v<Value, std::optional<std::string>> || std::is_same_v<Value, std::optional<std::int64_t>>;

/// Calls `visit` with the columns of a batch in the order of CSV, but its id: the status, what else is one
/// value, then what has parts.
template <class Visit>
void for_each_csv_column(Visit&& visit) {
    constexpr Column status{"status", &Batch::status};
    visit(status);
    for_each_column(batch_columns, [&]<class Value>(const Column<Batch, Value>& column) {
        if (is_one_cell<Value> && column.name != status.name) {
            visit(column);
        }
    });
    visit(Column{"request_counts", &Batch::request_counts});
    visit(Column{"usage", &Batch::usage});
    visit(Column{"errors", &Batch::errors});
    visit(Column{"metadata", &Batch::metadata});
}

}  // namespace

void append_csv_text(std::string& out, std::string_view text, bool raw) {
    const bool formula =
        !raw && !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
    out += quoted ? "\"" : "";
    out += formula ? "'" : "";
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('"', start), text.size() - 1) + 1;
        out += text.substr(start, end - start);
        out += text[end - 1] == '"' ? "\"" : "";
        start = end;
    }
    out += quoted ? "\"" : "";
}

std::string batch_csv_titles() {
    std::string titles = "id";
    const auto add = [&](std::string_view before, std::string_view name) {
        titles.append(",").append(before).append(name);
    };
    for_each_csv_column([&]<class Value>(const Column<Batch, Value>& column) {
        if constexpr (std::is_same_v<Value, std::optional<RequestCounts>>) {
            for_each_column(request_count_columns, [&](const auto& part) { add("requests_", part.name); });
        } else if constexpr (std::is_same_v<Value, std::optional<Usage>>) {
            for_each_column(usage_columns, [&](const auto& part) { add("", part.name); });
        } else {
            add("", column.name);
        }
    });
    add("", "absent_since_us");
    return titles;
}

void append_csv_line(std::string& out, const Batch& batch, bool raw,
                     const std::optional<std::int64_t>& absent_since_us) {
    CsvLine line(out, batch, raw);
    for_each_csv_column([&](const auto& column) { line.add(column); });
    line.add(absent_since_us);
}

}  // namespace batchstore
