#pragma once

#include "output/terminal.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

/// How a text stands out where the terminal has colours: what it tells, not which colour.
enum class Style { plain, good, bad, warning, active, quiet };

/// A text as it stands out on a terminal with colours.
std::string styled(const std::string& text, Style style);

/// The words of a table's title line; bytes beyond ASCII stay.
std::string in_capitals(std::string text);

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
        /// Cells that may be cut have this many columns, if they need them, before what matters less comes.
        std::size_t good_width = 0;
        /// Where not all columns fit, those of less weight are left out first, of equal ones those on the
        /// right.
        int weight = 0;
        bool only_if_filled = false;  ///< left out where each of its cells is empty
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
    /// if that is not enough, columns are left out, see `column_widths`. What is shown on one terminal is
    /// shown on any wider one.
    std::string text(const Terminal& terminal) const;

private:
    struct Row {
        std::vector<Cell> cells;
        std::vector<std::string> lines;  ///< below it
    };

    /// A column that is shown.
    struct Place {
        std::size_t column;
        std::size_t width;
    };

    bool is_wanted(std::size_t column) const;
    std::size_t natural_width(std::size_t column) const;
    std::vector<Place> places(std::size_t available) const;
    std::string line_of(const std::vector<Cell>& cells, const std::vector<Place>& places, bool styled) const;

    std::vector<Column> columns_;
    std::vector<Row> rows_;
};
