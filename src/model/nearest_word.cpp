#include <batchstore/nearest_word.hpp>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <numeric>
#include <vector>

namespace batchstore {

namespace {

bool is_same_letter(char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

/// How many letters must be changed, added, taken out or swapped with the next to make one word the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::vector<std::size_t> above(row.size());
    std::vector<std::size_t> two_above(row.size());
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::swap(two_above, above);
        std::swap(above, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = is_same_letter(a[i - 1], b[j - 1]);
            row[j] = std::min({above[j - 1] + (same ? 0 : 1), above[j] + 1, row[j - 1] + 1});
            const bool swapped =
                i > 1 && j > 1 && is_same_letter(a[i - 1], b[j - 2]) && is_same_letter(a[i - 2], b[j - 1]);
            if (swapped) row[j] = std::min(row[j], two_above[j - 2] + 1);
        }
    }
    return row.back();
}

template <class Word>
const Word* nearest(std::string_view typed, std::span<const Word> known) {
    constexpr std::size_t longest = 64;
    // Of a short word few letters may be wrong, or any word would do.
    constexpr std::size_t most_wrong = 3;
    std::size_t least = std::min((typed.size() + 1) / 2, most_wrong);
    const Word* found = nullptr;
    for (const Word& word : known) {
        if (word.empty() || std::max(word.size(), typed.size()) > longest) continue;
        const std::size_t wrong = distance(typed, word);
        if (wrong >= least) continue;
        least = wrong;
        found = &word;
    }
    return found;
}

}  // namespace

std::string_view nearest_word(std::string_view typed, std::span<const std::string_view> known) {
    const auto* word = nearest(typed, known);
    return word != nullptr ? *word : std::string_view();
}

std::string nearest_word(std::string_view typed, std::span<const std::string> known) {
    const auto* word = nearest(typed, known);
    return word != nullptr ? *word : std::string();
}

}  // namespace batchstore
