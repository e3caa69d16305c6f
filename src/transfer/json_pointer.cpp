#include "transfer/json_pointer.hpp"

#include <batchstore/error.hpp>
#include <batchstore/transfer.hpp>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr std::string_view any = "*";

std::string unescaped(std::string_view token, std::string_view pointer) {
    std::string text;
    for (std::size_t at = 0; at < token.size(); ++at) {
        if (token[at] != '~') {
            text += token[at];
            continue;
        }
        const char code = ++at < token.size() ? token[at] : ' ';
        if (code != '0' && code != '1') {
            throw Error(
                ErrorKind::invalid,
                fmt::format("'{}' is no JSON Pointer: \"~\" is written ~0, and \"/\" in a name ~1", pointer));
        }
        text += code == '0' ? '~' : '/';
    }
    return text;
}

}  // namespace

JsonPointer::JsonPointer(std::string_view text) {
    if (!text.empty() && text.front() != '/') {
        throw Error(ErrorKind::invalid,
                    fmt::format("'{}' is no JSON Pointer: it begins with / as in /result/items", text));
    }
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('/', begin + 1);
        tokens_.push_back(unescaped(text.substr(begin + 1, end - begin - 1), text));
        begin = end;
    }
}

bool JsonPointer::leads_to(std::size_t depth, std::string_view key) const {
    return tokens_[depth] == any || tokens_[depth] == key;
}

bool JsonPointer::leads_to(std::size_t depth, std::size_t index) const {
    return tokens_[depth] == any || tokens_[depth] == std::to_string(index);
}

void expect_json_pointer(std::string_view pointer) {
    static_cast<void>(JsonPointer(pointer));
}

void append_pointer_token(std::string& pointer, std::string_view key) {
    pointer += '/';
    for (const char c : key) {
        pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
}

}  // namespace batchstore
