#pragma once

#include "table.hpp"
#include "terminal.hpp"

#include <batchstore/repository.hpp>

#include <cstdint>
#include <string>

/// A table of batches. On a terminal its ids are short and its times ages, unless it is `wide`.
class BatchTable {
public:
    /// @param now_seconds what ages are before
    BatchTable(const batchstore::BatchRepository& repository, const Terminal& terminal, bool wide,
               std::int64_t now_seconds);

    void add(const batchstore::StoredBatch& batch);

    std::string text() const { return table_.text(terminal_); }

private:
    const batchstore::BatchRepository& repository_;
    Terminal terminal_;
    bool short_;
    std::int64_t now_seconds_;
    Table table_;
};
