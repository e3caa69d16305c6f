#include "output/record_writer.hpp"

#include "output/json_layout.hpp"
#include "output/shown_text.hpp"
#include "output/terminal.hpp"

#include <batchstore/csv.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::ordered_json;

bool is_word_list(const Json& value) {
    return value.is_array() && std::ranges::all_of(value, [](const Json& part) { return part.is_string(); });
}

std::string harmless(const Output& output, std::string_view json_text) {
    return terminal_of(output.descriptor()).interactive ? shown_json(json_text) : std::string(json_text);
}

}  // namespace

void append_csv_cell(std::string& line, const Json& value, bool raw) {
    if (value.is_null()) return;
    if (value.is_string()) {
        batchstore::append_csv_text(line, value.get_ref<const std::string&>(), raw);
    } else if (is_word_list(value)) {
        std::string words;
        for (const Json& word : value) words += (words.empty() ? "" : ";") + word.get<std::string>();
        batchstore::append_csv_text(line, words, raw);
    } else {
        const std::string json = value.dump();
        batchstore::append_csv_text(line, json, raw || value.is_number());
    }
}

RecordWriter::RecordWriter(Output& output, Format format, std::span<const CsvColumn> columns)
    : output_(output), format_(format), columns_(columns) {
    if (format_ == Format::json) output_.write("[");
    if (format_ != Format::csv) return;
    std::string titles;
    for (const CsvColumn& column : columns_) {
        titles += (titles.empty() ? "" : ",") + std::string(column.title);
        pointers_.emplace_back(column.pointer);
    }
    output_.write(titles + "\n");
}

bool RecordWriter::write(const std::string& json_text) {
    const bool first = records_++ == 0;
    switch (format_) {
        case Format::csv:
            return output_.write(csv_line(json_text));
        case Format::json:
            return output_.write((first ? "\n" : ",\n") + harmless(output_, json_text));
        default:
            return write_json_line(output_, json_text);
    }
}

void RecordWriter::end() {
    if (format_ == Format::json) output_.write(records_ == 0 ? "]\n" : "\n]\n");
}

std::string RecordWriter::csv_line(const std::string& json_text) const {
    const Json record = Json::parse(json_text);
    std::string line;
    for (const auto& pointer : pointers_) {
        if (&pointer != pointers_.data()) line += ',';
        if (record.contains(pointer)) append_csv_cell(line, record.at(pointer), output_.raw_cells);
    }
    return line + "\n";
}

void write_record(Output& output, const std::optional<Format>& asked, const std::string& facts,
                  const std::string& json_text) {
    switch (chosen_format(asked, terminal_of(output.descriptor()))) {
        case Format::table:
            output.write(facts);
            break;
        case Format::json:
            write_json_line(output, laid_out(json_text));
            break;
        default:
            write_json_line(output, json_text);
    }
}

bool write_json_line(Output& output, std::string_view json_text) {
    return output.write(harmless(output, json_text) + "\n");
}
