#include "batch_table.hpp"

#include "batch_id.hpp"
#include "batch_text.hpp"

#include <batchstore/batch.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace {

Table empty_table(bool short_times) {
    using enum Table::Align;
    const Table::Align times = short_times ? right : left;
    return Table({{"ID"},
                  {"STATUS"},
                  {"PROGRESS", right},
                  {"FAILED", right},
                  {short_times ? "AGE" : "CREATED", times},
                  {"ENDED", times},
                  {"MODEL", left, 8},
                  {"ENDPOINT", left, 8}});
}

}  // namespace

BatchTable::BatchTable(const batchstore::BatchRepository& repository, const Terminal& terminal, bool wide,
                       std::int64_t now_seconds)
    : repository_(repository),
      terminal_(terminal),
      short_(terminal.interactive && !wide),
      now_seconds_(now_seconds),
      table_(empty_table(short_)) {}

void BatchTable::add(const batchstore::StoredBatch& batch) {
    const auto time = [&](const std::optional<std::int64_t>& seconds) {
        return short_ ? age_text(seconds, now_seconds_) : time_text(seconds);
    };
    const std::string ended = time(batchstore::ended_at(batch));
    table_.add_row({short_ ? short_id(repository_, batch.id) : batch.id,
                    {batch.status.value_or(""), style_of(batch)},
                    progress_text(batch),
                    {failed_text(batch), has_failures(batch) ? Style::bad : Style::plain},
                    time(batch.created_at),
                    ended.empty() || !short_ ? ended : ended + " ago",
                    batch.model.value_or(""),
                    batch.endpoint.value_or("")});
}
