#include "report/figures/group_key.hpp"

#include <batchstore/error.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

using Field = GroupKey::Field;

constexpr std::array<std::pair<Field, std::string_view>, 9> field_names{{
    {Field::status, "status"},
    {Field::phase, "phase"},
    {Field::endpoint, "endpoint"},
    {Field::model, "model"},
    {Field::error_code, "error_code"},
    {Field::source, "source"},
    {Field::day, "day"},
    {Field::week, "week"},
    {Field::month, "month"},
}};

constexpr std::string_view metadata_prefix = "metadata.";
constexpr std::int64_t day_seconds = 86'400;

/// The week of ISO 8601 belongs to the year in which its Thursday lies.
std::string week_text(std::int64_t day) {
    using namespace std::chrono;
    const sys_days date{days(day)};
    const sys_days thursday = date + days(4) - days(weekday(date).iso_encoding());
    const year in_year = year_month_day(thursday).year();
    const auto week = (thursday - sys_days(in_year / January / 1)).count() / 7 + 1;
    return fmt::format("{:04}-W{:02}", static_cast<int>(in_year), week);
}

std::vector<std::string> fields_of(const GroupKey& key) {
    switch (key.field) {
        case Field::metadata:
            return {"metadata"};
        case Field::error_code:
            return {"errors"};
        case Field::source:
            return {};
        case Field::status:
        case Field::phase:
            return {"status"};
        case Field::endpoint:
        case Field::model:
            return {to_string(key)};
        default:
            return {"created_at"};
    }
}

}  // namespace

std::int64_t day_of(std::int64_t seconds) {
    return seconds / day_seconds - (seconds % day_seconds < 0 ? 1 : 0);
}

std::string period_text(Field field, std::int64_t day) {
    const std::string text = iso8601(day * day_seconds);
    if (text.size() != std::string_view("2026-10-01T00:00:00Z").size()) return "beyond the year 9999";
    if (field == Field::week) return week_text(day);
    return text.substr(0, std::string_view(field == Field::day ? "2026-10-01" : "2026-10").size());
}

std::string to_string(const GroupKey& key) {
    if (key.field == Field::metadata) return std::string(metadata_prefix) + key.metadata_key;
    const auto* found = std::find_if(field_names.begin(), field_names.end(),
                                     [&](const auto& name) { return name.first == key.field; });
    return std::string(found->second);
}

GroupKey parse_group_key(std::string_view text) {
    const auto* found = std::find_if(field_names.begin(), field_names.end(),
                                     [&](const auto& name) { return name.second == text; });
    if (found != field_names.end()) return {.field = found->first};
    if (text.starts_with(metadata_prefix) && text.size() > metadata_prefix.size()) {
        return {.field = Field::metadata, .metadata_key = std::string(text.substr(metadata_prefix.size()))};
    }
    std::string known;
    for (const auto& [field, name] : field_names) known.append(name).append(", ");
    throw Error(ErrorKind::invalid, fmt::format("'{}' is not one of {}metadata.KEY", text, known));
}

bool is_time(const GroupKey& key) {
    return key.field == Field::day || key.field == Field::week || key.field == Field::month;
}

bool has_source(const std::vector<GroupKey>& by) {
    return std::ranges::find(by, Field::source, &GroupKey::field) != by.end();
}

const std::vector<std::optional<std::string>>& KeyReader::values_of(const Batch& batch) {
    if (is_time(key_)) {
        read_time(batch.created_at);
        return values_;
    }
    values_.resize(1);
    std::optional<std::string>& value = values_.front();
    switch (key_.field) {
        case Field::status:
            value = batch.status;
            break;
        case Field::phase:
            value = to_string(phase_of(batch.status));
            break;
        case Field::endpoint:
            value = batch.endpoint;
            break;
        case Field::model:
            value = batch.model;
            break;
        case Field::metadata:
            value.reset();
            if (batch.metadata) {
                const auto pair = batch.metadata->find(key_.metadata_key);
                if (pair != batch.metadata->end()) value = pair->second;
            }
            break;
        case Field::error_code:
            read_error_codes(batch);
            break;
        default:
            value.reset();
    }
    return values_;
}

void KeyReader::read_error_codes(const Batch& batch) {
    values_.clear();
    for (const BatchError& error : batch.errors) values_.push_back(error.code);
    if (values_.empty()) values_.emplace_back();
    std::sort(values_.begin(), values_.end());
    values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
}

void KeyReader::read_time(const std::optional<std::int64_t>& created_at) {
    const auto day = created_at ? std::optional(day_of(*created_at)) : std::nullopt;
    if (values_.empty() || day != day_) {
        values_.resize(1);
        values_.front() = day ? std::optional(period_text(key_.field, *day)) : std::nullopt;
        day_ = day;
    }
}

std::vector<std::string> with_fields_of(const std::vector<GroupKey>& by, std::vector<std::string> fields) {
    for (const GroupKey& key : by) {
        const std::vector<std::string> more = fields_of(key);
        fields.insert(fields.end(), more.begin(), more.end());
    }
    return fields;
}

}  // namespace batchstore
