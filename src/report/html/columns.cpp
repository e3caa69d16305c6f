#include "report/html/axis_labels.hpp"
#include "report/html/picture.hpp"
#include "report/html/scale.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// In pixels.
constexpr double plot_top = 8;
constexpr double plot_height = 180;
constexpr std::size_t character_width = 7;

/// What names the columns, for pictures at least so wide. The style sheet shows one at a time.
struct LabelsFor {
    Markup kind;
    std::size_t width;
};
constexpr std::array labels_for{LabelsFor{"at-narrow", 270}, LabelsFor{"at-medium", 500},
                                LabelsFor{"at-wide", 880}};

/// A column for each row, in which the values of some series stand on each other.
class Columns {
public:
    Columns(const HtmlPicture& picture, std::vector<std::size_t> series)
        : picture_(picture), page_(picture.page), series_(std::move(series)), rows_(picture.table.rows) {
        double greatest = 0;
        for (const HtmlPicture::Row& row : rows_) greatest = std::max(greatest, height_of(row));
        ticks_ = ticks_up_to(greatest, picture.column(series_.front()).type);
    }

    void write() {
        std::size_t longest = 0;
        for (const Tick& tick : ticks_) longest = std::max(longest, tick.label.size());
        const std::string room = ";padding-left:" + std::to_string(longest * character_width + 8) + "px";
        constexpr std::size_t below_plot = 36;
        const auto height = static_cast<std::size_t>(plot_top + plot_height) + below_plot;
        picture_.begin("columns", height, room, series_.front(), description());
        write_axis();
        for (std::size_t row = 0; row < rows_.size(); ++row) write_column(row);
        for (const LabelsFor& labels : labels_for) write_labels(labels);
        picture_.end();
    }

private:
    double number_of(const HtmlPicture::Row& row, std::size_t series) const {
        return drawable(picture_.value(row, series)).value_or(0);
    }

    double height_of(const HtmlPicture::Row& row) const {
        return std::accumulate(series_.begin(), series_.end(), 0.0,
                               [&](double sum, std::size_t series) { return sum + number_of(row, series); });
    }

    std::string values_of(const HtmlPicture::Row& row) const {
        std::string text;
        for (const std::size_t series : series_) {
            if (!text.empty()) text += ", ";
            if (series_.size() > 1) text += picture_.column(series).title + " ";
            text += picture_.text(row, series);
        }
        return text;
    }

    std::string description() const {
        const auto most =
            std::ranges::max_element(rows_, {}, [&](const HtmlPicture::Row& row) { return height_of(row); });
        return fmt::format("{} columns from {} to {}; the highest is {} with {}. The table has all numbers.",
                           rows_.size(), picture_.name(rows_.front()), picture_.name(rows_.back()),
                           picture_.name(*most), values_of(*most));
    }

    double pixels(double number) const { return number / ticks_.back().at * plot_height; }

    HtmlWriter& write_pixels(double number) { return page_.text(fmt::format("{:.1f}", number)); }

    void write_axis() {
        for (const Tick& tick : ticks_) {
            const double y = plot_top + plot_height - pixels(tick.at);
            constexpr double half_letter = 4;
            page_.markup("<line x1=\"0\" x2=\"100%\" y1=\"");
            write_pixels(y).markup("\" y2=\"");
            write_pixels(y).markup("\"/><text class=\"tick\" x=\"-6\" y=\"");
            write_pixels(y + half_letter).markup("\">").text(tick.label).markup("</text>\n");
        }
    }

    /// With what it says, for a pointer that rests on it.
    void write_column(std::size_t row) {
        if (height_of(rows_[row]) <= 0) return;
        page_.markup("<g><title>").text(picture_.name(rows_[row]) + ": " + values_of(rows_[row]));
        page_.markup("</title>");
        double bottom = plot_top + plot_height;
        for (const std::size_t series : series_) {
            const double number = number_of(rows_[row], series);
            if (number <= 0) continue;
            constexpr double least = 1;  // what is not 0 can be seen
            const double height = std::max(pixels(number), least);
            bottom -= height;
            write_piece(row, series, bottom, height);
        }
        page_.markup("</g>\n");
    }

    void write_piece(std::size_t row, std::size_t series, double top, double height) {
        const double gap = columns_are_dense(picture_.table) ? 0 : 0.1;
        const double room = 1.0 / static_cast<double>(rows_.size());
        page_.markup("<rect");
        picture_.fill(series);
        page_.markup(" x=\"");
        picture_.place((static_cast<double>(row) + gap) * room);
        page_.markup("\" y=\"");
        write_pixels(top).markup("\" width=\"");
        picture_.place((1 - 2 * gap) * room);
        page_.markup("\" height=\"");
        write_pixels(height).markup("\"/>");
    }

    void write_labels(const LabelsFor& labels) {
        std::vector<std::string> names;
        for (const HtmlPicture::Row& row : rows_) names.push_back(picture_.short_name(row));
        const AxisRoom room{labels.width, picture_.names_are_intervals()};
        page_.markup("<g class=\"").markup(labels.kind).markup("\">\n");
        for (const AxisLabel& label : axis_labels(names, room)) {
            constexpr double below = 16;
            constexpr double line = 13;
            write_label(label, room, label.text, below);
            if (!label.year.empty()) write_label(label, room, label.year, below + line);
        }
        page_.markup("</g>\n");
    }

    void write_label(const AxisLabel& label, const AxisRoom& room, const std::string& text, double below) {
        const bool at_edge = begins_at_edge(label, rows_.size(), room);
        const double at = static_cast<double>(label.row) + (room.at_left_edge ? 0 : 0.5);
        page_.markup(at_edge ? Markup("<text class=\"below first\" x=\"")
                             : Markup("<text class=\"below\" x=\""));
        picture_.place(at_edge ? 0 : at / static_cast<double>(rows_.size()));
        page_.markup("\" y=\"");
        write_pixels(plot_top + plot_height + below).markup("\">").text(text).markup("</text>\n");
    }

    const HtmlPicture& picture_;
    HtmlWriter& page_;
    std::vector<std::size_t> series_;
    const std::vector<HtmlPicture::Row>& rows_;
    std::vector<Tick> ticks_;
};

}  // namespace

bool columns_are_dense(const ReportTable& table) {
    constexpr std::size_t many = 100;
    return table.rows.size() > many;
}

void write_columns(const HtmlPicture& picture) {
    std::vector<std::size_t> all(picture.chart.values.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    if (picture.chart.kind == ReportChart::Kind::stacked) return Columns(picture, all).write();
    for (const std::size_t series : all) {
        if (greatest_of(picture.table, {picture.chart.values[series]}) == 0) continue;
        if (all.size() > 1) {
            picture.page.markup("<p class=\"series\">").text(picture.column(series).title).markup("</p>\n");
        }
        Columns(picture, {series}).write();
    }
}

}  // namespace batchstore
