#pragma once

#include "model/json_cursor.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/reading.hpp>

#include <optional>
#include <string>
#include <vector>

namespace batchstore {

/// How a field stood in an answer.
enum class Presence { absent, null, empty, given };

/// What an answer says that it is.
struct Identity {
    std::optional<JsonKind> id_kind{};  ///< what `id` is; none: absent
    bool id_storable = true;
    Presence object_presence = Presence::absent;
    std::string object{};  ///< the value of `object` as JSON
};

/// Reads `Object` where `object` is absent or null, and `Id` where `id` is and all else says that the answer
/// is a batch; likewise other spellings of them.
void adopt_other_names_of_identity(Identity& identity, Batch& batch, std::vector<Finding>& findings);

/// Whether an answer shows, but for its id, that it is about a batch.
bool tells_a_batch(const Identity& identity, const Batch& batch);

/// Refuses an object that is not a batch: an error, a webhook event, a file, or too little to tell.
/// @throws Error{invalid} that says what it is.
void refuse_other_objects(const Identity& identity, const Batch& batch);

}  // namespace batchstore
