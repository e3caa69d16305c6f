// An app that polls: hand over every answer, however late or often it comes, and ask the store.

#include <batchstore/batchstore.hpp>

#include <array>
#include <iostream>
#include <string>
#include <string_view>

namespace {

/// What the server would answer at each poll.
std::string poll(std::string_view status, int completed, std::string_view more = "") {
    return R"({"id": "batch_nightly", "object": "batch", "endpoint": "/v1/responses", "input_file_id": "file-1",
               "completion_window": "24h", "created_at": 1790812800, "status": ")" +
           std::string(status) + R"(", "request_counts": {"total": 10, "completed": )" +
           std::to_string(completed) + R"(, "failed": 0})" + std::string(more) + "}";
}

}  // namespace

int main() {
    const auto repository = batchstore::open(":memory:");
    const std::array answers{
        poll("validating", 0),
        poll("in_progress", 4, R"(, "in_progress_at": 1790812860)"),
        poll("in_progress", 4,
             R"(, "in_progress_at": 1790812860)"),  // nothing new: counted, not logged again
        poll("completed", 10, R"(, "in_progress_at": 1790812860, "completed_at": 1790816400)"),
        poll("in_progress", 7, R"(, "in_progress_at": 1790812860)"),  // came late: logged, changes nothing
    };
    for (const std::string& answer : answers) {
        const auto result = repository->refresh(answer, {.source = "poller-1"});
        std::cout << to_string(result.verdict) << ":";
        for (const std::string& field : result.changed) std::cout << " " << field;
        std::cout << "\n";
    }

    const auto completed = repository->find({.status = {batchstore::Status::completed}, .limit = 10});
    for (const auto& batch : completed.batches) {
        std::cout << batch.id << " is over: " << batch.request_counts->completed.value_or(0) << " requests, "
                  << "seen " << batch.sightings << " times\n";
        for (const auto& entry : repository->history(batch.id)) {
            std::cout << "  " << entry.observation.seq << " " << entry.batch.status.value_or("?") << " "
                      << to_string(entry.observation.verdict) << "\n";
        }
    }
    return completed.batches.size() == 1 && repository->history("batch_nightly").size() == 4 ? 0 : 1;
}
