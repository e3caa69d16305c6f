#include "sqlite/checking/refile.hpp"

#include "model/digest.hpp"
#include "model/reading.hpp"
#include "repository/chain.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace batchstore::sqlite {

namespace {

/// The batch of an absence is the one under whose row it lies, or else the one that the answer before it is
/// about: with that id it has its place in the chain.
std::string id_of_absence(Session& session, std::int64_t seq) {
    const Observation entry = session.entry(seq).value();
    const Digest before = seq == 1 ? Digest() : session.entry(seq - 1).value().digest;
    const bool lies_right = chain_digest(before, entry_digest(entry, sha256(entry.body))) == entry.digest;
    return lies_right ? entry.id : read_answer(session.answer_before(seq)).batch.id;
}

/// Calls `visit(seq, batch_key, id)` for every entry that is of a batch and not empty, with the batch's id.
void each_entry(
    Session& session,
    const std::function<void(std::int64_t, const std::optional<std::int64_t>&, const std::string&)>& visit) {
    Prepared select(session.connection().database(),
                    "SELECT seq, batch_key, verdict = 'absent', body FROM observations "
                    "WHERE body IS NOT NULL AND verdict <> 'pruned' ORDER BY seq");
    Run run = select.run();
    while (run.next()) {
        const auto seq = run.value<std::int64_t>();
        const auto batch_key = run.value<std::optional<std::int64_t>>();
        const bool is_absence = run.value<std::int64_t>() != 0;
        const auto body = run.value<std::string>();
        visit(seq, batch_key, is_absence ? id_of_absence(session, seq) : read_answer(body).batch.id);
    }
}

/// Keys of batches by their ids, on the disk: there may be very many.
class OwnKeys {
public:
    explicit OwnKeys(Session& session) : database_(session.connection().database()) {
        database_.exec(
            "CREATE TEMP TABLE own_keys(id TEXT PRIMARY KEY, first_key INTEGER, batch_key INTEGER UNIQUE) "
            "WITHOUT ROWID");
        note_logged(session);
        note_rows();
        database_.exec("UPDATE OR IGNORE own_keys SET batch_key = first_key WHERE batch_key IS NULL");
        give_new_keys(session.connection());
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
    void note_logged(Session& session) {
        Prepared insert(database_, "INSERT OR IGNORE INTO own_keys(id, first_key) VALUES(?, ?)");
        each_entry(session, [&](std::int64_t, const auto& batch_key, const std::string& id) {
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

std::int64_t refile_entries(Session& session) {
    OwnKeys keys(session);
    std::vector<std::pair<std::int64_t, std::int64_t>> moved;
    each_entry(session, [&](std::int64_t seq, const auto& batch_key, const std::string& id) {
        if (const std::int64_t own = keys.key_of(id); own != batch_key) {
            moved.emplace_back(seq, own);
        }
    });
    SQLite::Database& database = session.connection().database();
    Prepared update(database, "UPDATE observations SET batch_key = ?2 WHERE seq = ?1");
    for (const auto& [seq, batch_key] : moved) {
        update.run().bind(seq).bind(batch_key).execute();
    }
    const std::int64_t acts = database.exec(
        "UPDATE observations SET batch_key = NULL WHERE verdict = 'pruned' AND batch_key IS NOT NULL");
    return static_cast<std::int64_t>(moved.size()) + acts;
}

}  // namespace batchstore::sqlite
