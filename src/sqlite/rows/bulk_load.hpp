#pragma once

#include "sqlite/file/connection.hpp"
#include "sqlite/rows/keys_by_id.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>

namespace batchstore::sqlite {

/// What a session does differently while very many batches are being stored: more memory for pages, fewer
/// checkpoints, and, as long as the store is small compared with what has come, no late indexes. `finish`
/// builds them and the destructor gives the settings back; what the end of the process prevents is made up
/// for by the next opener.
class BulkLoad {
public:
    explicit BulkLoad(Connection& connection);
    BulkLoad(const BulkLoad&) = delete;
    BulkLoad& operator=(const BulkLoad&) = delete;
    ~BulkLoad();

    /// To be called at the beginning of each transaction for writing, and after each new batch.
    void transaction_began();
    void inserted(std::string_view id, std::int64_t batch_key);

    /// To be called before batches are removed, which the keys cannot follow.
    void removing();

    /// Where to find batches by id while the store has no index of ids; null: it has one. Every batch has a
    /// key there; a rollback may leave it with keys of batches that are not there.
    const KeysById* keys() const { return keys_ ? &*keys_ : nullptr; }

    /// Builds the indexes that were left out. @returns false if `stop` was set before the end.
    bool finish(const std::atomic<bool>* stop);

private:
    void drop_indexes();
    void build_indexes();

    Connection& connection_;
    std::optional<KeysById> keys_;
    std::int64_t inserted_ = 0;
    std::int64_t others_changes_ = 0;  ///< another number whenever another connection has committed
};

}  // namespace batchstore::sqlite
