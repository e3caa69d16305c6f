#include "commands/batch_row.hpp"

#include "arguments/batch_id.hpp"
#include "output/batch_text.hpp"

#include <batchstore/batch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

constexpr int place_of_change = 4;  // before when it was created
constexpr std::int64_t second_us = 1'000'000;

}  // namespace

std::vector<Table::Column> BatchRows::titles() const {
    using enum Table::Align;
    const Table::Align times = short_ ? right : left;
    std::vector<Table::Column> titles{
        {.title = "ID", .weight = 1},
        {.title = "STATUS", .weight = 1},
        {"PROGRESS", right},
        {"FAILED", right},
        {short_ ? "AGE" : "CREATED", times},
        {.title = "ENDED", .align = times, .weight = -1},
        {.title = "MODEL", .least_width = 8, .weight = -1},
        {.title = "ENDPOINT", .least_width = 8, .weight = -1},
        {.title = "ERROR", .least_width = 12, .good_width = 28, .weight = 1, .only_if_filled = true}};
    if (changed_) titles.insert(titles.begin() + place_of_change, {short_ ? "UNCHANGED" : "CHANGED", times});
    return titles;
}

std::string BatchRows::id_text(const std::string& id) const {
    return short_ ? short_id(repository_, id) : id;
}

std::vector<Table::Cell> BatchRows::row_of(const batchstore::StoredBatch& batch) const {
    const auto time = [&](const std::optional<std::int64_t>& seconds) {
        return short_ ? age_text(seconds, now_seconds_) : time_text(seconds);
    };
    const auto ended_at = batchstore::ended_at(batch);
    const bool is_age = short_ && ended_at && *ended_at < now_seconds_;
    std::vector<Table::Cell> cells{
        id_text(batch.id),        {standing_text(batch), style_of(batch)},
        progress_text(batch),     {failed_text(batch), has_failures(batch) ? Style::bad : Style::plain},
        time(batch.created_at),   time(ended_at) + (is_age ? " ago" : ""),
        batch.model.value_or(""), batch.endpoint.value_or(""),
        error_text(batch)};
    if (changed_) cells.insert(cells.begin() + place_of_change, time(batch.changed_at_us / second_us));
    return cells;
}
