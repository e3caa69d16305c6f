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

    /// Begins a picture that is as wide as there is room, and names it for those who cannot see it.
    /// @param series the one that is drawn, if it is a picture of one
    /// @param style what stands in its `style` beside the height
    void begin(Markup kind, std::size_t height, const std::string& style, std::size_t series,
               const std::string& description) const;
    void end() const { page.markup("</svg>\n"); }

    /// A number from 0 to 1 as a length in percent.
    void percent(double share) const;

    /// A class that fills with the pattern of a series.
    void fill(std::size_t series) const;
};

/// Horizontal bars, a row below another.
void write_bars(const HtmlPicture& picture);

/// Columns along a line, a picture for each series.
void write_columns(const HtmlPicture& picture);

/// So many rows are drawn as bars, the first ones.
inline constexpr std::size_t most_bars = 24;

}  // namespace batchstore
