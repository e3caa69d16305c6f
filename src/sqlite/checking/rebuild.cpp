#include "sqlite/checking/rebuild.hpp"

#include "repository/verify_step.hpp"
#include "sqlite/checking/refile.hpp"
#include "sqlite/file/check_file.hpp"
#include "sqlite/file/check_schema.hpp"
#include "sqlite/file/copy.hpp"
#include "sqlite/file/interruption.hpp"
#include "sqlite/file/late_indexes.hpp"
#include "sqlite/file/schema_objects.hpp"
#include "sqlite/open.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

namespace batchstore {

namespace sqlite {

namespace {

constexpr const char* child_tables[] = {"errors", "request_counts", "metadata", "token_usage"};

}  // namespace

Rebuild::Rebuild(Session& session, const RebuildOptions& options)
    : session_(session), connection_(session.connection()), options_(options) {}

bool Rebuild::run() {
    require_sound_log();
    check_file(connection_, [&](std::string problem) { found_.report(std::move(problem)); });
    const std::vector<SchemaObject> objects = mendable_objects(connection_);
    done_.indexes = !found_.none() || !filing_.none() || !objects.empty();
    if (done_.indexes) {
        begin_indexes();
    }
    if (!filing_.none()) {
        done_.entries = refile_entries(session_);
    }
    find_wrong_batches();
    if (!done_.indexes && found_.none() && wrong_.empty()) {
        return false;
    }
    const Tick tick = ticking("mend", "batches", static_cast<std::int64_t>(wrong_.size()));
    RebuiltStates states;
    for (const std::int64_t batch_key : wrong_) {
        rebuild_state(session_, batch_key, states);
        tick();
    }
    done_.added = states.added;
    done_.mended = states.mended;
    done_.removed = states.removed;
    done_.entries += states.entries;
    remove_orphans();
    for (const SchemaObject& object : objects) {
        if (object.type != "index") {
            make_anew(connection_, object);
        }
    }
    if (done_.indexes) {
        build_owed_indexes(connection_, embedded_migrations());
    }
    return true;
}

void Rebuild::require_sound_log() {
    Problems problems;
    check_log(session_, options_.since, problems, filing_,
              ticking("check", "entries", connection_.integer("SELECT count(*) FROM observations")));
    require_none(problems);
}

void Rebuild::require_none(const Problems& problems) const {
    if (!problems.none()) {
        throw Error(
            ErrorKind::corrupt,
            fmt::format("{}: the log itself does not verify, and nothing made from it could be trusted ({}); "
                        "restore a backup",
                        connection_.location(), problems.texts().front()));
    }
}

/// Drops our indexes, as they may mislead or stand in the way, and builds anew those that the log is read by.
void Rebuild::begin_indexes() {
    for (const SchemaObject& index : schema_objects(embedded_migrations(), "index")) {
        connection_.database().exec(fmt::format("DROP INDEX IF EXISTS {}", index.name));
    }
    for (const SchemaObject& index : missing_objects(connection_, embedded_migrations(), "index")) {
        if (index.name.starts_with("observations_")) {
            connection_.database().exec(index.sql);
        }
    }
}

void Rebuild::find_wrong_batches() {
    Problems verdicts;
    check_states(session_, found_, verdicts,
                 ticking("compare", "batches", connection_.integer("SELECT count(*) FROM batches")), &wrong_);
    require_none(verdicts);
    Prepared without_row(connection_.database(),
                         "SELECT DISTINCT batch_key FROM observations AS o WHERE batch_key IS NOT NULL "
                         "AND NOT EXISTS (SELECT 1 FROM batches AS b WHERE b.batch_key = o.batch_key)");
    Run run = without_row.run();
    while (run.next()) {
        wrong_.push_back(run.value<std::int64_t>());
    }
    std::sort(wrong_.begin(), wrong_.end());
    wrong_.erase(std::unique(wrong_.begin(), wrong_.end()), wrong_.end());
}

void Rebuild::remove_orphans() {
    for (const char* table : child_tables) {
        done_.orphans += connection_.database().exec(
            fmt::format("DELETE FROM {} WHERE batch_key NOT IN (SELECT batch_key FROM batches)", table));
    }
}

Rebuilt Rebuild::result() {
    done_.verification =
        verify_alone(session_, verify_step(options_.since, options_.on_progress, options_.stop));
    return done_;
}

Tick Rebuild::ticking(std::string_view step, std::string_view unit, std::int64_t total) const {
    return [this, progress = Progress{.step = step, .unit = unit, .done = 0, .total = total}]() mutable {
        constexpr std::int64_t every = 1000;
        if (++progress.done % every == 0 && options_.on_progress) {
            options_.on_progress(progress);
        }
    };
}

namespace {

/// Lets a connection write what the schema guards: the log's links, and rows without their batch.
void take_guards_off(Connection& connection) {
    connection.database().exec("PRAGMA foreign_keys = OFF");
    sqlite3_db_config(connection.database().getHandle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
}

std::optional<Rebuilt> rebuild_on(Session& session, const RebuildOptions& options) {
    Connection& connection = session.connection();
    Transaction transaction(connection, Transaction::Mode::write);
    Rebuild rebuild(session, options);
    const bool changed = rebuild.run();
    Rebuilt done = rebuild.result();
    if (!done.verification.ok()) {
        throw Error(
            ErrorKind::corrupt,
            fmt::format("{}: is damaged in a way that this does not mend ({}); restore a backup, or import "
                        "what batchstore dump --observations still gives into a new store",
                        connection.location(), done.verification.problems.front()));
    }
    if (changed) {
        CopyBeside copy(connection, "before-rebuild");
        if (options.stop != nullptr && *options.stop) {
            return std::nullopt;
        }
        transaction.commit();
        done.backup = copy.keep();
    }
    return done;
}

}  // namespace

}  // namespace sqlite

std::optional<Rebuilt> rebuild(const std::string& location, const RebuildOptions& options) {
    if (location == sqlite::memory_location) {
        throw Error(ErrorKind::invalid,
                    location + ": a store in memory cannot be rebuilt; import its log again");
    }
    // Refuses, untouched, what is no store of this program; but it does not build indexes, as a session that
    // writes does.
    sqlite::open_session(location, {.access = Access::read});
    return sqlite::translating(location, [&] {
        const OpenOptions writing{
            .access = Access::write, .busy_timeout = options.busy_timeout, .full_durability = true};
        sqlite::Session session(location, writing);
        sqlite::Connection& connection = session.connection();
        sqlite::judge(connection, Access::write, true);
        connection.use_write_ahead_log(writing);
        sqlite::take_guards_off(connection);
        const sqlite::Interruption interruption(connection, options.stop);
        std::optional<Rebuilt> done;
        sqlite::unless_interrupted([&] { done = sqlite::rebuild_on(session, options); });
        return done;
    });
}

}  // namespace batchstore
