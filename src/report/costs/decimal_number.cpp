#include "report/costs/decimal_number.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>

#include <fmt/format.h>

namespace batchstore {

namespace {

bool is_decimal(std::string_view text) {
    const auto digits = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    const std::size_t point = text.find('.');
    return digits(text.substr(0, point)) &&
           (point == std::string_view::npos || digits(text.substr(point + 1)));
}

/// What to write in place of a text that is no decimal number.
std::string advice(std::string_view text) {
    std::string with_point(text);
    std::ranges::replace(with_point, ',', '.');
    return is_decimal(with_point) ? "write " + with_point : "write digits and a point, such as 1.50";
}

[[noreturn]] void refuse(std::string_view text, const std::string& what) {
    throw Error(ErrorKind::invalid, in_quotes(text) + " " + what);
}

}  // namespace

std::int64_t read_decimal(std::string_view text, int places, std::int64_t limit) {
    if (text.starts_with('-')) refuse(text, "is negative; the least is 0");
    if (!is_decimal(text)) refuse(text, "is not a decimal number; " + advice(text));
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string digits(text.substr(0, point));
    std::int64_t whole = limit;  // what from_chars leaves there if the number is too large for it
    std::from_chars(digits.data(), digits.data() + digits.size(), whole);
    if (whole >= limit) refuse(text, fmt::format("is too large; the limit is {}", limit));
    std::string behind(text.substr(std::min(point + 1, text.size())));
    behind.erase(behind.find_last_not_of('0') + 1);
    if (behind.size() > static_cast<std::size_t>(places)) {
        refuse(text, fmt::format("has more than {} digits behind the point", places));
    }
    behind.resize(static_cast<std::size_t>(places), '0');
    digits += behind;
    std::int64_t count = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    return count;
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) return fmt::format("'{}'", text);
    return fmt::format("'{}…' ({} bytes)", text.substr(0, longest), text.size());
}

}  // namespace batchstore
