#include "transfer/wrapper.hpp"

#include "model/json_cursor.hpp"
#include "model/spelling.hpp"
#include "transfer/list_page.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <array>

namespace batchstore {

namespace {

/// Keys of what is not merely wrapped around something: of events, and of objects with a name of their own.
bool names_other_object(std::string_view key) {
    constexpr std::array<std::string_view, 10> names{"id",    "object", "type", "event",       "event_type",
                                                     "topic", "action", "kind", "specversion", "event_name"};
    return std::ranges::any_of(names, [&](std::string_view name) { return spells(key, name); });
}

}  // namespace

std::optional<std::string> place_of_wrapped(std::string_view record) {
    std::string place;
    int places = 0;
    try {
        JsonCursor cursor(record);
        std::string storage;
        cursor.each_member([&](std::string_view key, JsonCursor::Value value) {
            const JsonKind kind = cursor.take(value, storage).kind;
            if (names_other_object(key) && kind != JsonKind::null) {
                places += 2;
            } else if (kind == JsonKind::object && names_wrapped_batches(key)) {
                ++places;
                place = "/" + std::string(key);
            }
        });
        cursor.expect_end();
    } catch (const Error&) {
        return std::nullopt;
    }
    return places == 1 ? std::optional(place) : std::nullopt;
}

bool holds_whole_batch(const FoundAnswer& found) {
    if (!found.answer) {
        return false;
    }
    const Batch& batch = found.answer->batch();
    return found.envelope || (batch.status && (batch.endpoint || batch.input_file_id || batch.created_at));
}

}  // namespace batchstore
