#pragma once

#include <batchstore/query.hpp>
#include <batchstore/statistics.hpp>

#include <optional>
#include <string>
#include <vector>

namespace batchstore {

/// What a key says about batches, one after the other.
class KeyReader {
public:
    explicit KeyReader(GroupKey key) : key_(std::move(key)) {}

    /// The values by which a batch is grouped: one, or several where it is in several groups. None: it has no
    /// such thing. Stays until the next call. Not for `source`, which a batch does not say.
    const std::vector<std::optional<std::string>>& values_of(const Batch& batch);

private:
    void read_error_codes(const Batch& batch);
    /// The text of a day, week or month; batches come in the order of time, so mostly the one before.
    void read_time(const std::optional<std::int64_t>& created_at);

    GroupKey key_;
    std::vector<std::optional<std::string>> values_;
    std::optional<std::int64_t> day_;  ///< days since 1970 of which `values_` holds the text
};

/// Whether one of the keys is `source`.
bool has_source(const std::vector<GroupKey>& by);

/// Days since 1970 of a time in seconds.
std::int64_t day_of(std::int64_t seconds);

/// The day, the week or the month in which a day lies, as it is written.
std::string period_text(GroupKey::Field field, std::int64_t day);

/// The fields of a batch that keys read, as `Query::only` takes them, behind those that are needed anyway.
std::vector<std::string> with_fields_of(const std::vector<GroupKey>& by, std::vector<std::string> fields);

}  // namespace batchstore
