#pragma once

#include "output/format.hpp"
#include "output/standard_output.hpp"

#include <batchstore/sql.hpp>

#include <memory>
#include <span>
#include <string>

/// Writes the rows that a query gives, one after another and in flat memory. In all forms the names of the
/// columns are made distinct, and values are written as `sql_values.hpp` says.
class RowWriter {
public:
    RowWriter() = default;
    RowWriter(const RowWriter&) = delete;
    RowWriter& operator=(const RowWriter&) = delete;
    virtual ~RowWriter() = default;

    /// To be called once, before the first row.
    virtual void columns(std::span<const std::string> names) = 0;
    /// @returns false once the reader has gone away
    virtual bool row(std::span<const batchstore::SqlValue> values) = 0;
    /// To be called after the last row.
    virtual void end() = 0;
};

std::unique_ptr<RowWriter> row_writer(Output& output, Format format);
