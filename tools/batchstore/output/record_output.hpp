#pragma once

#include "output/record_writer.hpp"
#include "output/table.hpp"
#include "output/terminal.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// Records that are shown one after the other: to a person as rows of a table, which is written at the end,
/// or to a program as JSON or CSV, each at once.
class RecordOutput {
public:
    RecordOutput(Output& output, Format format, std::vector<Table::Column> titles,
                 std::span<const CsvColumn> csv_columns);

    /// The table of which a record is to be a row; null: its JSON text is to be written.
    Table* table() { return table_ ? &*table_ : nullptr; }
    /// @returns false once nobody reads any more.
    bool write(const std::string& json_text) { return records_->write(json_text); }
    /// To be called after the last record.
    void end();

private:
    Output& output_;
    std::optional<Table> table_;
    std::optional<RecordWriter> records_;
};
