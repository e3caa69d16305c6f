#pragma once

#include "sqlite/raw_file.hpp"
#include "sqlite/sample_answers.hpp"
#include "temporary_folder.hpp"

#include <batchstore/batchstore.hpp>

namespace batchstore::testing {

using Problems = std::vector<std::string>;
inline const Problems none;

/// A store of three batches and four entries: progress of batch_a twice, errors of batch_b, little of
/// batch_c.
struct SealedStore {
    TemporaryFolder folder;
    Path file = folder.path() / "sealed.db";
    Head middle;  ///< after the second entry

    SealedStore() {
        const auto repository = open(file.string());
        const auto at = [](std::int64_t us) {
            return RefreshOptions{.observed_at_us = us, .source = "poller-1"};
        };
        repository->refresh(progress_answer("batch_a", 1), at(1000));
        repository->refresh(failed_answer("batch_b"), at(2000));
        middle = repository->head();
        repository->refresh(progress_answer("batch_a", 2), at(3000));
        repository->refresh(answer_with("batch_c", R"("status":"validating")"), at(4000));
    }

    /// Changes the file as someone would who knows SQLite, stops at nothing, and leaves the schema as it was.
    void tamper(const std::string& sql) const {
        std::string with_triggers = sql;
        for (const std::string& trigger :
             rows(file, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'")) {
            with_triggers += ";" + trigger;
        }
        run_sql(file,
                "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;"
                "DROP TRIGGER IF EXISTS observations_keep_rows; DROP TRIGGER IF EXISTS "
                "observations_keep_values;" +
                    with_triggers);
    }

    Verification verification(std::optional<Head> since = std::nullopt) const {
        OpenOptions options;
        options.access = Access::read;
        return open(file.string(), options)->store().verify({.since = since});
    }
    Problems problems(std::optional<Head> since = std::nullopt) const { return verification(since).problems; }
};

/// What verify says after a change of the file.
inline Problems problems_after(const std::string& sql) {
    const SealedStore store;
    store.tamper(sql);
    return store.problems();
}

}  // namespace batchstore::testing
