#pragma once

#include "arguments/command_line.hpp"
#include "invocation.hpp"

#include <batchstore/transfer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What import was told to read, and can.
struct ImportInputs {
    std::vector<std::unique_ptr<batchstore::Input>> opened;
    bool all = true;  ///< false: some could not be opened, and it was said why

    /// How much of all the bytes was read when `current` is at hand; nothing if a size is unknown.
    std::optional<double> share_read(const batchstore::Input& current) const;
};

/// Standard input, if no path was typed. @throws UsageError if that is a terminal, or named twice
void settle_paths(std::vector<std::string>& paths);

/// Opens every input, so that what cannot be read is known before anything is stored. A file is closed
/// again until its turn comes: any number of them may be given.
ImportInputs open_inputs(const Invocation& invocation, const std::vector<std::string>& paths);

/// Declares `--at`. What was typed is to be checked by `checked_pointer`.
void declare_pointer(Arguments& arguments, std::optional<std::string>& pointer);

/// The JSON Pointer that was typed for `--at`; empty if none was. @throws UsageError if it is none
std::string checked_pointer(const std::optional<std::string>& pointer);
