#pragma once

#include "sqlite/one_session.hpp"
#include "sqlite/raw_file.hpp"
#include "sqlite/sample_answers.hpp"
#include "temporary_folder.hpp"

#include <batchstore/batchstore.hpp>

#include <functional>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace batchstore::testing {

/// A store that tells how SQLite would answer the questions that it is asked.
struct PlannedStore {
    TemporaryFolder folder;
    std::string file = (folder.path() / "it.db").string();
    std::optional<OneSession> one{};
    BatchRepository* repository = nullptr;

    PlannedStore() {
        open(file)->refresh(progress_answer("batch_a", 1));
        repository = one.emplace(file).repository.get();
    }

    std::string plan(const std::string& query) const {
        std::string text;
        for (const std::string& row : rows(Path(file), "EXPLAIN QUERY PLAN " + query)) {
            text += row.substr(row.rfind('|') + 1) + "\n";
        }
        return text;
    }

    /// The statements that a call runs, in their order.
    std::vector<std::string> statements_of(const std::function<void(BatchRepository&)>& call) const {
        std::vector<std::string> statements;
        sqlite3* database = one->handle();
        const auto note = [](unsigned, void* noted, void* statement, void*) {
            const std::string sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
            if (sql.starts_with("SELECT") || sql.starts_with("UPDATE")) {
                static_cast<std::vector<std::string>*>(noted)->push_back(sql);
            }
            return 0;
        };
        sqlite3_trace_v2(database, SQLITE_TRACE_STMT, note, &statements);
        call(*repository);
        sqlite3_trace_v2(database, 0, nullptr, nullptr);
        return statements;
    }

    /// The plans of all statements that a call runs.
    std::string plans_of(const std::function<void(BatchRepository&)>& call) const {
        std::string plans;
        const auto statements = statements_of(call);
        for (const std::string& statement : std::set(statements.begin(), statements.end())) {
            plans += plan(statement);
        }
        return plans;
    }
};

/// No table is read from end to end, and nothing is sorted. The end of the log is the first row in the
/// descending order of its key; `p` are the rows of one page, `batches_due` those of a view that merges.
inline bool answers_from_indexes(const std::string& plan) {
    std::istringstream lines(plan);
    for (std::string line; std::getline(lines, line);) {
        const bool is_scan = line.starts_with("SCAN") && line.find("USING") == std::string::npos;
        if (line.starts_with("USE TEMP B-TREE") ||
            (is_scan && line != "SCAN observations" && line != "SCAN p" && line != "SCAN batches_due")) {
            return false;
        }
    }
    return !plan.empty();
}

}  // namespace batchstore::testing
