#include "repository/receipt.hpp"

#include "model/json_cursor.hpp"
#include "model/json_text.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace batchstore {

namespace {

std::string_view word_of(ActKind kind) {
    switch (kind) {
        case ActKind::prune:
            return "prune";
        case ActKind::thin:
            return "thin";
        case ActKind::restore:
            return "restore";
    }
    return {};
}

[[noreturn]] void refuse(const Observation& act, std::string_view why) {
    throw Error(ErrorKind::invalid, fmt::format("entry {}: is an act, but {}", act.seq, why));
}

/// Reads one receipt, member by member.
class ReceiptReader {
public:
    explicit ReceiptReader(const Observation& act) : act_(act), cursor_(act.body) {}

    Receipt read() {
        cursor_.each_member([&](std::string_view key, JsonCursor::Value value) {
            if (key == "entries") {
                cursor_.each_element(value, [&](JsonCursor::Value range) { read_range(range); });
            } else {
                read_member(key, cursor_.take(value, storage_));
            }
        });
        cursor_.expect_end();
        if (!known_) refuse(act_, "of no kind that is known");
        if (named_ != receipt_.observations || named_ == 0) {
            refuse(act_, "does not name as many entries as it counts");
        }
        return std::move(receipt_);
    }

private:
    void read_member(std::string_view key, const JsonValue& value) {
        if (key == "act") {
            for (const ActKind kind : {ActKind::prune, ActKind::thin, ActKind::restore}) {
                if (value.kind != JsonKind::text || value.text != word_of(kind)) continue;
                receipt_.kind = kind;
                known_ = true;
            }
        } else if (key == "batches") {
            receipt_.batches = integer(value);
        } else if (key == "observations") {
            receipt_.observations = integer(value);
        } else if (key == "archive_sha256" && value.kind == JsonKind::text) {
            receipt_.archive_sha256 = parse_digest(value.text);
        } else if (key == "reason" && value.kind == JsonKind::text) {
            receipt_.reason = value.text;
        }
    }

    void read_range(JsonCursor::Value value) {
        std::vector<std::int64_t> ends;
        cursor_.each_element(
            value, [&](JsonCursor::Value end) { ends.push_back(integer(cursor_.take(end, storage_))); });
        const std::int64_t before = receipt_.entries.empty() ? 0 : receipt_.entries.back().last;
        if (ends.size() != 2 || ends[0] <= before || ends[1] < ends[0] || ends[1] >= act_.seq) {
            refuse(act_, "names what are no entries before it, in their order");
        }
        receipt_.entries.push_back({ends[0], ends[1]});
        named_ += ends[1] - ends[0] + 1;
    }

    std::int64_t integer(const JsonValue& value) const {
        std::int64_t number = 0;
        const char* const end = value.text.data() + value.text.size();
        const auto [behind, error] = std::from_chars(value.text.data(), end, number);
        if (value.kind != JsonKind::number || error != std::errc() || behind != end) {
            refuse(act_, "has no number where there should be one");
        }
        return number;
    }

    const Observation& act_;
    JsonCursor cursor_;
    std::string storage_;
    bool known_ = false;
    std::int64_t named_ = 0;
    Receipt receipt_;
};

}  // namespace

void append_entry(EntryRanges& ranges, std::int64_t seq) {
    if (!ranges.empty() && ranges.back().last == seq - 1) {
        ranges.back().last = seq;
    } else {
        ranges.push_back({seq, seq});
    }
}

EntryRanges joined(EntryRanges ranges) {
    std::ranges::sort(ranges, {}, &EntryRange::first);
    EntryRanges joined;
    for (const EntryRange& range : ranges) {
        if (joined.empty() || range.first - 1 > joined.back().last) {
            joined.push_back(range);
        } else {
            joined.back().last = std::max(joined.back().last, range.last);
        }
    }
    return joined;
}

EntryRanges without(const EntryRanges& ranges, const EntryRanges& others) {
    EntryRanges left;
    auto other = others.begin();
    for (const EntryRange& range : ranges) {
        std::int64_t first = range.first;
        while (other != others.end() && other->last < first) ++other;
        for (auto next = other; next != others.end() && next->first <= range.last; ++next) {
            if (next->first > first) left.push_back({first, next->first - 1});
            first = next->last + 1;
        }
        if (first <= range.last) left.push_back({first, range.last});
    }
    return left;
}

std::string to_json_text(const Receipt& receipt) {
    std::string text = fmt::format(R"({{"act":"{}","entries":[)", word_of(receipt.kind));
    for (const EntryRange& range : receipt.entries) {
        fmt::format_to(std::back_inserter(text), "{}[{},{}]", text.ends_with('[') ? "" : ",", range.first,
                       range.last);
    }
    fmt::format_to(std::back_inserter(text), R"(],"batches":{},"observations":{},"archive_sha256":)",
                   receipt.batches, receipt.observations);
    text += receipt.archive_sha256 ? '"' + to_hex(*receipt.archive_sha256) + '"' : "null";
    text += R"(,"reason":)";
    if (receipt.reason.empty()) {
        text += "null";
    } else {
        append_json_string(text, receipt.reason);
    }
    return text + '}';
}

Receipt read_receipt(const Observation& act) {
    return ReceiptReader(act).read();
}

}  // namespace batchstore
