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

inline RefreshOptions at(std::int64_t observed_at_us, Precedence precedence = Precedence::lifecycle) {
    return {.observed_at_us = observed_at_us, .source = "test", .precedence = precedence};
}

}  // namespace batchstore::testing

#define BATCHSTORE_BACKENDS \
    batchstore::testing::InMaps, batchstore::testing::InMemory, batchstore::testing::InFile
