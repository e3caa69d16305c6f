// Keep what a server answered about a batch, see what it did, and get it back.

#include <batchstore/batchstore.hpp>
#include <batchstore/json.hpp>

#include <iostream>
#include <string>

int main() {
    // A path creates a file; `:memory:` is a store that ends with the program.
    const auto repository = batchstore::open(":memory:");

    const std::string answer = R"({
        "id": "batch_abc123", "object": "batch", "endpoint": "/v1/chat/completions",
        "input_file_id": "file-abc123", "completion_window": "24h", "status": "in_progress",
        "created_at": 1790812800, "request_counts": {"total": 100, "completed": 95, "failed": 5},
        "metadata": {"customer": "acme"}
    })";
    const auto result = repository->refresh(answer, {.source = "example"});
    std::cout << to_string(result.verdict) << ", revision " << result.revision << "\n";

    if (const auto batch = repository->get("batch_abc123")) {
        std::cout << batch->status.value_or("?") << " for " << batch->metadata->at("customer") << "\n";
        std::cout << batchstore::to_json_text(*batch) << "\n";
    }

    // What is no batch is refused, and says why.
    try {
        repository->refresh(R"({"error": {"message": "No such batch"}})");
    } catch (const batchstore::Error& error) {
        std::cout << to_string(error.kind()) << ": " << error.what() << "\n";
    }
    return repository->count() == 1 ? 0 : 1;
}
