#pragma once

#include <batchstore/report.hpp>

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

/// Values and tables of a report for programs.

/// A number, a text or a list of texts; null for what is not known. Bytes that are not UTF-8 are replaced
/// when it becomes text.
nlohmann::ordered_json json_of(const batchstore::ReportValue& value);

/// A row as one object: the columns' names and the values.
nlohmann::ordered_json json_of(const std::vector<batchstore::ReportColumn>& columns,
                               const std::vector<batchstore::ReportValue>& row);

/// The totals of a table, without the names of its rows.
nlohmann::ordered_json totals_of(const batchstore::ReportTable& table);

/// The whole table as CSV (RFC 4180, with line feeds), its first line the columns' names. Totals are left
/// out.
/// @param raw texts as they are, also such as spreadsheets take for formulas
/// @param on_terminal a person sees it: server text is made harmless
std::string csv_of(const batchstore::ReportTable& table, bool raw, bool on_terminal = false);

/// Facts as CSV: a line each, with name, value, and the value before where it is compared.
std::string csv_of(const std::vector<batchstore::ReportFact>& facts, bool raw);

/// Notices as CSV: a line each, with name, section, how many batches it is about, and the sentence.
std::string csv_of(const std::vector<batchstore::ReportNotice>& notices, bool raw);
