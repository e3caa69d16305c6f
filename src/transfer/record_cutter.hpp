#pragma once

#include "transfer/brace_matcher.hpp"
#include "transfer/byte_window.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

/// One record as it stands in a stream.
struct Record {
    std::string_view text;             ///< valid until the next record is read; empty if too long to keep
    std::int64_t line = 0;             ///< where it starts, from 1
    std::optional<std::int64_t> item;  ///< index in its array or list page, from 0
    std::string broken;                ///< why it is not even an object by its braces; empty: it is one
    bool cut = false;                  ///< broken because the stream ended
    bool prefixed = false;             ///< text stood before it on its line, or before the page that it is in
};

/// Cuts one text after the other off the front of a stream: objects and arrays by their braces, anything else
/// by the line. Decides where to go on behind a broken one, so that nothing good is lost: at the next line if
/// it was one line, else at the next line that begins with a bracket and no more white space before it, or
/// where another file begins.
class RecordCutter {
public:
    enum class Cut {
        whole,    ///< an object or array
        page,     ///< the beginning of a list page up to the `[` of its records
        refused,  ///< an object or array that is longer than allowed
        lost,     ///< broken; what follows may still belong to it
        resumed,  ///< broken; another record begins behind it
    };

    struct Limits {
        std::size_t record_bytes;
        std::size_t read_bytes;
        bool wrappers = true;  ///< whether arrays of other names than `data` may make a list page
    };

    RecordCutter(ReadBytes read, Limits limits)
        : window_(std::move(read), limits.read_bytes),
          limit_(limits.record_bytes),
          wrappers_(limits.wrappers) {}

    /// Skips white space, what is invisible, and what was cut before. @returns false at the end.
    bool skip_space();
    /// The first character of what comes next. Only after `skip_space`.
    char front() const { return window_.view().front(); }
    void skip_front();
    /// Skips what stands before an object on its line, as logs have it. @returns false if nothing was
    /// skipped.
    bool skip_prefix();

    std::int64_t line() const { return line_; }
    /// How much white space stands before `front` on its line; nothing if more than that does.
    std::optional<std::size_t> column() const { return column_; }

    /// Cuts the object or array that begins at `front`.
    Cut cut(Record& record, bool may_be_page, bool in_array);
    /// Cuts the rest of a list page, which begins at `front` with the `]` of its records. `head` is the page
    /// up to their `[`. @returns `page` if records begin once more.
    Cut cut_page_end(Record& record, std::string_view head);
    /// The keys of the object that was cut last, if it might have been a list page.
    const PageKeys& keys() const { return matcher_.keys(); }
    /// Cuts what is neither, to the end of its line. Stray commas and closing brackets end at the next `{` or
    /// `[`.
    void cut_line(Record& record);
    /// Cuts a scalar or what else stands between the items of an array.
    void cut_scalar(Record& record);

private:
    bool skip_invisible();
    Cut match(Record& record, std::string_view head);
    bool holds_next_record(std::string_view head, std::size_t size, std::string_view end) const;
    Cut reject_broken_line(Record& record);
    Cut reject_rest(Record& record);
    Cut resume(Record& record);
    Cut skip_oversized(Record& record);
    Cut skip_lines(Record& record, std::size_t at, std::int64_t line);
    bool to_line_end(std::size_t& at, bool& kept);
    std::optional<std::size_t> margin_before_bracket(std::size_t start);
    bool divides_files_at(std::size_t at);
    void take(Record& record, std::size_t size, std::int64_t line_behind);
    bool strict() const { return window_.offset() < strict_until_; }
    std::string_view kind() const;
    std::string too_long() const;

    ByteWindow window_;
    std::size_t limit_;
    bool wrappers_;
    BraceMatcher matcher_;
    std::size_t taken_ = 0;  ///< bytes at the front of the window that belong to the last record
    std::int64_t line_ = 1;
    std::optional<std::size_t> column_ = 0;
    std::size_t margin_ = 0;  ///< white space before the object or array that is being cut
    bool prefixed_ = false;   ///< a prefix was skipped
    bool in_array_ = false;
    bool in_page_ = false;
    std::int64_t rescanned_ = 0;     ///< bytes that were looked at again
    std::int64_t strict_until_ = 0;  ///< offset in the stream
};

/// The beginning of a text as a message quotes it.
std::string quoted_excerpt(std::string_view text);

}  // namespace batchstore
