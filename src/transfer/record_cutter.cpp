#include "transfer/record_cutter.hpp"

#include "transfer/brackets.hpp"
#include "transfer/record_prefix.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

std::string_view without_trailing_space(std::string_view text) {
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

bool RecordCutter::skip_space() {
    window_.consume(taken_);
    taken_ = 0;
    for (;;) {
        const std::string_view view = window_.view();
        std::size_t at = 0;
        for (; at < view.size(); ++at) {
            if (view[at] == '\n') {
                ++line_;
                column_ = 0;
            } else if (std::string_view(" \t\r").find(view[at]) == std::string_view::npos) {
                break;
            } else if (column_) {
                ++*column_;
            }
        }
        window_.consume(at);
        if (at == view.size() ? !window_.fill() : !skip_invisible()) {
            return at < view.size();
        }
    }
}

/// @returns false if what comes next is to be seen.
bool RecordCutter::skip_invisible() {
    const std::string_view view = window_.view();
    if (view.front() > ' ' && view.front() <= '~') {
        return false;
    }
    const std::size_t size = invisible_size(view);
    if (size == 0) {
        return may_begin_invisible(view) && window_.fill();
    }
    if (divides_files(view)) {
        column_ = 0;
    }
    window_.consume(size);
    return true;
}

void RecordCutter::skip_front() {
    column_ = front() == record_separator ? std::optional<std::size_t>(0) : std::nullopt;
    window_.consume(1);
}

bool RecordCutter::skip_prefix() {
    if (front() == '[') {
        std::optional<bool> is_prefix = begins_bracketed_prefix(window_.view());
        while (!is_prefix && window_.view().size() <= limit_ && window_.fill()) {
            is_prefix = begins_bracketed_prefix(window_.view());
        }
        if (!is_prefix.value_or(false)) {
            return false;
        }
    }
    std::size_t end = 0;
    while ((end = window_.view().find('\n', end)) == std::string_view::npos) {
        end = window_.view().size();
        if (end > limit_ || !window_.fill()) {
            break;
        }
    }
    const auto size = object_behind_prefix(window_.view().substr(0, end + 1));
    if (!size) {
        return false;
    }
    window_.consume(*size);
    column_.reset();
    prefixed_ = true;
    return true;
}

void RecordCutter::take(Record& record, std::size_t size, std::int64_t line_behind) {
    record.text = without_trailing_space(window_.view().substr(0, size));
    taken_ = size;
    line_ = line_behind;
    column_.reset();
}

RecordCutter::Cut RecordCutter::cut(Record& record, bool may_be_page, bool in_array) {
    record.line = line_;
    record.prefixed = std::exchange(prefixed_, false);
    margin_ = column_.value_or(0);
    in_array_ = in_array;
    in_page_ = false;
    may_be_page = may_be_page && front() == '{';
    matcher_.begin(line_, {.margin = margin_,
                           .strict = strict() || record.prefixed,
                           .may_be_page = may_be_page,
                           .may_be_wrapper = may_be_page && wrappers_,
                           .prefixed = record.prefixed});
    return match(record, {});
}

RecordCutter::Cut RecordCutter::cut_page_end(Record& record, std::string_view head) {
    record.line = line_;
    margin_ = 0;
    in_array_ = false;
    in_page_ = true;
    matcher_.begin_behind_records(line_, strict());
    return match(record, head);
}

RecordCutter::Cut RecordCutter::match(Record& record, std::string_view head) {
    for (;;) {
        const BraceMatcher::Stop stop = matcher_.scan(window_.view());
        const std::size_t size = matcher_.position();
        switch (stop) {
            case BraceMatcher::Stop::closed:
                if (holds_next_record(head, size, "")) {
                    return resume(record);
                }
                take(record, size, matcher_.line());
                if (size > limit_) {
                    record.text = {};
                    record.broken = too_long();
                    return Cut::refused;
                }
                return Cut::whole;
            case BraceMatcher::Stop::records:
                if (holds_next_record(head, size, "]}")) {
                    return resume(record);
                }
                take(record, size, matcher_.line());
                return Cut::page;
            case BraceMatcher::Stop::line_ended:
                return reject_broken_line(record);
            case BraceMatcher::Stop::next_record:
                return resume(record);
            case BraceMatcher::Stop::more:
            case BraceMatcher::Stop::undecided:
                break;
        }
        if (size > limit_) {
            return matcher_.restart() ? resume(record) : skip_oversized(record);
        }
        if (!window_.fill()) {
            return matcher_.restart() ? resume(record) : reject_rest(record);
        }
    }
}

/// Whether what was matched is broken and a record may begin inside it.
bool RecordCutter::holds_next_record(std::string_view head, std::size_t size, std::string_view end) const {
    return matcher_.restart() &&
           !is_json_object(fmt::format("{}{}{}", head, window_.view().substr(0, size), end));
}

void RecordCutter::cut_line(Record& record) {
    record.line = line_;
    std::size_t at = 0;
    bool kept = true;
    const std::string found = quoted_excerpt(window_.view());
    to_line_end(at, kept);
    if (kept) {
        const std::string_view text = window_.view().substr(0, at);
        const std::size_t other = text.find_first_not_of(",]} \t\r");
        const bool opens = other != std::string_view::npos && is_opening(text[other]);
        at = std::min(opens ? other : at, find_divide(text));
    }
    record.broken =
        fmt::format("found {} where a JSON object must begin", quoted_excerpt(window_.view().substr(0, at)));
    take(record, at, line_);
    record.text = kept ? record.text : std::string_view();
}

void RecordCutter::cut_scalar(Record& record) {
    record.line = line_;
    const bool is_string = front() == '"';
    std::size_t at = 1;
    bool kept = true;
    bool escaped = false;
    for (;; ++at) {
        if (at == window_.view().size()) {
            if (at > limit_ || !kept) {
                window_.consume(at);
                at = 0;
                kept = false;
            }
            if (!window_.fill()) {
                break;
            }
        }
        const char c = window_.view()[at];
        if (c == '\n' || c == record_separator) {
            break;
        }
        if (is_string && c == '"' && !escaped) {
            ++at;
            break;
        }
        if (!is_string && std::string_view(",[]{}").find(c) != std::string_view::npos) {
            break;
        }
        escaped = c == '\\' && !escaped;
    }
    take(record, at, line_);
    record.text = kept ? record.text : std::string_view();
}

std::string_view RecordCutter::kind() const {
    return in_page_ ? "list page" : window_.view().starts_with('[') ? "array" : "object";
}

std::string RecordCutter::too_long() const {
    const std::string size =
        limit_ >= (1U << 20) ? fmt::format("{} MiB", limit_ >> 20) : fmt::format("{} bytes", limit_);
    return fmt::format("the record is longer than {}", size);
}

std::string quoted_excerpt(std::string_view text) {
    constexpr std::size_t longest = 24;
    text = without_trailing_space(text.substr(0, text.find('\n')));
    std::string quoted = "\"";
    for (const char c : text.substr(0, longest)) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
        }
        const bool printable = c >= ' ' && c <= '~';
        quoted += printable ? std::string(1, c) : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
    return quoted + (text.size() > longest ? "…\"" : "\"");
}

}  // namespace batchstore
