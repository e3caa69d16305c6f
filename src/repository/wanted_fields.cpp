#include "repository/wanted_fields.hpp"

#include "model/columns.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace batchstore {

namespace {

bool is_field(std::string_view name) {
    constexpr std::array<std::string_view, 9> others{"id",
                                                     "extra",
                                                     "revision",
                                                     "first_seen_at_us",
                                                     "last_seen_at_us",
                                                     "sightings",
                                                     "last_answered_at_us",
                                                     "absent_since_us",
                                                     "changed_at_us"};
    bool known = std::find(others.begin(), others.end(), name) != others.end();
    for_each_column(batch_columns, [&](const auto& column) { known = known || column.name == name; });
    return known;
}

}  // namespace

WantedFields::WantedFields(const std::vector<std::string>& only) : only_(only) {
    for (const std::string& name : only) {
        if (!is_field(name)) throw Error(ErrorKind::invalid, fmt::format("a batch has no field '{}'", name));
    }
}

bool WantedFields::has(std::string_view field) const {
    return all() || std::find(only_.begin(), only_.end(), field) != only_.end();
}

}  // namespace batchstore
