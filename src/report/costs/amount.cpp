#include <batchstore/amount.hpp>
#include <batchstore/error.hpp>
#include <batchstore/report.hpp>

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr std::int64_t atto_in_whole = 1'000'000'000'000'000'000;

/// Adds one to a number in decimal digits.
void count_up(std::string& digits) {
    const auto last_below_9 = std::find_if(digits.rbegin(), digits.rend(), [](char d) { return d != '9'; });
    std::fill(digits.rbegin(), last_below_9, '0');
    if (last_below_9 == digits.rend()) {
        digits.insert(digits.begin(), '1');
    } else {
        ++*last_below_9;
    }
}

}  // namespace

Amount& Amount::operator+=(const Amount& other) {
    const std::int64_t parts = atto + other.atto;  // less than 2 * 10^18, which fits
    const std::int64_t carry = parts >= atto_in_whole ? 1 : 0;
    std::int64_t sum = 0;
    if (__builtin_add_overflow(whole, other.whole, &sum) || __builtin_add_overflow(sum, carry, &sum)) {
        throw Error(ErrorKind::invalid,
                    "the costs add up to more than 9,200,000,000,000,000,000; mend the prices");
    }
    whole = sum;
    atto = parts - carry * atto_in_whole;
    return *this;
}

std::string exact_text(const Amount& amount) {
    std::string text = fmt::format("{}.{:018}", amount.whole, amount.atto);
    constexpr std::size_t least_places = 2;
    const std::size_t last = std::max(text.find_last_not_of('0'), text.find('.') + least_places);
    text.resize(last + 1);
    return text;
}

std::string rounded_text(std::string_view exact) {
    constexpr std::size_t places = 2;
    const std::size_t point = std::min(exact.find('.'), exact.size());
    std::string digits(exact.substr(0, point));
    std::string_view behind = exact.substr(std::min(point + 1, exact.size()));
    for (std::size_t i = 0; i < places; ++i) digits += i < behind.size() ? behind[i] : '0';
    behind.remove_prefix(std::min(places, behind.size()));
    const bool up = !behind.empty() && behind.front() >= '5';
    const auto is_0 = [](std::string_view text) {
        return text.find_first_not_of('0') == std::string_view::npos;
    };
    if (!up && is_0(digits) && !is_0(behind)) return "< 0.01";
    if (up) count_up(digits);
    const std::size_t whole = digits.size() - places;
    return grouped(std::stoll(digits.substr(0, whole))) + "." + digits.substr(whole);
}

}  // namespace batchstore
