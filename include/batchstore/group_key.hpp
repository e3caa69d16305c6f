#pragma once

#include <string>
#include <string_view>

namespace batchstore {

/// What batches are grouped by.
struct GroupKey {
    enum class Field {
        status,
        phase,
        endpoint,
        model,
        metadata,    ///< the value of one pair
        error_code,  ///< a batch with several codes is in several groups
        source,      ///< a batch that several sources saw is in several groups
        day,         ///< of creation, in UTC: `2026-10-01`
        week,        ///< ISO 8601: `2026-W40`
        month,       ///< `2026-10`
    };

    Field field = Field::status;
    std::string metadata_key{};  ///< of `metadata`

    bool operator==(const GroupKey&) const = default;
};

/// `status`, `metadata.team`, …: as people type it.
std::string to_string(const GroupKey& key);

/// @throws Error{invalid} that lists the keys there are
GroupKey parse_group_key(std::string_view text);

/// Whether groups by this key are in the order of time.
bool is_time(const GroupKey& key);

}  // namespace batchstore
