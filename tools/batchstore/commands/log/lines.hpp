#pragma once

#include "output/standard_output.hpp"
#include "output/terminal.hpp"

#include <batchstore/repository.hpp>

#include <cstddef>
#include <string>

/// Entries of the log for a person, one a line: when it was recorded, which batch, who, what changed. On a
/// terminal ids are short, and lines are cut where it ends.
class LogLines {
public:
    LogLines(Output& output, const batchstore::BatchReader& repository);

    /// @returns false once nobody reads any more.
    bool write(const batchstore::HistoryEntry& entry);

private:
    /// A cell as wide as the widest so far.
    static std::string padded(const std::string& text, std::size_t& width);

    Output& output_;
    const batchstore::BatchReader& repository_;
    Terminal terminal_;
    std::size_t id_width_ = 8;
    std::size_t source_width_ = 8;
};
