#include "sqlite/rows/removal.hpp"

namespace batchstore::sqlite {

Removed remove_batches(Connection& connection, LogTable& log, std::span<const std::int64_t> newest_seqs) {
    // The plus keeps SQLite from reading the log from there to its end: the batch has an index.
    Prepared find(
        connection.database(),
        "SELECT batch_key FROM observations AS o WHERE seq = ? AND batch_key IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM observations AS later WHERE later.batch_key = o.batch_key "
        "AND +later.seq > o.seq)");
    // What belongs to a batch goes with it.
    Prepared remove(connection.database(), "DELETE FROM batches WHERE batch_key = ?");
    Removed removed;
    for (const std::int64_t seq : newest_seqs) {
        std::optional<std::int64_t> batch_key;
        {
            Run run = find.run();
            if (run.bind(seq).next()) {
                run.read(batch_key);
            }
        }
        if (!batch_key) {
            continue;
        }
        for (const LogTable::Entry& entry : log.entries_of(*batch_key)) {
            log.prune(entry.observation);
            ++removed.observations;
        }
        remove.run().bind(*batch_key).execute();
        ++removed.batches;
    }
    return removed;
}

}  // namespace batchstore::sqlite
