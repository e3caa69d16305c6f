#include "transfer/page_error.hpp"
#include "transfer/record_reader.hpp"

#include <optional>
#include <string>
#include <utility>

/// The end of arrays and list pages, and pages without records.
namespace batchstore {

/// Whether an object is something to report: all are but a list page without records.
bool RecordReader::is_record(Record& record) {
    if (!cutter_.keys().page_without_records()) {
        return true;
    }
    const std::optional<std::string> fault =
        fault_of_page_without_records(record.text, cutter_.keys().is_list());
    if (!fault) {
        return true;
    }
    page_.head = record.text;
    record.broken = fault->empty() ? error_beside_list(record.text) : *fault;
    return !record.broken.empty();
}

bool RecordReader::read_end(Record& record) {
    Container& container = containers_.back();
    const bool reported =
        expected_ == Expected::item && report_fault(record, "an item is missing after the last comma");
    if (container.is_page) {
        container.ended = true;
    } else {
        cutter_.skip_front();
        close_container();
    }
    return reported;
}

bool RecordReader::read_page_end(Record& record) {
    Container& page = containers_.back();
    const Cut cut = cutter_.cut_page_end(record, page.head);
    if (cut != Cut::page && cut != Cut::whole) {
        containers_.clear();
        return true;
    }
    page.head += record.text;
    if (cut == Cut::page) {
        page.ended = false;
        expected_ = Expected::item_or_end;
        return false;
    }
    const bool in_doubt = page.faulty || lost_;
    page_ = std::move(page);
    close_container();
    if (!in_doubt && !is_json_object(page_.head)) {
        record.broken = "the list page around its items is not JSON";
        return true;
    }
    return report_page_error(record);
}

/// Reports what the page that was closed says is wrong.
bool RecordReader::report_page_error(Record& record) const {
    record.broken = error_beside_list(page_.head);
    record.line = page_.line;
    record.text = page_.head;
    return !record.broken.empty();
}

/// Goes on in the array that the container stood in, if any.
void RecordReader::close_container() {
    containers_.pop_back();
    expected_ = Expected::comma_or_end;
    item_column_.reset();
    lost_ = false;
}

}  // namespace batchstore
