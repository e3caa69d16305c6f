#pragma once

#include "terminal.hpp"

#include <cstddef>
#include <string>
#include <vector>

/// A table for people: columns aligned by what is seen, fitted to the terminal, server text made harmless.
class Table {
public:
    enum class Align { left, right };

    struct Column {
        std::string title;
        Align align = Align::left;
        /// Cells may be cut down to this many columns where the terminal is too narrow; 0: never.
        std::size_t least_width = 0;
    };

    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// One text a column.
    void add_row(const std::vector<std::string>& cells);

    /// With a line of titles. On a terminal that is too narrow the widest cells that may be cut are cut, and
    /// if that is not enough, columns on the right are left out: put what matters first.
    std::string text(const Terminal& terminal) const;

private:
    std::vector<std::size_t> natural_widths() const;
    /// Of the columns that are shown.
    std::vector<std::size_t> fitted_widths(std::size_t available) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};
