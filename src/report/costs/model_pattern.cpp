#include "report/costs/model_pattern.hpp"

#include <algorithm>
#include <vector>

namespace batchstore {

bool is_pattern(std::string_view text) {
    return text.find('*') != std::string_view::npos;
}

bool fits(std::string_view pattern, std::string_view model) {
    std::size_t p = 0;
    std::size_t m = 0;
    std::size_t behind_star = std::string_view::npos;  // where to go on in the pattern
    std::size_t star_ends = 0;                         // where the last star's characters end so far
    while (m < model.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            behind_star = ++p;
            star_ends = m;
        } else if (p < pattern.size() && pattern[p] == model[m]) {
            ++p;
            ++m;
        } else if (behind_star != std::string_view::npos) {
            p = behind_star;
            m = ++star_ends;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::size_t plain_characters(std::string_view pattern) {
    return pattern.size() - static_cast<std::size_t>(std::ranges::count(pattern, '*'));
}

bool overlap(std::string_view one, std::string_view other) {
    // reached[b]: some text fits both one's first a characters and other's first b.
    std::vector<bool> reached(other.size() + 1, false);
    for (std::size_t a = 0; a <= one.size(); ++a) {
        std::vector<bool> before = std::move(reached);
        reached.assign(other.size() + 1, false);
        for (std::size_t b = 0; b <= other.size(); ++b) {
            const bool one_star = a > 0 && one[a - 1] == '*';
            const bool other_star = b > 0 && other[b - 1] == '*';
            const bool same = a > 0 && b > 0 && one[a - 1] == other[b - 1];
            reached[b] = (a == 0 && b == 0) || (one_star && (before[b] || (b > 0 && reached[b - 1]))) ||
                         (other_star && (reached[b - 1] || (a > 0 && before[b]))) || (same && before[b - 1]);
        }
    }
    return reached.back();
}

}  // namespace batchstore
