#pragma once

#include "output/table.hpp"
#include "output/terminal.hpp"

#include <batchstore/repository.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// Batches as rows of a table. On a terminal their ids are short and their times ages, unless it is `wide`.
class BatchRows {
public:
    /// @param changed also when they last changed
    /// @param now_seconds what ages are before
    BatchRows(const batchstore::BatchReader& repository, const Terminal& terminal, bool wide, bool changed,
              std::int64_t now_seconds)
        : repository_(repository),
          short_(terminal.interactive && !wide),
          changed_(changed),
          now_seconds_(now_seconds) {}

    std::vector<Table::Column> titles() const;
    std::vector<Table::Cell> row_of(const batchstore::StoredBatch& batch) const;
    /// An id as the rows show it.
    std::string id_text(const std::string& id) const;

private:
    const batchstore::BatchReader& repository_;
    bool short_;
    bool changed_;
    std::int64_t now_seconds_;
};
