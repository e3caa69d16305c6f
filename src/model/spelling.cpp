#include "model/spelling.hpp"

namespace batchstore {

namespace {

constexpr char small(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool separates(char c) {
    return c == '_' || c == '-' || c == ' ';
}

}  // namespace

std::size_t spelled_length(std::string_view text, std::string_view word) {
    std::size_t at = 0;
    for (const char c : word) {
        if (c == '_') {
            at += at < text.size() && separates(text[at]) ? 1U : 0U;
        } else if (at < text.size() && small(text[at]) == c) {
            ++at;
        } else {
            return 0;
        }
    }
    return at;
}

}  // namespace batchstore
