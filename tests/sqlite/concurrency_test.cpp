#include "catch.hpp"
#include "sqlite/open_store.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/sample_answers.hpp"
#include "temporary_folder.hpp"
#include "threads.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <future>
#include <thread>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// Whether the three rows that a progress answer fills say the same.
bool is_whole(const StoredBatch& batch) {
    const auto completed = batch.request_counts.value_or(RequestCounts{}).completed;
    return completed && batch.usage && batch.usage->input_tokens == completed && batch.metadata &&
           batch.metadata->count("completed") == 1 &&
           batch.metadata->at("completed") == std::to_string(*completed);
}

std::string batch_id(int writer, int number) {
    return fmt::format("batch_{}_{}", writer, number);
}

}  // namespace

TEST_CASE("threads that write through one repository lose nothing") {
    const OpenStore store;
    std::atomic<int> inserted = 0;
    std::atomic<int> updated = 0;
    in_threads(8, [&](int writer) {
        for (int step = 0; step < 60; ++step) {
            const RefreshResult result =
                store.repository->refresh(progress_answer(batch_id(writer, step % 20), step));
            (result.verdict == Verdict::inserted ? inserted : updated) += 1;
        }
    });
    CHECK(inserted == 160);
    CHECK(updated == 320);
    CHECK(store.repository->count() == 160);
    CHECK(store.repository->head().seq == 480);
    CHECK(store.repository->store().verify().problems == no_problems);
}

TEST_CASE("threads that say the same of the same batches are counted, not logged twice") {
    const OpenStore store;
    in_threads(8, [&](int) {
        for (int number = 0; number < 20; ++number) {
            store.repository->refresh(progress_answer(batch_id(0, number), 1));
        }
    });
    CHECK(store.repository->head().seq == 20);
    CHECK(store.repository->get(batch_id(0, 7))->sightings == 8);
    CHECK(store.repository->get(batch_id(0, 7))->revision == 1);
}

TEST_CASE("readers in threads see whole batches while others write") {
    const OpenStore store;
    store.repository->refresh(progress_answer(batch_id(0, 0), 0));
    std::atomic<int> writing = 4;
    std::atomic<int> read = 0;
    std::atomic<int> torn = 0;
    const auto look = [&](const StoredBatch& batch) {
        ++read;
        torn += is_whole(batch) ? 0 : 1;
        return true;
    };
    in_threads(8, [&](int thread) {
        if (thread < 4) {
            for (int step = 1; step <= 100; ++step) {
                store.repository->refresh(progress_answer(batch_id(0, thread % 2), step));
            }
            --writing;
        }
        do {
            look(*store.repository->get(batch_id(0, 0)));
            store.repository->store().each_batch(look);
        } while (thread >= 4 && writing > 0);
    });
    CHECK(torn == 0);
    CHECK(read > 8);
}

TEST_CASE("a store in memory can be shared by threads") {
    const auto repository = open(":memory:");
    std::atomic<int> torn = 0;
    in_threads(8, [&](int thread) {
        for (int step = 0; step < 50; ++step) {
            repository->refresh(progress_answer(batch_id(0, thread), step));
            torn += is_whole(*repository->get(batch_id(0, thread))) ? 0 : 1;
        }
    });
    CHECK(torn == 0);
    CHECK(repository->count() == 8);
    CHECK(repository->store().verify().problems == no_problems);
}

TEST_CASE("a reader does not wait for a writer and sees what was committed last") {
    const OpenStore store;
    store.repository->refresh(progress_answer("batch_a", 1));
    store.repository->transaction([&](BatchRepository& writer) {
        writer.refresh(progress_answer("batch_a", 2));
        writer.refresh(progress_answer("batch_b", 2));
        const auto reading = std::async(std::launch::async, [&] {
            CHECK(store.repository->get("batch_a")->request_counts->completed == 1);
            CHECK(store.repository->count() == 1);
            CHECK(open(store.file)->count() == 1);
        });
        reading.wait();
        CHECK(writer.get("batch_a")->request_counts->completed == 2);
    });
    CHECK(store.repository->count() == 2);
}

TEST_CASE("a visitor of all batches sees one moment of the store") {
    const OpenStore store;
    for (int number = 0; number < 3; ++number) {
        store.repository->refresh(progress_answer(batch_id(0, number), 1));
    }
    std::vector<std::int64_t> completed;
    store.repository->store().each_batch([&](const StoredBatch& batch) {
        std::thread([&] {
            for (int number = 0; number < 5; ++number) {
                store.repository->refresh(progress_answer(batch_id(0, number), 2));
            }
        }).join();
        completed.push_back(*batch.request_counts->completed);
        return true;
    });
    CHECK(completed == std::vector<std::int64_t>{1, 1, 1});
    CHECK(store.repository->count() == 5);
}

TEST_CASE("a visitor may ask the store about what it visits") {
    const OpenStore in_file;
    const auto in_memory = open(":memory:");
    for (BatchRepository* repository : {in_file.repository.get(), in_memory.get()}) {
        repository->refresh(progress_answer("batch_a", 1));
        std::size_t entries = 0;
        repository->store().each_batch([&](const StoredBatch& batch) {
            entries += repository->history(batch.id).size();
            return true;
        });
        CHECK(entries == 1);
        repository->store().each_observation(
            [&](const Observation& entry) { return repository->get(entry.id).has_value(); });
    }
}

TEST_CASE("threads that open one new store at once lose nothing") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "it.db").string();
    std::atomic<int> failed = 0;
    in_threads(8, [&](int writer) {
        failed += refusal([&] { open(file)->refresh(progress_answer(batch_id(writer, 0), 1)); }) == "accepted"
                      ? 0
                      : 1;
    });
    CHECK(failed == 0);
    CHECK(open(file)->count() == 8);
    CHECK(open(file)->store().verify().problems == no_problems);
}

TEST_CASE("the write-ahead log stays small however readers overlap") {
    const OpenStore store;
    std::atomic<int> writing = 2;
    std::atomic<int> found = 0;
    std::atomic<std::uintmax_t> largest = 0;
    in_threads(5, [&](int thread) {
        if (thread < 2) {
            for (int step = 0; step < 3'000; ++step) {
                store->refresh(progress_answer(batch_id(thread, step % 300), step / 300));
                if (step % 50 == 0) {
                    largest = std::max(largest.load(), std::filesystem::file_size(store.file + "-wal"));
                }
            }
            --writing;
        }
        while (thread >= 2 && writing > 0) found += store->get(batch_id(0, 0)) ? 1 : 0;
    });
    CHECK(found > 0);
    CHECK(largest > 4'000'000);
    CHECK(largest < 64'000'000);  // some 200 MB were written
    CHECK(store->store().verify().problems == no_problems);
}
