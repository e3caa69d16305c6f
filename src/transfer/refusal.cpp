#include "transfer/refusal.hpp"

#include "model/excerpt.hpp"
#include "model/json_cursor.hpp"
#include "model/json_text.hpp"
#include "transfer/batch_keys.hpp"
#include "transfer/batch_place.hpp"
#include "transfer/broken_utf8.hpp"
#include "transfer/printed_object.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace batchstore {

namespace {

struct Keys {
    std::vector<std::string> quoted;  ///< the first few, as messages show them
    bool are_more = false;
    bool name_batch = false;  ///< one is a batch's own
};

Keys keys_of(std::string_view object) {
    constexpr std::size_t most = 5;
    constexpr std::size_t longest = 40;
    Keys keys;
    JsonCursor cursor(object);
    std::string storage;
    cursor.each_member([&](std::string_view key, JsonCursor::Value value) {
        cursor.take(value, storage);
        keys.name_batch = keys.name_batch || key == "id" || key == "object" || names_batch_field(key);
        keys.are_more = keys.quoted.size() == most;
        if (!keys.are_more) {
            append_json_string(keys.quoted.emplace_back(), excerpt(key, longest));
        }
    });
    return keys;
}

/// `an object with "rows", "total"`.
std::string described(const Keys& keys) {
    if (keys.quoted.empty()) {
        return "an empty object";
    }
    return fmt::format("an object with {}{}", fmt::join(keys.quoted, ", "), keys.are_more ? ", …" : "");
}

/// What makes a batch of an object that is none.
std::string what_helps(std::string_view object, bool is_event) {
    const std::string place = place_of_batches(object);
    if (!place.empty()) {
        return fmt::format("; --at {} reads what it holds", place);
    }
    return is_event ? "; fetch the batch that it tells of from the server" : "";
}

}  // namespace

std::string explained_text(std::string_view text, std::string reason) {
    if (auto printed = printed_object(text)) {
        return *printed;
    }
    return reason;
}

std::string explained_object(std::string_view object, std::string reason) {
    if (reason.starts_with("not JSON")) {
        if (auto broken = broken_utf8(object)) {
            return *broken;
        }
        return explained_text(object, std::move(reason));
    }
    const bool is_event = reason.starts_with("a webhook event");
    if (!is_event && !reason.starts_with("not a batch")) {
        return reason;
    }
    try {
        const Keys keys = keys_of(object);
        const std::string helps = what_helps(object, is_event);
        if (keys.name_batch || is_event) {
            return reason + helps;
        }
        const std::string otherwise =
            keys.quoted.empty() ? "" : "; if it holds batches, --at POINTER says where";
        return fmt::format("not a batch but {}{}", described(keys), helps.empty() ? otherwise : helps);
    } catch (const Error&) {
        return reason;
    }
}

std::string nothing_at_pointer(std::string_view object) {
    const std::string place = place_of_batches(object);
    return fmt::format("nothing is there, in {}; {}", described(keys_of(object)),
                       place.empty() ? "the items of arrays and list pages are records of their own"
                                     : fmt::format("--at {} leads to batches", place));
}

}  // namespace batchstore
