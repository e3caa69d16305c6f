#pragma once

#include <batchstore/batch.hpp>

#include <string>
#include <vector>

namespace batchstore {

/// A field that is not the same in two states of a batch.
struct FieldChange {
    /// Its path in the API's JSON: `status`, `request_counts.completed`, `metadata.team`.
    std::string field{};
    std::string before{};  ///< as JSON text; `null` if it is not set
    std::string after{};

    bool operator==(const FieldChange&) const = default;
};

/// The fields in which two states of a batch differ, in the API's order. Objects are compared member by
/// member, however deep; `errors` is compared as a whole.
/// @throws Error{corrupt} if `extra` of a hand-made batch is not JSON.
std::vector<FieldChange> changes_between(const Batch& before, const Batch& after);

}  // namespace batchstore
