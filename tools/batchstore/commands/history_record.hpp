#pragma once

#include "output/record_writer.hpp"

#include <batchstore/reader.hpp>

#include <array>
#include <string>

/// An entry of a batch's history as programs read it.

inline constexpr std::array history_csv_columns{
    CsvColumn{"seq", "/seq"},
    CsvColumn{"id", "/id"},
    CsvColumn{"observed_at_us", "/observed_at_us"},
    CsvColumn{"recorded_at_us", "/recorded_at_us"},
    CsvColumn{"source", "/source"},
    CsvColumn{"precedence", "/precedence"},
    CsvColumn{"verdict", "/verdict"},
    CsvColumn{"status", "/status"},
    CsvColumn{"requests_total", "/request_counts/total"},
    CsvColumn{"requests_completed", "/request_counts/completed"},
    CsvColumn{"requests_failed", "/request_counts/failed"},
    CsvColumn{"changed", "/changed"},
    CsvColumn{"digest", "/digest"},
    CsvColumn{"changes", "/changes"},
    CsvColumn{"words", "/words"},
};

/// The entry as one line of JSON; of an absence with the server's words. An act has no id, and its receipt.
std::string history_record_text(const batchstore::HistoryEntry& entry);
