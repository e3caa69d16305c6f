#include "report/html/axis_labels.hpp"

#include <batchstore/shown_text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace batchstore {

namespace {

/// In pixels.
constexpr double label_character = 7;
constexpr double between_labels = 8;
constexpr std::size_t longest_label = 24;

constexpr std::array month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::size_t months_a_year = month_names.size();

/// A day, or a month, which has no day.
struct CalendarName {
    std::size_t year = 0;
    std::size_t month = 0;  ///< from 0
    std::size_t day = 0;    ///< 0: it is a month

    std::size_t months() const { return year * months_a_year + month; }
};

std::optional<std::size_t> number_in(std::string_view text, std::size_t at, std::size_t digits) {
    std::size_t number = 0;
    const char* end = text.data() + at + digits;
    const auto [stopped, error] = std::from_chars(text.data() + at, end, number);
    return error == std::errc() && stopped == end ? std::optional(number) : std::nullopt;
}

std::optional<CalendarName> calendar_name(std::string_view name) {
    constexpr std::string_view form = "0000-00-00";
    constexpr std::string_view month_form = "0000-00";
    constexpr std::string_view midnight = "T00:00:00Z";
    if (name.ends_with(midnight)) name.remove_suffix(midnight.size());
    const bool is_day = name.size() == form.size() && name[7] == '-';
    if ((!is_day && name.size() != month_form.size()) || name[4] != '-') return std::nullopt;
    const auto year = number_in(name, 0, 4);
    const auto month = number_in(name, 5, 2);
    const auto day = is_day ? number_in(name, 8, 2) : 0;
    if (!year || !month || !day || *month < 1 || *month > months_a_year) return std::nullopt;
    return CalendarName{*year, *month - 1, *day};
}

/// All names as days or as months; nothing if one is something else.
std::vector<CalendarName> calendar_names(const std::vector<std::string>& names) {
    std::vector<CalendarName> dates;
    for (const std::string& name : names) {
        const auto date = calendar_name(name);
        if (!date || (date->day == 0) != (dates.empty() ? date->day == 0 : dates.front().day == 0)) return {};
        dates.push_back(*date);
    }
    return dates;
}

AxisLabel label_of_row(std::size_t row, const std::string& name) {
    return {row, cut_to(shown(name), longest_label), ""};
}

class Labels {
public:
    Labels(const std::vector<std::string>& names, const AxisRoom& room)
        : names_(names), room_(room), dates_(calendar_names(names)) {}

    std::vector<AxisLabel> best() const {
        constexpr std::size_t many_days = 62;
        if (dates_.empty()) return every({1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000, 2'000});
        if (dates_.front().day > 0 && names_.size() <= many_days)
            return every({1, 2, 3, 5, 7, 10, 14, 21, 31});
        constexpr std::array<std::size_t, 9> steps{1, 2, 3, 4, 6, 12, 24, 60, 120};
        for (const std::size_t step : steps) {
            auto labels = months(step);
            if (fit(labels)) return labels;
        }
        return {label(0)};
    }

private:
    std::vector<AxisLabel> every(const std::vector<std::size_t>& steps) const {
        for (const std::size_t step : steps) {
            std::vector<AxisLabel> labels;
            for (std::size_t row = 0; row < names_.size(); row += step) append(labels, label(row));
            if (fit(labels)) return labels;
        }
        return {label(0)};
    }

    /// The months that are so far from each other, each at its first row, and the very first row.
    std::vector<AxisLabel> months(std::size_t step) const {
        std::vector<AxisLabel> labels;
        for (std::size_t row = 0; row < dates_.size(); ++row) {
            const bool begins = row == 0 || dates_[row].months() != dates_[row - 1].months();
            if (row > 0 && (!begins || dates_[row].months() % step != 0)) continue;
            AxisLabel month = label(row);
            const bool whole = row > 0 || dates_[row].day <= 1;
            if (whole) month.text = month_names.at(dates_[row].month);
            if (labels.size() == 1 && touch(labels.front(), month)) continue;
            append(labels, std::move(month));
        }
        return labels;
    }

    AxisLabel label(std::size_t row) const {
        if (dates_.empty()) return label_of_row(row, names_[row]);
        const CalendarName& date = dates_[row];
        std::string text = month_names.at(date.month);
        if (date.day > 0) text += " " + std::to_string(date.day);
        return {row, std::move(text), std::to_string(date.year)};
    }

    /// Leaves out a year that is meant already, and a label that would stick out at the right.
    void append(std::vector<AxisLabel>& labels, AxisLabel next) const {
        if (!labels.empty() && span_of(next, names_.size(), room_).right > static_cast<double>(room_.width))
            return;
        const bool same_year =
            !labels.empty() && !dates_.empty() && dates_[labels.back().row].year == dates_[next.row].year;
        if (same_year) next.year.clear();
        labels.push_back(std::move(next));
    }

    bool touch(const AxisLabel& one, const AxisLabel& next) const {
        return span_of(next, names_.size(), room_).left <
               span_of(one, names_.size(), room_).right + between_labels;
    }

    bool fit(const std::vector<AxisLabel>& labels) const {
        return std::ranges::adjacent_find(labels, [&](const AxisLabel& one, const AxisLabel& next) {
                   return touch(one, next);
               }) == labels.end();
    }

    const std::vector<std::string>& names_;
    AxisRoom room_;
    std::vector<CalendarName> dates_;
};

double label_width(const AxisLabel& label) {
    return static_cast<double>(std::max(shown_columns(label.text), label.year.size())) * label_character;
}

double place_of(const AxisLabel& label, std::size_t rows, const AxisRoom& room) {
    const double column = static_cast<double>(room.width) / static_cast<double>(rows);
    return (static_cast<double>(label.row) + (room.at_left_edge ? 0 : 0.5)) * column;
}

}  // namespace

std::vector<AxisLabel> axis_labels(const std::vector<std::string>& names, const AxisRoom& room) {
    if (names.empty()) return {};
    return Labels(names, room).best();
}

bool begins_at_edge(const AxisLabel& label, std::size_t rows, const AxisRoom& room) {
    return label.row == 0 && place_of(label, rows, room) < label_width(label) / 2;
}

AxisSpan span_of(const AxisLabel& label, std::size_t rows, const AxisRoom& room) {
    const double width = label_width(label);
    if (begins_at_edge(label, rows, room)) return {0, width};
    const double middle = place_of(label, rows, room);
    return {middle - width / 2, middle + width / 2};
}

}  // namespace batchstore
