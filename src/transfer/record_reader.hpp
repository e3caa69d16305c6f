#pragma once

#include "transfer/record_cutter.hpp"

#include <batchstore/transfer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

/// Reads the records of a stream: JSON Lines, concatenated and pretty-printed objects, arrays and list pages
/// of the API, also mixed. Whatever is broken becomes a record that says why, and the good ones around it
/// stay.
///
/// A list page that says that something is wrong is a broken record behind its items; its text is the page
/// without them.
///
/// Memory is bounded by the longest record, not by the length of an array or page. An array may hold list
/// pages; its items are then counted through all of them.
class RecordReader {
public:
    static constexpr RecordCutter::Limits default_limits{max_record_bytes, std::size_t{256} << 10};

    explicit RecordReader(ReadBytes read, RecordCutter::Limits limits = default_limits)
        : cutter_(std::move(read), limits) {}

    /// Reads the next record. @returns false at the end of the stream.
    bool next(Record& record);

    /// The line that was reached.
    std::int64_t line() const { return cutter_.line(); }

    /// The list page that ended last, without its records; empty: there was none.
    const std::string& last_page() const { return page_.head; }

private:
    using Cut = RecordCutter::Cut;

    /// An array or list page that is open.
    struct Container {
        bool is_page = false;
        bool faulty = false;    ///< what stands between its items was reported
        bool ended = false;     ///< the `]` of the records is next, and then the rest of the page
        bool prefixed = false;  ///< text stood before it on its line
        std::int64_t line = 0;  ///< where it begins
        std::string head = {};  ///< the page up to the `[` of its records
    };

    /// What may come next in a container.
    enum class Expected { item_or_end, item, comma_or_end };

    bool read_top_level(Record& record);
    bool read_object(Record& record);
    bool read_in_container(Record& record);
    bool read_item(Record& record);
    bool settle_item(Record& record, Cut cut, std::optional<std::size_t> column);
    bool read_scalar(Record& record);
    bool read_end(Record& record);
    bool read_page_end(Record& record);
    bool report_page_error(Record& record) const;
    bool finish(Record& record);
    bool is_record(Record& record);
    void open(bool is_page, const Record& begin);
    void close_container();
    bool report_fault(Record& record, std::string reason);
    bool abandon(Record& record, std::string reason);
    bool begins_elsewhere() const;
    std::string not_closed(std::int64_t line) const;
    std::string_view container_kind() const { return containers_.back().is_page ? "list page" : "array"; }

    RecordCutter cutter_;
    Container page_;                     ///< the list page that was closed last
    std::vector<Container> containers_;  ///< none at top level; at most an array and a page in it
    Expected expected_ = Expected::item_or_end;
    std::int64_t items_ = 0;                  ///< of the outermost container so far
    std::optional<std::size_t> item_column_;  ///< of the last item, if it began its line
    bool torn_ = false;  ///< the last object was broken: what comes may be the rest of it
    bool lost_ = false;  ///< what comes may be the rest of a broken item, which was reported
};

}  // namespace batchstore
