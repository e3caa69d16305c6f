#pragma once

#include "commands/sql/row_writer.hpp"
#include "output/terminal.hpp"

#include <cstddef>
#include <string>
#include <vector>

/// A table of any number of rows. It comes in blocks, each with its titles and as wide as its own rows want,
/// so that no more than a block is held in memory. Where the terminal is too narrow for all columns, the
/// values of a row stand below each other instead.
class RowTable final : public RowWriter {
public:
    explicit RowTable(Output& output) : output_(output), terminal_(terminal_of(output.descriptor())) {}

    void columns(std::span<const std::string> names) override;
    bool row(std::span<const batchstore::SqlValue> values) override;
    void end() override;

private:
    struct Column {
        std::string title;
        bool numeric = true;
        std::size_t widest = 0;  ///< of the cells in this block

        std::size_t least_width() const;
    };

    bool write_block();
    bool fits() const;
    std::string beside_each_other() const;
    std::string below_each_other() const;

    Output& output_;
    Terminal terminal_;
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
    std::size_t bytes_ = 0;         ///< of the cells in this block
    std::size_t rows_written_ = 0;  ///< in the blocks before
    bool anything_written_ = false;
};
