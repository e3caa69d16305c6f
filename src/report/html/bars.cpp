#include "report/html/picture.hpp"
#include "report/html/scale.hpp"

#include <batchstore/shown_text.hpp>

#include <algorithm>

namespace batchstore {

namespace {

/// In pixels, from the top of a row.
constexpr std::size_t label_line = 13;
constexpr std::size_t first_bar = 19;
constexpr std::size_t bar_height = 10;
constexpr std::size_t next_bar = 16;
constexpr std::size_t gap_below = 14;

std::size_t height_of_row(std::size_t series) {
    return first_bar + (series - 1) * next_bar + bar_height + gap_below;
}

class Bars {
public:
    explicit Bars(const HtmlPicture& picture)
        : picture_(picture),
          page_(picture.page),
          series_(picture.chart.values.size()),
          rows_(rows_as_bars(picture.table, picture.chart)),
          row_height_(height_of_row(series_)) {
        const bool shares = picture.column(0).type == ReportType::share;
        full_ = shares ? 1 : greatest_of(picture.table, picture.chart.values);
    }

    void write() {
        picture_.begin("bars", rows_ * row_height_, "", 0, description());
        for (std::size_t row = 0; row < rows_; ++row) write_row(row);
        picture_.end();
    }

private:
    std::string description() const {
        std::string text;
        for (std::size_t row = 0; row < rows_; ++row) {
            const HtmlPicture::Row& values = picture_.table.rows[row];
            text += (row > 0 ? "; " : "") + picture_.name(values) + ":";
            for (std::size_t series = 0; series < series_; ++series) {
                if (series_ > 1) text += " " + picture_.column(series).title;
                text += " " + picture_.text(values, series);
            }
        }
        return text;
    }

    void write_row(std::size_t row) {
        const HtmlPicture::Row& values = picture_.table.rows[row];
        const std::size_t top = row * row_height_;
        write_text("label", "0", top + label_line, picture_.name(values));
        for (std::size_t series = 0; series < series_; ++series) {
            write_bar(top + first_bar + series * next_bar, series, values);
        }
        if (series_ == 1) write_text("value", "100%", top + label_line, picture_.text(values, 0));
    }

    /// Of several bars in a row each leaves room for its value at its right.
    void write_bar(std::size_t y, std::size_t series, const HtmlPicture::Row& values) {
        constexpr double room_for_values = 0.3;
        const double width = series_ > 1 ? 1 - room_for_values : 1;
        const double number = drawable(picture_.value(values, series)).value_or(0);
        const auto write_rect = [&](double share) {
            page_.markup(" y=\"").number(static_cast<std::int64_t>(y)).markup("\" height=\"");
            page_.number(bar_height).markup("\" width=\"");
            picture_.percent(share);
            page_.markup("\"/>\n");
        };
        page_.markup("<rect class=\"track\"");
        write_rect(width);
        if (number > 0) {
            page_.markup("<rect");
            picture_.fill(series);
            write_rect(std::min(number / full_, 1.0) * width);
        }
        if (series_ > 1) write_text("value", "100%", y + bar_height - 1, picture_.text(values, series));
    }

    void write_text(Markup kind, Markup x, std::size_t y, const std::string& text) {
        constexpr std::size_t columns_on_a_phone = 30;
        page_.markup("<text class=\"").markup(kind).markup("\" x=\"").markup(x).markup("\" y=\"");
        page_.number(static_cast<std::int64_t>(y)).markup("\">");
        page_.text(cut_to(shown(text), columns_on_a_phone)).markup("</text>\n");
    }

    const HtmlPicture& picture_;
    HtmlWriter& page_;
    std::size_t series_;
    std::size_t rows_;
    std::size_t row_height_;
    double full_ = 1;
};

}  // namespace

std::size_t rows_as_bars(const ReportTable& table, const ReportChart& chart) {
    constexpr std::size_t most = 17;
    constexpr std::size_t sheet = 760;
    return std::min({table.rows.size(), most, sheet / height_of_row(chart.values.size())});
}

void write_bars(const HtmlPicture& picture) {
    Bars(picture).write();
}

}  // namespace batchstore
