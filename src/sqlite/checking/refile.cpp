#include "sqlite/checking/refile.hpp"

#include "model/reading.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace batchstore::sqlite {

namespace {

/// Calls `visit(seq, batch_key, id)` for every entry that has an answer, the id as the answer has it.
void each_entry(
    Connection& connection,
    const std::function<void(std::int64_t, const std::optional<std::int64_t>&, const std::string&)>& visit) {
    Prepared select(connection.database(),
                    "SELECT seq, batch_key, body FROM observations WHERE body IS NOT NULL ORDER BY seq");
    Run run = select.run();
    while (run.next()) {
        const auto seq = run.value<std::int64_t>();
        const auto batch_key = run.value<std::optional<std::int64_t>>();
        visit(seq, batch_key, read_answer(run.value<std::string>()).batch.id);
    }
}

/// Keys of batches by their ids, on the disk: there may be very many.
class OwnKeys {
public:
    explicit OwnKeys(Connection& connection) : database_(connection.database()) {
        database_.exec(
            "CREATE TEMP TABLE own_keys(id TEXT PRIMARY KEY, first_key INTEGER, batch_key INTEGER UNIQUE) "
            "WITHOUT ROWID");
        note_logged(connection);
        note_rows();
        database_.exec("UPDATE OR IGNORE own_keys SET batch_key = first_key WHERE batch_key IS NULL");
        give_new_keys(connection);
    }
    OwnKeys(const OwnKeys&) = delete;
    OwnKeys& operator=(const OwnKeys&) = delete;
    ~OwnKeys() { database_.tryExec("DROP TABLE temp.own_keys"); }

    std::int64_t key_of(const std::string& id) {
        Run run = find_.run();
        run.bind(id).next();
        return run.value<std::int64_t>();
    }

private:
    void note_logged(Connection& connection) {
        Prepared insert(database_, "INSERT OR IGNORE INTO own_keys(id, first_key) VALUES(?, ?)");
        each_entry(connection, [&](std::int64_t, const auto& batch_key, const std::string& id) {
            insert.run().bind(id).bind(batch_key).execute();
        });
    }

    void note_rows() {
        Prepared select(database_, "SELECT id, batch_key FROM batches NOT INDEXED ORDER BY batch_key");
        Prepared set(database_, "UPDATE own_keys SET batch_key = ?2 WHERE id = ?1 AND batch_key IS NULL");
        Run run = select.run();
        while (run.next()) {
            const auto id = run.value<std::string>();
            set.run().bind(id).bind(run.value<std::int64_t>()).execute();
        }
    }

    void give_new_keys(Connection& connection) {
        std::int64_t last = connection.integer(
            "SELECT max(ifnull((SELECT max(batch_key) FROM observations), 0), "
            "ifnull((SELECT max(batch_key) FROM batches), 0))");
        std::vector<std::string> ids;
        Prepared select(database_, "SELECT id FROM own_keys WHERE batch_key IS NULL");
        {
            Run run = select.run();
            while (run.next()) {
                ids.push_back(run.value<std::string>());
            }
        }
        Prepared set(database_, "UPDATE own_keys SET batch_key = ?2 WHERE id = ?1");
        for (const std::string& id : ids) {
            set.run().bind(id).bind(++last).execute();
        }
    }

    SQLite::Database& database_;
    Prepared find_{database_, "SELECT batch_key FROM own_keys WHERE id = ?"};
};

}  // namespace

std::int64_t refile_entries(Connection& connection) {
    OwnKeys keys(connection);
    std::vector<std::pair<std::int64_t, std::int64_t>> moved;
    each_entry(connection, [&](std::int64_t seq, const auto& batch_key, const std::string& id) {
        if (const std::int64_t own = keys.key_of(id); own != batch_key) {
            moved.emplace_back(seq, own);
        }
    });
    Prepared update(connection.database(), "UPDATE observations SET batch_key = ?2 WHERE seq = ?1");
    for (const auto& [seq, batch_key] : moved) {
        update.run().bind(seq).bind(batch_key).execute();
    }
    return static_cast<std::int64_t>(moved.size());
}

}  // namespace batchstore::sqlite
