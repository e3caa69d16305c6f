#include "output/record_output.hpp"

#include <utility>

RecordOutput::RecordOutput(Output& output, Format format, std::vector<Table::Column> titles,
                           std::span<const CsvColumn> csv_columns)
    : output_(output) {
    if (format == Format::table) {
        table_.emplace(std::move(titles));
    } else {
        records_.emplace(output, format, csv_columns);
    }
}

void RecordOutput::end() {
    if (records_) records_->end();
    if (table_) output_.write(table_->text(terminal_of(output_.descriptor())));
    output_.flush();
}
