#include "transfer/batch_keys.hpp"

#include "model/spelling.hpp"

#include <algorithm>
#include <array>

namespace batchstore {

bool names_batch_field(std::string_view key) {
    constexpr std::array<std::string_view, 5> names{"status", "endpoint", "input_file_id",
                                                    "completion_window", "request_counts"};
    return std::ranges::any_of(names, [&](std::string_view name) { return spells(key, name); });
}

void BatchKeys::see(char before, std::string_view text) {
    if (before == ':') {
        is_batch_ = is_batch_ || (after_object_ && text == "batch");
        after_object_ = false;
        return;
    }
    after_object_ = spells(text, "object");
    is_batch_ = is_batch_ || text == "batch";
    saw_id_ = saw_id_ || spells(text, "id");
    saw_other_ = saw_other_ || names_batch_field(text);
}

}  // namespace batchstore
