#include "commands/sql/row_writer.hpp"

#include "commands/sql/row_table.hpp"
#include "commands/sql/values.hpp"
#include "output/record_writer.hpp"
#include "output/shown_text.hpp"
#include "output/terminal.hpp"

#include <batchstore/csv.hpp>

#include <vector>

#include <nlohmann/json.hpp>

namespace {

using batchstore::SqlValue;

class JsonRows final : public RowWriter {
public:
    JsonRows(Output& output, Format format) : records_(output, format, {}) {}

    void columns(std::span<const std::string> names) override {
        for (const std::string& name : distinct(names)) {
            keys_.push_back((keys_.empty() ? "" : ",") + json_text(name) + ":");
        }
    }

    bool row(std::span<const SqlValue> values) override {
        line_ = "{";
        for (std::size_t i = 0; i < values.size(); ++i) line_.append(keys_[i]).append(json_text(values[i]));
        line_ += "}";
        return records_.write(line_);
    }

    void end() override { records_.end(); }

private:
    RecordWriter records_;
    std::vector<std::string> keys_;
    std::string line_;
};

class CsvRows final : public RowWriter {
public:
    explicit CsvRows(Output& output)
        : output_(output), on_terminal_(terminal_of(output.descriptor()).interactive) {}

    void columns(std::span<const std::string> names) override {
        std::string separator;
        for (const std::string& name : distinct(names)) {
            add_cell(separator, name, true);
            separator = ",";
        }
        end_line();
    }

    bool row(std::span<const SqlValue> values) override {
        std::string separator;
        for (const SqlValue& value : values) {
            add_cell(separator, plain_text(value), output_.raw_cells || is_number(value));
            separator = ",";
        }
        return end_line();
    }

    void end() override {}

private:
    void add_cell(const std::string& separator, const std::string& text, bool raw) {
        line_ += separator;
        batchstore::append_csv_text(line_, on_terminal_ ? shown(text) : text, raw);
    }

    bool end_line() {
        // Readers would skip an empty line, but this is one empty cell.
        if (line_.empty()) line_ = "\"\"";
        const bool wanted = output_.write(line_ + "\n");
        line_.clear();
        return wanted;
    }

    Output& output_;
    bool on_terminal_;
    std::string line_;
};

}  // namespace

std::unique_ptr<RowWriter> row_writer(Output& output, Format format) {
    if (format == Format::table) return std::make_unique<RowTable>(output);
    if (format == Format::csv) return std::make_unique<CsvRows>(output);
    return std::make_unique<JsonRows>(output, format);
}
