#pragma once

#include <batchstore/batch.hpp>
#include <batchstore/observation.hpp>

#include <string_view>

namespace batchstore {

/// SHA-256 of some bytes.
Digest sha256(std::string_view bytes);

/// The bytes of a digest, for hashing it again or storing it.
std::string_view bytes_of(const Digest& digest);

/// Digest of a batch in normal form. Two answers are equal when these are.
Digest normal_form_digest(const Batch& batch);

}  // namespace batchstore
