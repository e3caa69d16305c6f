#include "transfer/record_reader.hpp"

#include <utility>

#include <fmt/format.h>

namespace batchstore {

bool RecordReader::next(Record& record) {
    record = {};
    while (cutter_.skip_space()) {
        if (containers_.empty() ? read_top_level(record) : read_in_container(record)) {
            return true;
        }
        record = {};
    }
    return finish(record);
}

bool RecordReader::finish(Record& record) {
    if (containers_.empty()) {
        return false;
    }
    containers_.back().faulty = false;
    const bool reported = abandon(record, fmt::format("the text ends inside the {}", container_kind()));
    record.cut = reported;
    return reported;
}

bool RecordReader::read_top_level(Record& record) {
    switch (cutter_.front()) {
        case record_separator:
            cutter_.skip_front();
            return false;
        case '{':
            return read_object(record);
        default:
            if (!torn_ && cutter_.skip_prefix()) {
                return false;
            }
            if (cutter_.front() != '[') {
                cutter_.cut_line(record);
                return true;
            }
            cutter_.skip_front();
            open(false, {.line = cutter_.line()});
            return false;
    }
}

bool RecordReader::read_object(Record& record) {
    const Cut cut = cutter_.cut(record, true, false);
    torn_ = !record.prefixed && cut == Cut::lost;
    if (cut == Cut::page) {
        open(true, record);
        return false;
    }
    return cut != Cut::whole || is_record(record);
}

/// `begin` is a page up to the `[` of its records.
void RecordReader::open(bool is_page, const Record& begin) {
    if (containers_.empty()) {
        items_ = 0;
    }
    containers_.push_back({.is_page = is_page,
                           .prefixed = begin.prefixed,
                           .line = begin.line,
                           .head = std::string(begin.text)});
    expected_ = Expected::item_or_end;
    item_column_.reset();
    lost_ = false;
}

bool RecordReader::read_in_container(Record& record) {
    if (containers_.back().ended) {
        return read_page_end(record);
    }
    switch (cutter_.front()) {
        case record_separator:
            return abandon(record, not_closed(cutter_.line()));
        case ',': {
            const bool in_place = expected_ == Expected::comma_or_end;
            cutter_.skip_front();
            expected_ = Expected::item;
            return !in_place && report_fault(record, "an item is missing before a comma");
        }
        case ']':
            return read_end(record);
        case '{':
        case '[':
            return read_item(record);
        case '}':
            cutter_.skip_front();
            return report_fault(record, R"(found "}" where an item, a comma or "]" must stand)");
        default:
            return read_scalar(record);
    }
}

/// Whether what comes is no item but begins a text of its own: the container was not closed. Items that
/// begin their lines without white space before them do not count as such.
bool RecordReader::begins_elsewhere() const {
    if (cutter_.column() != std::size_t{0}) {
        return false;
    }
    return cutter_.front() == '[' || (expected_ == Expected::comma_or_end && item_column_ != std::size_t{0});
}

std::string RecordReader::not_closed(std::int64_t line) const {
    return fmt::format("the {} is not closed before the next record begins in line {}", container_kind(),
                       line);
}

bool RecordReader::read_item(Record& record) {
    if (begins_elsewhere()) {
        return abandon(record, not_closed(cutter_.line()));
    }
    if (expected_ == Expected::comma_or_end) {
        expected_ = Expected::item;
        if (report_fault(record, "a comma is missing before the item")) {
            return true;
        }
    }
    const Container& container = containers_.back();
    const std::optional<std::size_t> column = cutter_.column();
    const bool begins_line = column == std::size_t{0};
    const bool is_array = cutter_.front() == '[';
    const Cut cut = cutter_.cut(record, !container.is_page || begins_line, true);
    record.prefixed = container.prefixed;
    if (cut != Cut::page) {
        if (cut == Cut::whole && is_array) {
            record.broken = "an array where a batch must stand";
        }
        return settle_item(record, cut, column);
    }
    Record begin = record;
    const bool in_doubt = container.is_page || container.faulty || lost_;
    const bool reported = in_doubt && begins_line && abandon(record, not_closed(record.line));
    if (in_doubt && begins_line) {
        containers_.clear();
        begin.prefixed = false;
    }
    open(true, begin);
    return reported;
}

bool RecordReader::settle_item(Record& record, Cut cut, std::optional<std::size_t> column) {
    lost_ = cut == Cut::lost || cut == Cut::resumed;
    expected_ = lost_ ? Expected::item_or_end : Expected::comma_or_end;
    item_column_ = column;
    if (cut == Cut::whole && record.broken.empty() && !is_record(record)) {
        return false;
    }
    record.item = items_++;
    const bool same_margin = column && cutter_.column() == column;
    if (record.cut || (cut == Cut::resumed && !same_margin)) {
        containers_.clear();
    }
    return true;
}

bool RecordReader::read_scalar(Record& record) {
    cutter_.cut_scalar(record);
    if (lost_) {
        return false;
    }
    const std::string found = quoted_excerpt(record.text);
    if (expected_ == Expected::comma_or_end) {
        const std::string_view text = record.text;
        const bool reported =
            report_fault(record, fmt::format("found {} where a comma or \"]\" must stand", found));
        record.text = text;
        return reported;
    }
    expected_ = Expected::comma_or_end;
    item_column_.reset();
    record.item = items_++;
    record.broken = fmt::format("found {} where a batch must stand", found);
    return true;
}

/// Reports what is wrong between items, once for each container and not where a broken item explains it.
bool RecordReader::report_fault(Record& record, std::string reason) {
    if (containers_.back().faulty || lost_) {
        return false;
    }
    containers_.back().faulty = true;
    record.text = {};
    record.line = cutter_.line();
    record.item = items_;
    record.broken = std::move(reason);
    return true;
}

/// Goes on at top level.
bool RecordReader::abandon(Record& record, std::string reason) {
    const bool reported = report_fault(record, std::move(reason));
    containers_.clear();
    return reported;
}

}  // namespace batchstore
