#pragma once

#include "invocation.hpp"

#include <batchstore/repository.hpp>

#include <optional>
#include <string>

/// Short ids for people, and the way back from them.

/// As much of an id as tells it from all others in the store, and a `…`; the whole id if that saves little.
std::string short_id(const batchstore::BatchReader& repository, const std::string& id);

/// The id that was typed; or, if there is no such batch, the only one that begins with it. From four
/// characters, or any number with the `…` of a short id (`...` does, too).
/// @returns nothing if none is meant, or several are: then it was said, and the command ends with
/// `Exit::refused`
std::optional<std::string> id_meant(const Invocation& invocation, const batchstore::BatchReader& repository,
                                    const std::string& typed);
