// Ask by conditions, walk through pages, and look back.

#include <batchstore/batchstore.hpp>

#include <iostream>
#include <string>

namespace {

constexpr std::int64_t first_of_october = 1'790'812'800;  // 2026-10-01T00:00:00Z
constexpr std::int64_t second_us = 1'000'000;

/// What a server says about the batch of a team, one of which is created an hour.
std::string answer(int hour, std::string_view team, std::string_view status, int failed) {
    const std::string created = std::to_string(first_of_october + hour * 3'600LL);
    return R"({"id": "batch_)" + std::to_string(hour) + R"(", "object": "batch", "endpoint": "/v1/responses",
               "input_file_id": "file-1", "completion_window": "24h", "status": ")" +
           std::string(status) + R"(", "created_at": )" + created + R"(, "request_counts": {"total": 10,
               "completed": 0, "failed": )" +
           std::to_string(failed) + R"(}, "metadata": {"team": ")" + std::string(team) + R"("}})";
}

void store_batches(batchstore::BatchRepository& repository) {
    for (int hour = 0; hour < 10; ++hour) {
        const std::string team = hour % 2 == 0 ? "eval" : "search";
        const std::int64_t midnight_us = first_of_october * second_us;
        repository.refresh(answer(hour, team, "in_progress", 0), {.observed_at_us = midnight_us});
        repository.refresh(answer(hour, team, hour % 3 == 0 ? "failed" : "completed", hour % 3),
                           {.observed_at_us = midnight_us + 86'400 * second_us});
    }
}

/// All batches that a query asks for, three at a time.
int print_all(const batchstore::BatchReader& repository, batchstore::Query query) {
    int printed = 0;
    query.limit = 3;
    do {
        const batchstore::Page page = repository.find(query);
        for (const batchstore::StoredBatch& batch : page.batches) {
            std::cout << (printed++ == 0 ? "  " : ", ") << batch.id << " " << batch.status.value_or("?");
        }
        query.after = page.next;
    } while (!query.after.empty());
    std::cout << "\n";
    return printed;
}

}  // namespace

int main() {
    const auto repository = batchstore::open(":memory:");
    store_batches(*repository);

    std::cout << "failed, newest first:\n";
    const int failed = print_all(*repository, {.status = {batchstore::Status::failed}});

    // What the members of a query cannot say, a condition can. Times such as -30d are before now.
    const std::int64_t now_us = first_of_october * second_us + 2LL * 86'400 * second_us;
    const std::string text =
        "metadata.team = eval and (counts.failed > 0 or status != completed) and created >= -30d";
    const batchstore::Query query{.where = batchstore::parse_condition(text, now_us), .descending = false};
    std::cout << to_text(*query.where) << ":\n";
    const int found = print_all(*repository, query);

    std::cout << "how it is found:\n";
    for (const std::string& step : repository->store().explain(query).steps)
        std::cout << "  " << step << "\n";

    // What the store knew an hour after midnight, when nothing had ended yet.
    const std::int64_t then_us = (first_of_october + 3'600) * second_us;
    const auto ended_then = repository->count({.phase = {"ended"}, .as_of_us = then_us});
    const auto ended_now = repository->count({.phase = {"ended"}});
    std::cout << "ended then and now: " << ended_then << ", " << ended_now << "\n";

    // What is no condition is refused, and says where.
    try {
        batchstore::parse_condition("status = failed and creatd >= -30d", now_us);
    } catch (const batchstore::Error& error) {
        std::cout << error.what() << "\n";
    }
    return failed == 4 && found == 5 && ended_then == 0 && ended_now == 10 ? 0 : 1;
}
