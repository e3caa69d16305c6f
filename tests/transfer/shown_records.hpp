#pragma once

#include "transfer/record_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace batchstore::testing {

using Lines = std::vector<std::string>;

/// Gives out a text in pieces of at most `step` bytes.
inline ReadBytes pieces_of(std::string text, std::size_t step) {
    return [text = std::move(text), step, at = std::size_t{0}](char* buffer, std::size_t size) mutable {
        const std::size_t count = std::min({size, step, text.size() - at});
        std::copy_n(text.data() + at, count, buffer);
        at += count;
        return count;
    };
}

/// `1: {…}` for a record at line 1, `#0: {…}` for the item 0; a broken one shows its reason after `!`.
inline std::string shown(const Record& record) {
    const std::string where = record.item ? "#" + std::to_string(*record.item) : std::to_string(record.line);
    return record.broken.empty() ? where + ": " + std::string(record.text) : where + "! " + record.broken;
}

inline Lines records_of(const std::string& text, std::size_t step = 1000, std::size_t longest = 1 << 20) {
    RecordReader reader(pieces_of(text, step), {longest, 64});
    Lines records;
    for (Record record; reader.next(record);) {
        records.push_back(shown(record));
    }
    return records;
}

}  // namespace batchstore::testing
