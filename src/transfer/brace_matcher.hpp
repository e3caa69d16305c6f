#pragma once

#include "transfer/batch_keys.hpp"
#include "transfer/invisible.hpp"
#include "transfer/list_page.hpp"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace batchstore {

/// Finds the end of one JSON object or array by its braces, aware of strings. The text may come in pieces;
/// no byte is looked at twice, and nesting costs nothing. What stands between the braces is not judged, but
/// what shows that the text is broken is noticed, so that one broken record does not swallow the next ones.
class BraceMatcher {
public:
    enum class Stop {
        more,         ///< all there is was looked at
        undecided,    ///< `position` is at a byte that can be judged only with more text
        closed,       ///< `position` is behind the closing brace
        records,      ///< `position` is behind the `[` at which the records of a list page begin
        line_ended,   ///< `position` is at the end of a line inside a string
        next_record,  ///< `position` is where a record begins and this one, which is not closed, cannot go on
    };

    /// A `{` or `[` that begins a line: where to go on if the text before it turns out broken.
    struct Restart {
        std::size_t position = 0;
        std::int64_t line = 0;
        std::size_t column = 0;
    };

    struct Options {
        /// Brackets that begin a line count as restarts if at most so much white space stands before them.
        std::size_t margin = 0;
        /// True: every restart is a next record, also where the grammar would allow a value.
        bool strict = false;
        /// Whether the object may be a list page.
        bool may_be_page = false;
        /// Whether an array of any name under which batches may stand makes it one.
        bool may_be_wrapper = false;
        /// Whether text stands before it on its line, and so before each record behind it: a line that begins
        /// with anything but white space or punctuation of JSON begins another record.
        bool prefixed = false;
    };

    /// Starts at a text that begins with a brace or bracket in `line`.
    void begin(std::int64_t line, Options options);
    /// Starts behind the records of a list page, at their `]`.
    void begin_behind_records(std::int64_t line, bool strict);
    /// Goes on; `text` is what an earlier call got, possibly with more behind it.
    Stop scan(std::string_view text);
    /// What was looked at is dropped from the text. Restarts are next records from now on.
    void forget();

    std::size_t position() const { return position_; }
    std::int64_t line() const { return line_; }
    std::int64_t first_line() const { return first_line_; }
    const std::optional<Restart>& restart() const { return restart_; }
    const PageKeys& keys() const { return keys_; }

private:
    Stop scan_string(std::string_view text);
    Stop open(std::string_view text);
    Stop divide(std::string_view text);
    void see_string(std::string_view content);
    Stop settle_doubt();
    std::optional<std::size_t> column_of_bracket(std::string_view text) const;
    bool value_may_follow() const;
    void note_restart(std::size_t column);

    static constexpr std::size_t tracked_depth = 4096;

    Options options_;
    PageKeys keys_;
    std::size_t position_ = 0;
    std::int64_t line_ = 1;
    std::int64_t first_line_ = 1;
    std::ptrdiff_t line_start_ = -1;  ///< position of the first byte of the line; negative: it is gone
    std::size_t depth_ = 0;
    std::bitset<tracked_depth> is_array_;  ///< by depth
    std::size_t string_start_ = 0;
    bool in_string_ = false;
    bool escaped_ = false;
    char last_ = 0;  ///< the last character that is not white space
    std::optional<Restart> restart_;
    /// Behind the `[` of what is an array of records if its first item looks like a batch.
    struct RecordsInDoubt {
        std::size_t position;
        std::int64_t line;
        std::optional<Restart> restart;
        BatchKeys first_item{};
    };
    std::optional<RecordsInDoubt> in_doubt_;
};

}  // namespace batchstore
