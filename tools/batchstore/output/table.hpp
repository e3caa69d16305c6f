#pragma once

#include "output/terminal.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

/// How a text stands out where the terminal has colours: what it tells, not which colour.
enum class Style { plain, good, bad, warning, active, quiet };

/// A table for people: columns aligned by what is seen, fitted to the terminal, server text made harmless.
class Table {
public:
    enum class Align { left, right };
    static constexpr std::size_t gap = 2;  ///< blanks between columns

    struct Column {
        std::string title;
        Align align = Align::left;
        /// Cells may be cut down to this many columns where the terminal is too narrow; 0: never.
        std::size_t least_width = 0;
    };

    /// A text, made from one where nothing stands out.
    struct Cell {
        Cell(std::string cell_text, Style cell_style = Style::plain)
            : text(std::move(cell_text)), style(cell_style) {}

        std::string text;
        Style style;
    };

    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// One cell a column.
    void add_row(std::vector<Cell> cells);
    /// A line of its own below the last row, which is cut where the terminal ends.
    void add_line(const std::string& text);

    /// With a line of titles. On a terminal that is too narrow the widest cells that may be cut are cut, and
    /// if that is not enough, columns on the right are left out: put what matters first.
    std::string text(const Terminal& terminal) const;

private:
    struct Row {
        std::vector<Cell> cells;
        std::vector<std::string> lines;  ///< below it
    };

    std::vector<std::size_t> natural_widths() const;
    /// Of the columns that are shown.
    std::vector<std::size_t> fitted_widths(std::size_t available) const;
    std::string line_of(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths,
                        bool styled) const;

    std::vector<Column> columns_;
    std::vector<Row> rows_;
};
