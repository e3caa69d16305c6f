#pragma once

#include "output/format.hpp"
#include "output/standard_output.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

/// A column of CSV: its title, and where its value stands in a record's JSON (a JSON pointer, RFC 6901).
struct CsvColumn {
    const char* title;
    const char* pointer;
};

/// A value as a cell of CSV: text as it is, null as nothing, words joined with `;`, what else has parts as
/// JSON.
void append_csv_cell(std::string& line, const nlohmann::ordered_json& value, bool raw);

/// Writes records for programs: a JSON array, JSON Lines, or CSV (RFC 4180, with line feeds).
class RecordWriter {
public:
    /// `format` is not `table`.
    RecordWriter(Output& output, Format format, std::span<const CsvColumn> columns);

    /// @returns false once the reader has gone away.
    bool write(const std::string& json_text);

    /// To be called after the last record.
    void end();

private:
    std::string csv_line(const std::string& json_text) const;

    Output& output_;
    Format format_;
    std::span<const CsvColumn> columns_;
    std::vector<nlohmann::ordered_json::json_pointer> pointers_;
    std::size_t records_ = 0;
};

/// Writes the one record that a command gives: for a person as facts, for a program as JSON.
void write_record(Output& output, const std::optional<Format>& asked, const std::string& facts,
                  const std::string& json_text);

/// Writes one line of JSON, harmless where a person sees it.
bool write_json_line(Output& output, std::string_view json_text);
