#pragma once

#include "catch.hpp"
#include "contract/maps_session.hpp"
#include "temporary_folder.hpp"

#include <batchstore/batchstore.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace batchstore::testing {

/// What the contract suite runs against. Plain maps are behind the same seam as the others.
enum class Backend { maps, memory, file };

/// A fresh store for one test case. What fails says where it lies.
struct FreshStore {
    explicit FreshStore(Backend backend = Backend::memory)
        : folder(backend == Backend::file ? std::make_unique<TemporaryFolder>() : nullptr),
          repository(backend == Backend::maps ? open_maps()
                     : folder                 ? open((folder->path() / "batches.db").string())
                                              : open(":memory:")),
          said(Catch::MessageBuilder("INFO", CATCH_INTERNAL_LINEINFO, Catch::ResultWas::Info)
               << "a store in "
               << (backend == Backend::maps ? "plain maps"
                   : folder                 ? "a file"
                                            : "memory")) {}

    BatchRepository* operator->() const { return repository.get(); }

    std::unique_ptr<TemporaryFolder> folder;
    std::unique_ptr<BatchRepository> repository;
    Catch::ScopedMessage said;
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
    if (entry.is_act()) return store.restore_act(entry);
    if (entry.is_absence()) return store.restore_absence(entry).logged;
    return store.restore(entry, Answer::read(entry.body)).logged;
}

inline void restore_all(BatchRepository& repository, const std::vector<Observation>& log) {
    for (const Observation& entry : log) restore_entry(repository, entry);
}

/// Every entry of the log.
inline std::vector<Observation> whole_log(const BatchReader& repository) {
    std::vector<Observation> log;
    repository.store().each_observation([&](const Observation& entry) {
        log.push_back(entry);
        return true;
    });
    return log;
}

}  // namespace batchstore::testing

/// For `GENERATE`: a test case runs once for each.
#define BATCHSTORE_BACKENDS Backend::maps, Backend::memory, Backend::file
