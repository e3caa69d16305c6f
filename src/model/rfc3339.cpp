#include "model/rfc3339.hpp"

#include <algorithm>
#include <chrono>

namespace batchstore {

namespace {

/// Takes fixed-width numbers and marks from the front of a text; `ok` turns false at the first misfit.
struct Scanner {
    std::string_view text;
    bool ok = true;

    int number(std::size_t digits, int least, int most) {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            ok = ok && i < text.size() && text[i] >= '0' && text[i] <= '9';
            value = ok ? value * 10 + (text[i] - '0') : 0;
        }
        text.remove_prefix(std::min(digits, text.size()));
        ok = ok && value >= least && value <= most;
        return value;
    }

    bool mark(std::string_view any) {
        const bool found = !text.empty() && any.find(text.front()) != std::string_view::npos;
        text.remove_prefix(found ? 1 : 0);
        return found;
    }

    bool at_digit() const { return !text.empty() && text.front() >= '0' && text.front() <= '9'; }

    /// The digits behind the point, as microseconds.
    int fraction() {
        int value = 0;
        int place = 100'000;
        ok = ok && at_digit();
        while (at_digit()) {
            value += (text.front() - '0') * place;
            place /= 10;
            text.remove_prefix(1);
        }
        return value;
    }
};

/// Minutes east of UTC: `Z`, `+02:00`, `+0200` or `+02`, perhaps behind a space.
std::chrono::minutes scan_offset(Scanner& scan) {
    scan.mark(" ");
    if (scan.mark("Zz")) {
        return std::chrono::minutes(0);
    }
    const bool east = scan.mark("+");
    scan.ok = scan.ok && (east || scan.mark("-"));
    std::chrono::minutes offset = std::chrono::hours(scan.number(2, 0, 23));
    if (scan.mark(":") || !scan.text.empty()) {
        offset += std::chrono::minutes(scan.number(2, 0, 59));
    }
    return east ? offset : -offset;
}

}  // namespace

std::optional<std::int64_t> parse_rfc3339_us(std::string_view text) {
    namespace chr = std::chrono;
    Scanner scan{text};
    const auto need = [&](bool wanted, std::string_view any) {
        scan.ok = (!wanted || scan.mark(any)) && scan.ok;
    };
    const int year = scan.number(4, 0, 9999);
    const bool marked_date = scan.mark("-");
    const int month = scan.number(2, 1, 12);
    need(marked_date, "-");
    const int day = scan.number(2, 1, 31);
    need(true, "Tt ");
    const int hour = scan.number(2, 0, 23);
    const bool marked_time = scan.mark(":");
    const int minute = scan.number(2, 0, 59);
    int second = 0;
    int micros = 0;
    if (marked_time ? scan.mark(":") : scan.at_digit()) {
        second = std::min(scan.number(2, 0, 60), 59);
        micros = scan.mark(".") ? scan.fraction() : 0;
    }
    const chr::minutes offset = scan_offset(scan);
    const chr::year_month_day date{chr::year(year), chr::month(static_cast<unsigned>(month)),
                                   chr::day(static_cast<unsigned>(day))};
    if (!scan.ok || !scan.text.empty() || !date.ok()) {
        return std::nullopt;
    }
    const auto time =
        chr::sys_days(date) + chr::hours(hour) + chr::minutes(minute) + chr::seconds(second) - offset;
    return chr::microseconds(time.time_since_epoch()).count() + micros;
}

}  // namespace batchstore
