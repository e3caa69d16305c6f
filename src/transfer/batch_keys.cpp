#include "transfer/batch_keys.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace batchstore {

namespace {

/// `inputFileId`, `input-file-id` and `Input_File_ID` are all `inputfileid`.
std::string joined(std::string_view key) {
    std::string letters;
    for (const char c : key) {
        if (c != '_' && c != '-') {
            letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return letters;
}

}  // namespace

bool names_batch_field(std::string_view key) {
    constexpr std::array<std::string_view, 5> names{"status", "endpoint", "inputfileid", "completionwindow",
                                                    "requestcounts"};
    constexpr std::size_t longest = 24;
    return key.size() <= longest && std::ranges::find(names, joined(key)) != names.end();
}

void BatchKeys::see(char before, std::string_view text) {
    if (before == ':') {
        is_batch_ = is_batch_ || (after_object_ && text == "batch");
        after_object_ = false;
        return;
    }
    after_object_ = text == "object";
    is_batch_ = is_batch_ || text == "batch";
    saw_id_ = saw_id_ || text == "id";
    saw_other_ = saw_other_ || names_batch_field(text);
}

}  // namespace batchstore
