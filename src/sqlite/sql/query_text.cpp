#include "sqlite/sql/query_text.hpp"

#include "model/utf8.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace batchstore::sqlite {

std::size_t skip_blank(std::string_view query, std::size_t at) {
    // An end that is not there is the end of the text.
    const auto behind = [&](std::string_view end, std::size_t from) {
        return std::min(query.find(end, from), query.size() - end.size()) + end.size();
    };
    for (;;) {
        at = std::min(query.find_first_not_of("; \t\n\f\r", at), query.size());
        const std::string_view rest = query.substr(at);
        if (rest.starts_with("--")) {
            at = behind("\n", at);
        } else if (rest.starts_with("/*")) {
            at = behind("*/", at + 2);
        } else {
            return at;
        }
    }
}

std::string place_in(std::string_view query, std::size_t at) {
    const std::string_view before = query.substr(0, at);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::string_view in_line = before.substr(before.rfind('\n') + 1);
    return fmt::format("line {}, column {}", line, count_characters(in_line) + 1);
}

std::string shortened(std::string message) {
    constexpr std::size_t most_bytes = 120;
    if (message.size() <= most_bytes) {
        return message;
    }
    return message.substr(0, begin_of_character(message, most_bytes)) + "…";
}

}  // namespace batchstore::sqlite
