#include "arguments/period.hpp"

#include "arguments/filters.hpp"

#include <algorithm>

Period::Period(Arguments& arguments) {
    arguments.time("--from", from_us_, "Only batches created then or later");
    arguments.time("--to", to_us_, "Only batches created before");
}

void Period::narrow(batchstore::Query& query) const {
    refuse_empty("--from", from_us_, "--to", to_us_);
    const auto from = seconds_from(from_us_);
    const auto to = seconds_from(to_us_);
    if (from) query.created_from = std::max(*from, query.created_from.value_or(*from));
    if (to) query.created_to = std::min(*to, query.created_to.value_or(*to));
    if (query.created_from && query.created_to && *query.created_from >= *query.created_to) {
        throw UsageError("--from and --to leave nothing of --created-from and --created-to");
    }
}
