#include "model/spelling.hpp"

#include <algorithm>

namespace batchstore {

namespace {

constexpr bool separates(char c) {
    return c == '_' || c == '-' || c == ' ';
}

}  // namespace

std::string in_small_letters(std::string text) {
    std::ranges::transform(text, text.begin(), small_letter);
    return text;
}

std::size_t spelled_length(std::string_view text, std::string_view word) {
    std::size_t at = 0;
    for (const char c : word) {
        if (c == '_') {
            at += at < text.size() && separates(text[at]) ? 1U : 0U;
        } else if (at < text.size() && small_letter(text[at]) == c) {
            ++at;
        } else {
            return 0;
        }
    }
    return at;
}

}  // namespace batchstore
