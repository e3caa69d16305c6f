#include "report/html/picture.hpp"
#include "report/html/scale.hpp"

#include <batchstore/shown_text.hpp>

#include <algorithm>
#include <cmath>

namespace batchstore {

namespace {

/// In pixels.
constexpr std::size_t plot_top = 8;
constexpr std::size_t plot_height = 160;
constexpr std::size_t below_plot = 22;
constexpr std::size_t character_width = 7;
constexpr std::size_t narrowest_plot = 260;

/// In the inner picture: each column has this room, and its height is counted so finely.
constexpr std::int64_t column_room = 10;
constexpr double fine = 1'000;

class Columns {
public:
    Columns(const HtmlPicture& picture, std::size_t series)
        : picture_(picture),
          page_(picture.page),
          series_(series),
          rows_(picture.table.rows),
          greatest_(greatest_of(picture.table, {picture.chart.values[series]})),
          ticks_(ticks_up_to(greatest_, picture.column(series).type)) {}

    void write() {
        if (picture_.chart.values.size() > 1) {
            page_.markup("<p class=\"series\">").text(picture_.column(series_).title).markup("</p>\n");
        }
        std::size_t longest = 0;
        for (const Tick& tick : ticks_) longest = std::max(longest, tick.label.size());
        const std::string room = ";padding-left:" + std::to_string(longest * character_width + 8) + "px";
        picture_.begin("columns", plot_top + plot_height + below_plot, room, series_, description());
        write_axis();
        write_plot();
        write_labels_below();
        picture_.end();
    }

private:
    std::string description() const {
        const auto most = std::ranges::max_element(rows_, {}, [&](const HtmlPicture::Row& row) {
            return drawable(picture_.value(row, series_)).value_or(-1);
        });
        return std::to_string(rows_.size()) + " columns from " + picture_.name(rows_.front()) + " to " +
               picture_.name(rows_.back()) + "; the highest is " + picture_.name(*most) + " with " +
               picture_.text(*most, series_) + ". The table has all numbers.";
    }

    std::int64_t height_of(double number) const { return std::lround(number / ticks_.back().at * fine); }

    void write_axis() {
        for (const Tick& tick : ticks_) {
            const auto y =
                static_cast<std::int64_t>(plot_top + plot_height) -
                height_of(tick.at) * static_cast<std::int64_t>(plot_height) / static_cast<std::int64_t>(fine);
            page_.markup("<line x1=\"0\" x2=\"100%\" y1=\"").number(y).markup("\" y2=\"").number(y);
            page_.markup("\"/><text class=\"tick\" x=\"-6\" y=\"").number(y + 4).markup("\">");
            page_.text(tick.label).markup("</text>\n");
        }
    }

    void write_plot() {
        page_.markup("<svg y=\"").number(plot_top).markup("\" width=\"100%\" height=\"").number(plot_height);
        page_.markup("\" viewBox=\"0 0 ").number(static_cast<std::int64_t>(rows_.size()) * column_room);
        page_.markup(" 1000\" preserveAspectRatio=\"none\">\n");
        for (std::size_t row = 0; row < rows_.size(); ++row) write_column(row);
        page_.markup("</svg>\n");
    }

    /// With what it says, for a pointer that rests on it.
    void write_column(std::size_t row) {
        const double number = drawable(picture_.value(rows_[row], series_)).value_or(0);
        if (number <= 0) return;
        constexpr std::int64_t least_height = 6;
        constexpr std::size_t many = 100;  // more stand without a gap, which would be a pattern
        const std::int64_t gap = rows_.size() > many ? 0 : 1;
        const std::int64_t height = std::max(height_of(number), least_height);
        page_.markup("<rect class=\"s1\" x=\"").number(static_cast<std::int64_t>(row) * column_room + gap);
        page_.markup("\" y=\"").number(static_cast<std::int64_t>(fine) - height);
        page_.markup("\" width=\"")
            .number(column_room - 2 * gap)
            .markup("\" height=\"")
            .number(height)
            .markup("\"><title>");
        page_.text(picture_.name(rows_[row]) + ": " + picture_.text(rows_[row], series_));
        page_.markup("</title></rect>\n");
    }

    /// As many names of columns as fit on a narrow screen, evenly spread. None sticks out of the picture: the
    /// first begins at its edge, and one too near to the end is left out.
    void write_labels_below() {
        constexpr std::size_t longest = 24;
        std::size_t width = 1;
        for (const auto& row : rows_)
            width = std::max(width, std::min(shown_columns(shown(picture_.name(row))), longest));
        const std::size_t fitting =
            std::max<std::size_t>(narrowest_plot / ((width + 1) * character_width), 1);
        const std::size_t stride = (rows_.size() + fitting - 1) / fitting;
        for (std::size_t row = 0; row < rows_.size(); row += stride) {
            if (row > 0 && 2 * (rows_.size() - row) < stride) break;
            const bool at_edge = row == 0 && stride > 1;
            page_.markup(at_edge ? Markup("<text class=\"below first\" x=\"")
                                 : Markup("<text class=\"below\" x=\""));
            picture_.percent(at_edge ? 0
                                     : (static_cast<double>(row) + 0.5) / static_cast<double>(rows_.size()));
            page_.markup("\" y=\"").number(plot_top + plot_height + 16).markup("\">");
            page_.text(cut_to(shown(picture_.name(rows_[row])), longest)).markup("</text>\n");
        }
    }

    const HtmlPicture& picture_;
    HtmlWriter& page_;
    std::size_t series_;
    const std::vector<HtmlPicture::Row>& rows_;
    double greatest_;
    std::vector<Tick> ticks_;
};

}  // namespace

void write_columns(const HtmlPicture& picture) {
    for (std::size_t series = 0; series < picture.chart.values.size(); ++series) {
        if (greatest_of(picture.table, {picture.chart.values[series]}) > 0) Columns(picture, series).write();
    }
}

}  // namespace batchstore
