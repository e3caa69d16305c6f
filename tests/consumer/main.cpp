#include <batchstore/batchstore.hpp>
#include <batchstore/json.hpp>

#include <iostream>

int main() {
    const auto repository = batchstore::open(":memory:");
    repository->refresh(R"({"id": "batch_1", "object": "batch", "endpoint": "/v1/embeddings",
                            "status": "completed", "created_at": 1700000000})");
    const auto batch = repository->get("batch_1");
    if (!batch || batch->status != batchstore::Status::completed) return 1;
    std::cout << batchstore::to_json_text(*batch) << '\n';
}
