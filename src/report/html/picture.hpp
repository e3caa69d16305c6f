#pragma once

#include "report/html/writer.hpp"

#include <batchstore/report.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace batchstore {

/// What the kinds of charts have in common: a chart, the table that it shows, and the page it is drawn on.
///
/// Text has one size on every screen: what stretches has its width in percent, or stands in an inner picture
/// that may be distorted.
struct HtmlPicture {
    using Row = std::vector<ReportValue>;

    HtmlWriter& page;
    const ReportTable& table;
    const ReportChart& chart;
    int number;  ///< of the chart on the page

    const ReportColumn& column(std::size_t series) const { return table.columns[chart.values[series]]; }
    const ReportValue& value(const Row& row, std::size_t series) const { return row[chart.values[series]]; }
    std::string text(const Row& row, std::size_t series) const {
        return to_text(column(series), value(row, series));
    }

    /// What names a row.
    std::string name(const Row& row) const;

    /// What names a row below a column, in short; an interval is named by its beginning.
    std::string short_name(const Row& row) const;
    bool names_are_intervals() const { return table.columns.front().type == ReportType::seconds; }

    /// Begins a picture that is as wide as there is room, and names it for those who cannot see it.
    /// @param series the one that is drawn, if it is a picture of one
    /// @param style what stands in its `style` beside the height
    void begin(Markup kind, std::size_t height, const std::string& style, std::size_t series,
               const std::string& description) const;
    void end() const { page.markup("</svg>\n"); }

    /// A number from 0 to 1 as a length in percent that can be seen if it is not 0.
    void percent(double share) const;

    /// The same as it is, so that neighbours meet.
    void place(double share) const;

    /// A class that fills with the pattern of a series; what failed has one of its own.
    void fill(std::size_t series) const;
};

/// Horizontal bars, a row below another.
void write_bars(const HtmlPicture& picture);

/// Columns along a line: a picture for each series, or one of them all if they stand on each other.
void write_columns(const HtmlPicture& picture);

/// Whether columns are so thin that they stand without gaps, which would be a pattern, and have no pattern,
/// which nobody could see.
bool columns_are_dense(const ReportTable& table);

/// So many rows are drawn as bars, the first ones: as many as fit on a sheet of paper.
std::size_t rows_as_bars(const ReportTable& table, const ReportChart& chart);

}  // namespace batchstore
