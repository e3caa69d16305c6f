#include "model/columns.hpp"
#include "model/half_pairs.hpp"
#include "model/json_field.hpp"
#include "model/json_text.hpp"

#include <batchstore/error.hpp>
#include <batchstore/json.hpp>
#include <batchstore/reading.hpp>

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace batchstore {

namespace {

/// Writes values as JSON text, one overload a type.
struct JsonWriter {
    std::string& out;

    void add(const std::string& text) { append_json_string(out, text); }
    void add(std::int64_t number) {
        const fmt::format_int text(number);
        out.append(text.data(), text.size());
    }

    template <class Value>
    void add(const std::optional<Value>& value) {
        if (value) {
            add(*value);
        } else {
            out += "null";
        }
    }

    void add(const std::vector<BatchError>& errors) {
        if (errors.empty()) {
            out += "null";
            return;
        }
        out += R"({"object":"list","data":[)";
        for (const BatchError& error : errors) {
            out += out.back() == '[' ? "" : ",";
            add(error);
        }
        out += "]}";
    }

    void add(const Metadata& metadata) {
        out += '{';
        for (const auto& [key, value] : metadata) {
            add_key(key);
            add(value);
        }
        out += '}';
    }

    void add(const BatchError& error) { add_record(error); }
    void add(const RequestCounts& counts) { add_record(counts); }
    void add(const Usage& usage) { add_record(usage); }

    template <class Record>
    void add_record(const Record& record) {
        out += '{';
        for_each_column(columns_of<Record>, [&](const auto& column) {
            add_name(column.parent.empty() ? column.name : column.parent);
            if (!column.parent.empty()) {
                out += '{';
                add_name(column.name);
            }
            add(record.*column.member);
            out += column.parent.empty() ? "" : "}";
        });
        out += '}';
    }

    void add_key(std::string_view key) {
        separate();
        append_json_string(out, key);
        out += ':';
    }

    /// The key of a column: nothing in it wants escaping.
    void add_name(std::string_view name) {
        separate();
        out += '"';
        out += name;
        out += "\":";
    }

    void separate() {
        if (out.back() != '{') {
            out += ',';
        }
    }
};

}  // namespace

void append_json_text(std::string& out, const Batch& batch) {
    JsonWriter writer{out};
    out += R"({"id":)";
    writer.add(batch.id);
    out += R"(,"object":"batch")";
    std::vector<std::string_view> merged;  // what the state has of its own, and the server gave more of
    for_each_column(batch_columns, [&](const auto& column) {
        writer.add_name(column.name);
        const std::size_t start = out.size();
        writer.add(batch.*column.member);
        if (batch.extra.empty()) {
            return;
        }
        if (const auto patch = batch.extra.find(column.name); patch != batch.extra.end()) {
            out.replace(start, std::string::npos,
                        merge_json(std::string_view(out).substr(start), patch->second));
            merged.push_back(column.name);
        }
    });
    for (const auto& [key, json] : batch.extra) {
        if (std::find(merged.begin(), merged.end(), key) == merged.end()) {
            writer.add_key(key);
            out += json;
        }
    }
    out += '}';
}

std::string json_field(const Batch& batch, std::string_view name) {
    std::string json;
    for_each_column(batch_columns, [&](const auto& column) {
        if (column.name == name) {
            JsonWriter{json}.add(batch.*column.member);
        }
    });
    const auto patch = batch.extra.find(name);
    return patch == batch.extra.end() ? json : merge_json(json, patch->second);
}

std::string to_json_text(const Batch& batch) {
    std::string text;
    append_json_text(text, batch);
    return text;
}

nlohmann::ordered_json to_json(const Batch& batch) {
    try {
        return nlohmann::ordered_json::parse(json_without_half_pairs(to_json_text(batch)));
    } catch (const nlohmann::json::exception&) {
        throw Error(ErrorKind::invalid,
                    fmt::format("batch {}: a number in it is beyond a double, or a text is "
                                "not JSON or not UTF-8; to_json_text gives it as it is",
                                batch.id));
    }
}

Batch from_json(const nlohmann::json& value) {
    std::string text;
    try {
        text = value.dump();
    } catch (const nlohmann::json::exception&) {
        throw Error(ErrorKind::invalid, "not JSON: a text in it is not UTF-8");
    }
    return Answer::read(std::move(text)).batch();
}

}  // namespace batchstore
