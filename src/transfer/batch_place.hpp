#pragma once

#include <string>
#include <string_view>

namespace batchstore {

/// The JSON Pointer to the first place in an object, but the object itself, where batches seem to be: a
/// batch, an array of them, or a string that holds them as a JSON text. Empty if there is none that is easily
/// found.
std::string place_of_batches(std::string_view object);

}  // namespace batchstore
