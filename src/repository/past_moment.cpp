#include "repository/past_moment.hpp"

#include <batchstore/error.hpp>

#include <fmt/format.h>

namespace batchstore {

std::optional<PastMoment> past_moment(
    const std::optional<std::int64_t>& as_of_us, const std::optional<PastHead>& as_of_head,
    const std::function<Head()>& end,
    const std::function<std::optional<Observation>(std::int64_t seq)>& entry) {
    if (!as_of_head) {
        return as_of_us ? std::optional(PastMoment::at_time(*as_of_us)) : std::nullopt;
    }
    if (as_of_us) {
        throw Error(ErrorKind::invalid, "as of a time and as of a head cannot be asked at once");
    }
    const Head last = end();
    if (as_of_head->seq < 0 || as_of_head->seq > last.seq) {
        throw Error(ErrorKind::invalid,
                    fmt::format("as of {}: the log ends at entry {}", to_string(*as_of_head), last.seq));
    }
    if (as_of_head->digest) {
        const auto there = as_of_head->seq > 0 ? entry(as_of_head->seq) : std::optional(Observation());
        if (!there || there->digest != *as_of_head->digest) {
            throw Error(ErrorKind::invalid, fmt::format("as of {}: the log does not pass through this head",
                                                        to_string(*as_of_head)));
        }
    }
    return PastMoment::at_entry(as_of_head->seq);
}

}  // namespace batchstore
