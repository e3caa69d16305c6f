#pragma once

#include "contract/maps_session.hpp"
#include "temporary_folder.hpp"

#include <batchstore/batchstore.hpp>

#include <filesystem>
#include <memory>
#include <string>

/// The stores that the contract suite runs against: a fresh one for each test case.
namespace batchstore::testing {

struct InMemory {
    std::unique_ptr<BatchRepository> repository = open(":memory:");
    BatchRepository* operator->() const { return repository.get(); }
};

/// Plain maps, behind the same seam as the others.
struct InMaps {
    std::unique_ptr<BatchRepository> repository = open_maps();
    BatchRepository* operator->() const { return repository.get(); }
};

struct InFile {
    TemporaryFolder folder;
    std::unique_ptr<BatchRepository> repository = open((folder.path() / "batches.db").string());
    BatchRepository* operator->() const { return repository.get(); }
};

/// An answer about batch `b`: the given members beside the required ones.
inline std::string answer(const std::string& members) {
    return R"({"id":"b","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file-1",)"
           R"("completion_window":"24h","created_at":100)" +
           (members.empty() ? "" : "," + members) + "}";
}

/// An answer with a status, times and counts.
inline std::string completed_answer() {
    return answer(R"("status":"completed","in_progress_at":110,"finalizing_at":190,"completed_at":200,)"
                  R"("request_counts":{"total":10,"completed":10,"failed":0})");
}

/// A server's words that it does not know batch `b`.
inline constexpr const char* not_found_words =
    R"({"error":{"message":"No batch found with id 'b'.","type":"invalid_request_error"}})";

inline AbsenceOptions absent_at(std::int64_t observed_at_us) {
    return {.observed_at_us = observed_at_us, .source = "test"};
}

inline RefreshOptions at(std::int64_t observed_at_us, Precedence precedence = Precedence::lifecycle) {
    return {.observed_at_us = observed_at_us, .source = "test", .precedence = precedence};
}

/// Takes over an entry of another log, whatever it is. @returns whether it was logged.
inline bool restore_entry(BatchRepository& repository, const Observation& entry) {
    Store& store = repository.store();
    if (entry.pruned()) return store.restore_pruned(entry);
    if (entry.is_absence()) return store.restore_absence(entry).logged;
    return store.restore(entry, Answer::read(entry.body)).logged;
}

}  // namespace batchstore::testing

#define BATCHSTORE_BACKENDS \
    batchstore::testing::InMaps, batchstore::testing::InMemory, batchstore::testing::InFile
