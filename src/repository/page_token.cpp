#include "repository/page_token.hpp"

#include "model/digest.hpp"

#include <batchstore/error.hpp>
#include <batchstore/observation.hpp>

#include <charconv>

#include <fmt/format.h>

/// A token is hexadecimal: a check of 8 bytes over what it fits and what it says, then what it says: the key
/// of the batch, and the sort value as `i` and a number, `t` and a text, or nothing.
namespace batchstore {

namespace {

constexpr std::size_t check_digits = 16;

std::string check_of(std::string_view fingerprint, std::string_view content) {
    return to_hex(sha256(fmt::format("{}:{}{}", fingerprint.size(), fingerprint, content)))
        .substr(0, check_digits);
}

std::string hexadecimal(std::string_view bytes) {
    std::string digits;
    for (const char byte : bytes) digits += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return digits;
}

template <class Number>
bool read_number(std::string_view digits, Number& number, int base = 10) {
    const char* end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, number, base);
    return error == std::errc() && stopped == end;
}

/// @returns what cannot be a content if `digits` is not hexadecimal
std::string bytes_of(std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        unsigned byte = 0;
        if (!read_number(digits.substr(i, 2), byte, 16)) return "";
        bytes += static_cast<char>(byte);
    }
    return digits.size() % 2 == 0 ? bytes : "";
}

bool read_content(std::string_view content, PagePosition& position) {
    const std::size_t end = content.find(' ');
    if (end == std::string_view::npos || !read_number(content.substr(0, end), position.batch_key))
        return false;
    const std::string_view value = content.substr(end + 1);
    if (value.empty()) return true;
    if (value.front() == 't') {
        position.sort_value = std::string(value.substr(1));
        return true;
    }
    std::int64_t number = 0;
    if (value.front() != 'i' || !read_number(value.substr(1), number)) return false;
    position.sort_value = number;
    return true;
}

}  // namespace

std::optional<FieldValue> sort_value(const StoredBatch& batch, Sort sort) {
    switch (sort) {
        case Sort::ended:
            return ended_at(batch);
        case Sort::expires:
            return batch.expires_at;
        case Sort::last_seen:
            return batch.last_seen_at_us;
        case Sort::changed:
            return batch.changed_at_us;
        case Sort::id:
            return batch.id;
        default:
            return batch.created_at;
    }
}

std::string fingerprint(const Query& query, const Condition& condition) {
    const std::string now_or_then = query.as_of_head ? fmt::format("entry {}", query.as_of_head->seq)
                                    : query.as_of_us ? std::to_string(*query.as_of_us)
                                                     : "now";
    return fmt::format("{} {} {} {}", to_string(query.sort), query.descending ? "descending" : "ascending",
                       now_or_then, to_text(condition));
}

std::string page_token(const PagePosition& position, std::string_view fingerprint) {
    std::string content = fmt::format("{} ", position.batch_key);
    if (position.sort_value) {
        const auto* text = std::get_if<std::string>(&*position.sort_value);
        content +=
            text != nullptr ? "t" + *text : fmt::format("i{}", std::get<std::int64_t>(*position.sort_value));
    }
    return check_of(fingerprint, content) + hexadecimal(content);
}

PagePosition read_page_token(std::string_view token, std::string_view fingerprint) {
    PagePosition position;
    const std::string content = token.size() > check_digits ? bytes_of(token.substr(check_digits)) : "";
    if (content.empty() || check_of(fingerprint, content) != token.substr(0, check_digits) ||
        !read_content(content, position)) {
        throw Error(ErrorKind::invalid,
                    "the token of the page was cut or changed, or belongs to another query; ask for the next "
                    "page with the same conditions (times too) and the same order, or begin without a token");
    }
    return position;
}

}  // namespace batchstore
