#pragma once

#include "invocation.hpp"

#include <batchstore/repository.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// The store that is meant where none is named: BATCHSTORE_DB, else batches.db.
std::string default_store();

/// @throws batchstore::Error{not_found} if there is no store yet, with the way to get one.
void require_store(const Invocation& invocation);

/// Opens the store of an invocation for reading: it is neither created nor changed.
/// @throws as `require_store` and `batchstore::open`.
std::unique_ptr<batchstore::BatchRepository> open_for_reading(const Invocation& invocation);

/// Says that the store does not know a batch. @returns how the command ends.
Exit unknown_batch(const Invocation& invocation, std::string_view id);

/// Says that the store did not know a batch at the time or entry that was asked for, and since when it does;
/// of one that was asked for as of now, that only its state is there.
/// @returns how the command ends.
Exit unknown_then(const Invocation& invocation, const batchstore::BatchReader& repository,
                  const std::string& id, const batchstore::GetOptions& then);
