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

    /// The digits behind the point, as microseconds.
    int fraction() {
        int value = 0;
        int place = 100'000;
        ok = ok && !text.empty() && text.front() >= '0' && text.front() <= '9';
        while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
            value += (text.front() - '0') * place;
            place /= 10;
            text.remove_prefix(1);
        }
        return value;
    }
};

}  // namespace

std::optional<std::int64_t> parse_rfc3339_us(std::string_view text) {
    namespace chr = std::chrono;
    Scanner scan{text};
    const auto need = [&](std::string_view any) { scan.ok = scan.mark(any) && scan.ok; };
    const int year = scan.number(4, 0, 9999);
    need("-");
    const int month = scan.number(2, 1, 12);
    need("-");
    const int day = scan.number(2, 1, 31);
    need("Tt ");
    const int hour = scan.number(2, 0, 23);
    need(":");
    const int minute = scan.number(2, 0, 59);
    need(":");
    const int second = std::min(scan.number(2, 0, 60), 59);
    const int micros = scan.mark(".") ? scan.fraction() : 0;
    chr::minutes offset{0};
    if (!scan.mark("Zz")) {
        const bool east = scan.mark("+");
        scan.ok = scan.ok && (east || scan.mark("-"));
        const int offset_hours = scan.number(2, 0, 23);
        need(":");
        offset = chr::hours(offset_hours) + chr::minutes(scan.number(2, 0, 59));
        offset = east ? offset : -offset;
    }
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
