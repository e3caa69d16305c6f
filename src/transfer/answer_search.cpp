#include "transfer/answer_search.hpp"

#include "transfer/brackets.hpp"
#include "transfer/page_error.hpp"
#include "transfer/record_reader.hpp"
#include "transfer/refusal.hpp"
#include "transfer/selection.hpp"
#include "transfer/wrapper.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <utility>

namespace batchstore {

namespace {

FoundAnswer refused(std::string reason) {
    return {.reason = std::move(reason)};
}

/// A text as a stream.
ReadBytes bytes_of(std::string_view text) {
    return [text](char* buffer, std::size_t size) mutable {
        const std::size_t count = text.copy(buffer, size);
        text.remove_prefix(count);
        return count;
    };
}

}  // namespace

void AnswerSearch::search(const Record& record, const Take& take) {
    if (!record.broken.empty()) {
        take(record, refused(explained_text(record.text, record.broken)));
    } else if (at_) {
        search_at(record, take);
    } else {
        search_record(record, take, 0);
    }
}

void AnswerSearch::search_record(const Record& record, const Take& take, int depth) {
    FoundAnswer found = finder_.find(record.text);
    if (record.prefixed && found.answer && strictness_ == Strictness::documented) {
        return take(record, refused("not as documented: " + to_string(skipped_prefix)));
    }
    if (!found.is_good() && !found.envelope) {
        if (search_wrapped(record, take, depth)) {
            return;
        }
        found.reason = explained_object(record.text, std::move(found.reason));
    }
    take(record, std::move(found));
}

void AnswerSearch::search_at(const Record& record, const Take& take) {
    std::size_t parts = 0;
    try {
        read_parts(
            record, *at_,
            [&](const Record& part, FoundAnswer&& found) {
                ++parts;
                take(part, std::move(found));
            },
            0);
    } catch (const Error& error) {
        return take(record, refused(explained_object(record.text, error.what())));
    }
    if (parts == 0) {
        take(record, refused(nothing_at_pointer(record.text)));
    }
}

/// Opens what is wrapped around a single batch or around a list that is no array of the record itself.
bool AnswerSearch::search_wrapped(const Record& record, const Take& take, int depth) {
    constexpr int deepest = 4;
    const auto pointer = depth < deepest ? place_of_wrapped(record.text) : std::nullopt;
    if (!pointer) {
        return false;
    }
    std::vector<Part> parts;
    read_parts(
        record, JsonPointer(*pointer),
        [&](const Record& part, FoundAnswer&& found) {
            parts.push_back({part, std::string(part.text), std::move(found)});
        },
        depth + 1);
    const auto is_worth_it = [](const Part& part) {
        return holds_whole_batch(part.found) || !part.record.broken.empty();
    };
    if (!parts.empty() && std::ranges::none_of(parts, is_worth_it)) {
        return false;
    }
    for (Part& part : parts) {
        part.record.text = part.text;
        take(part.record, std::move(part.found));
    }
    if (std::string wrong = error_beside_list(record.text); !wrong.empty()) {
        take(record, refused(std::move(wrong)));
    }
    return true;
}

/// Reads what the pointer leads to as a stream of its own would be read.
void AnswerSearch::read_parts(const Record& record, const JsonPointer& pointer, const Take& take, int depth) {
    std::int64_t items = 0;
    select(record.text, pointer, [&](const SelectedValue& value) {
        const auto take_part = [&](Record part, bool is_item) {
            part.line = record.line + value.line + (value.is_string ? 0 : part.line - 1);
            part.item = record.item ? record.item : is_item ? std::optional(items) : std::nullopt;
            part.prefixed = part.prefixed || record.prefixed;
            items += is_item ? 1 : 0;
            if (part.broken.empty()) {
                search_record(part, take, depth);
            } else {
                take(part, refused(explained_text(part.text, part.broken)));
            }
        };
        if (!begins_with_bracket(value.text)) {
            Record part{.text = value.text, .line = 1};
            part.broken = "found " + quoted_excerpt(value.text) + " where a JSON object must begin";
            take_part(part, false);
            return;
        }
        const std::size_t read_bytes =
            std::min(value.text.size() + 1, RecordReader::default_limits.read_bytes);
        RecordReader reader(bytes_of(value.text), {max_record_bytes, read_bytes});
        for (Record part; reader.next(part);) {
            take_part(part, part.item.has_value());
        }
    });
}

}  // namespace batchstore
