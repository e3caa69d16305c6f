#include "transfer/record_prefix.hpp"

#include "transfer/brace_matcher.hpp"

namespace batchstore {

namespace {

constexpr std::string_view white_space = " \t\r\n";

bool looks_like_object(std::string_view text) {
    const std::size_t first = text.find_first_not_of(white_space, 1);
    return first == std::string_view::npos || text[first] == '"' || text[first] == '}';
}

bool shows_nothing(std::string_view text) {
    while (!text.empty()) {
        const bool is_space = white_space.find(text.front()) != std::string_view::npos;
        const std::size_t size = is_space || text.front() == record_separator ? 1 : invisible_size(text);
        if (size == 0) {
            return false;
        }
        text.remove_prefix(size);
    }
    return true;
}

/// Whether what stands before an object makes it a member or item of a JSON text that began before.
bool goes_on_with_json(std::string_view prefix) {
    constexpr std::string_view first_marks = "\"}],:";
    const std::size_t last = prefix.find_last_not_of(white_space);
    const std::string_view text = prefix.substr(0, last + 1);
    return first_marks.find(text.front()) != std::string_view::npos || text.ends_with('[') ||
           text.ends_with("\":");
}

}  // namespace

std::optional<std::size_t> object_behind_prefix(std::string_view line) {
    BraceMatcher matcher;
    std::size_t at = line.find('{');
    while (at != std::string_view::npos) {
        const std::string_view rest = line.substr(at);
        if (!looks_like_object(rest)) {
            at = line.find('{', at + 1);
            continue;
        }
        matcher.begin(1, {});
        const BraceMatcher::Stop stop = matcher.scan(rest);
        if (stop == BraceMatcher::Stop::closed && !shows_nothing(rest.substr(matcher.position()))) {
            at = line.find('{', at + matcher.position());
            continue;
        }
        const bool is_object = stop == BraceMatcher::Stop::closed || stop == BraceMatcher::Stop::more;
        const bool is_behind_text = at > 0 && find_divide(line.substr(0, at + 1)) == std::string_view::npos;
        return is_object && is_behind_text && !goes_on_with_json(line.substr(0, at)) ? std::optional(at)
                                                                                     : std::nullopt;
    }
    return std::nullopt;
}

std::optional<bool> begins_bracketed_prefix(std::string_view text) {
    const std::size_t end = text.find_first_of("[]{}\"\n", 1);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    return text[end] == ']' &&
           text.substr(1, end - 1).find_first_not_of(white_space) != std::string_view::npos;
}

}  // namespace batchstore
