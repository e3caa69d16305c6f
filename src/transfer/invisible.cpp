#include "transfer/invisible.hpp"

#include "transfer/brackets.hpp"

#include <algorithm>
#include <array>

namespace batchstore {

namespace {

using namespace std::string_view_literals;

constexpr std::array invisible_texts{
    "\0"sv,            // NUL
    "\x1a"sv,          // what ends a text in CP/M and DOS
    "\f"sv,            // form feed
    "\v"sv,            // vertical tab
    "\xc2\x85"sv,      // next line
    "\xc2\xa0"sv,      // no-break space
    "\xe2\x80\x8b"sv,  // zero width space
    "\xe2\x80\x8c"sv,  // zero width non-joiner
    "\xe2\x80\x8d"sv,  // zero width joiner
    "\xe2\x80\x8e"sv,  // left-to-right mark
    "\xe2\x80\x8f"sv,  // right-to-left mark
    "\xe2\x80\xa8"sv,  // line separator
    "\xe2\x80\xa9"sv,  // paragraph separator
    "\xe2\x81\xa0"sv,  // word joiner
    byte_order_mark,
};

bool ends_file(char c) {
    return c == '\0' || c == '\x1a';
}

}  // namespace

std::size_t invisible_size(std::string_view text) {
    const auto found = std::ranges::find_if(
        invisible_texts, [&](std::string_view invisible) { return text.starts_with(invisible); });
    return found == invisible_texts.end() ? 0 : found->size();
}

bool may_begin_invisible(std::string_view text) {
    return std::ranges::any_of(invisible_texts, [&](std::string_view invisible) {
        return invisible.size() > text.size() && invisible.starts_with(text);
    });
}

bool divides_files(std::string_view text) {
    return ends_file(text.front()) || text.starts_with(byte_order_mark);
}

std::size_t find_divide(std::string_view text) {
    constexpr std::string_view divides = "\x1e\x1a\0"sv;
    for (std::size_t at = text.find_first_of(divides); at != std::string_view::npos;
         at = text.find_first_of(divides, at)) {
        if (text[at] == record_separator) {
            return at;
        }
        const std::size_t behind = text.find_first_not_of(divides.substr(1), at);
        if (behind == std::string_view::npos) {
            return behind;
        }
        if (is_opening(text[behind])) {
            return at;
        }
        at = behind;
    }
    return std::string_view::npos;
}

}  // namespace batchstore
