#include "transfer/record_cutter.hpp"

#include <algorithm>

#include <fmt/format.h>

/// Where to go on behind a record that is broken or too long.
namespace batchstore {

/// Rejects what stands before the first place where a record may begin, and goes on there. When too much of
/// the stream was looked at again for that, every such place in the part that was seen counts as a beginning,
/// so that each byte is looked at a bounded number of times whatever the input.
RecordCutter::Cut RecordCutter::resume(Record& record) {
    constexpr std::int64_t most_rescans = 8;
    const BraceMatcher::Restart restart = *matcher_.restart();
    const std::int64_t seen = window_.offset() + static_cast<std::int64_t>(matcher_.position());
    rescanned_ += static_cast<std::int64_t>(matcher_.position() - restart.position);
    if (rescanned_ > most_rescans * seen) {
        strict_until_ = std::max(strict_until_, seen);
    }
    if (record.broken.empty()) {
        record.broken = fmt::format("the {} is not closed before the next record begins in line {}", kind(),
                                    restart.line);
    }
    take(record, restart.position, restart.line);
    column_ = restart.column;
    return Cut::resumed;
}

RecordCutter::Cut RecordCutter::reject_broken_line(Record& record) {
    const bool one_line = matcher_.line() == matcher_.first_line();
    if (record.broken.empty()) {
        record.broken = one_line ? "the line ends inside a string"
                                 : fmt::format("line {} ends inside a string", matcher_.line());
    }
    if (matcher_.restart()) {
        return resume(record);
    }
    if (!one_line) {
        return skip_lines(record, matcher_.position(), matcher_.line());
    }
    take(record, matcher_.position(), matcher_.line());
    return Cut::lost;
}

RecordCutter::Cut RecordCutter::reject_rest(Record& record) {
    record.broken = fmt::format("the text ends inside the {}", kind());
    record.cut = true;
    take(record, window_.view().size(), matcher_.line());
    return Cut::lost;
}

/// Skips a record that is too long to keep, to its end by its braces.
RecordCutter::Cut RecordCutter::skip_oversized(Record& record) {
    record.broken = too_long();
    for (;;) {
        window_.consume(matcher_.position());
        matcher_.forget();
        const BraceMatcher::Stop stop = matcher_.scan(window_.view());
        if (stop == BraceMatcher::Stop::more || stop == BraceMatcher::Stop::undecided) {
            if (!window_.fill()) {
                take(record, matcher_.position(), matcher_.line());
                record.text = {};
                record.cut = true;
                return Cut::lost;
            }
            continue;
        }
        Cut cut = Cut::refused;
        if (stop == BraceMatcher::Stop::line_ended) {
            cut = reject_broken_line(record);
        } else if (stop == BraceMatcher::Stop::next_record) {
            cut = resume(record);
        } else {
            take(record, matcher_.position(), matcher_.line());
        }
        record.text = {};
        return cut;
    }
}

/// Rejects more lines, beginning with the rest of the line that `at` lies in, to where a record may begin.
RecordCutter::Cut RecordCutter::skip_lines(Record& record, std::size_t at, std::int64_t line) {
    bool kept = true;
    while (to_line_end(at, kept)) {
        ++line;
        if (const auto margin = margin_before_bracket(++at)) {
            const bool closes = window_.view()[at + *margin] == ']';
            take(record, at + *margin, line);
            column_ = margin;
            record.text = kept ? record.text : std::string_view();
            return closes ? Cut::lost : Cut::resumed;
        }
    }
    take(record, at, line);
    record.text = kept ? record.text : std::string_view();
    return Cut::lost;
}

/// The white space before the bracket with which the line at `start` begins, if that is a place to go on.
std::optional<std::size_t> RecordCutter::margin_before_bracket(std::size_t start) {
    while (window_.view().size() <= start + margin_ && window_.fill()) {
    }
    const std::string_view line = window_.view().substr(start, margin_ + 1);
    const std::size_t margin = line.find_first_not_of(" \t\r");
    if (margin == std::string_view::npos) {
        return std::nullopt;
    }
    const char c = line[margin];
    const bool goes_on = c == '{' || c == '[' || c == record_separator || (c == ']' && in_array_);
    return goes_on || divides_files_at(start + margin) ? std::optional(margin) : std::nullopt;
}

bool RecordCutter::divides_files_at(std::size_t at) {
    while (may_begin_invisible(window_.view().substr(at)) && window_.fill()) {
    }
    return divides_files(window_.view().substr(at));
}

/// Moves `at` to the end of its line; what is too long to keep is dropped. @returns false at the stream's
/// end.
bool RecordCutter::to_line_end(std::size_t& at, bool& kept) {
    for (;;) {
        const std::string_view view = window_.view();
        const std::size_t end = view.find('\n', at);
        at = std::min(end, view.size());
        if (at > limit_ || !kept) {
            window_.consume(at);
            at = 0;
            kept = false;
        }
        if (end != std::string_view::npos) {
            return true;
        }
        if (!window_.fill()) {
            return false;
        }
    }
}

}  // namespace batchstore
