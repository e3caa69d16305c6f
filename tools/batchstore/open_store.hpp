#pragma once

#include "invocation.hpp"

#include <batchstore/repository.hpp>

#include <memory>
#include <string_view>

/// @throws batchstore::Error{not_found} if there is no store yet, with the way to get one.
void require_store(const Invocation& invocation);

/// Opens the store of an invocation for reading: it is neither created nor changed.
/// @throws as `require_store` and `batchstore::open`.
std::unique_ptr<batchstore::BatchRepository> open_for_reading(const Invocation& invocation);

/// Says that the store does not know a batch. @returns how the command ends.
Exit unknown_batch(const Invocation& invocation, std::string_view id);
