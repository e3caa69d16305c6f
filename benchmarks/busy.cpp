// A store inside a busy service: threads that refresh running batches through one repository, and threads
// that read it without a pause.
//
//     busy STORE [--threads N] [--readers N] [--seconds N] [--durable]
//
// STORE is made anew. Each writing thread polls batches of its own, whose counters go on with every answer.
// Prints a line: refreshes a second; p50, p99, p999 and the longest time of one in microseconds; the longest
// time of a read in milliseconds; and the largest size of the write-ahead log in MB.
#include "timing.hpp"

#include <batchstore/batchstore.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace {

using batchstore::BatchRepository;

using timing::Load;

constexpr int batches_of_a_thread = 64;

/// What a server says of a running batch: about 900 bytes, as real ones are.
std::string answer(int thread, int number, int completed) {
    const std::string id = "batch_" + std::to_string(thread) + "_" + std::to_string(number);
    std::string metadata;
    for (const char* key : {"team", "project", "run", "owner", "priority"}) {
        metadata += std::string(metadata.empty() ? "" : ",") + "\"" + key + "\":\"" + key + "-" +
                    std::to_string(number % 7) + "-of-a-service-that-submits-its-batches-every-hour\"";
    }
    const std::string count = std::to_string(completed);
    return R"({"id":")" + id +
           R"(","object":"batch","endpoint":"/v1/chat/completions","model":"gpt-4o-mini-2024-07-18",)"
           R"("errors":null,"input_file_id":"file-)" +
           id +
           R"(","completion_window":"24h","status":"in_progress","output_file_id":null,"error_file_id":null,)"
           R"("created_at":1760000000,"in_progress_at":1760000060,"expires_at":1760086400,"finalizing_at":null,)"
           R"("completed_at":null,"failed_at":null,"expired_at":null,"cancelling_at":null,"cancelled_at":null,)"
           R"("request_counts":{"total":1000000,"completed":)" +
           count + R"(,"failed":0},"usage":{"input_tokens":)" + count + R"(,"output_tokens":)" + count +
           R"(,"total_tokens":)" + count + R"(},"metadata":{)" + metadata + "}}";
}

/// Calls `work` until the end, and keeps how long each call took.
template <class Work>
std::vector<double> repeatedly(const std::atomic<bool>& end, Work&& work) {
    std::vector<double> times;
    for (int i = 0; !end.load(); ++i) {
        times.push_back(timing::microseconds([&] { work(i); }));
    }
    return times;
}

/// What a page of a dashboard asks.
void read(const BatchRepository& repository, int number) {
    if (number % 2 == 0) {
        repository.find({.status = {batchstore::Status::in_progress}, .limit = 50});
    } else {
        repository.get("batch_0_" + std::to_string(number % batches_of_a_thread));
    }
}

std::uintmax_t log_bytes(const std::string& store) {
    std::error_code none;
    const auto size = std::filesystem::file_size(store + "-wal", none);
    return none ? 0 : size;
}

std::unique_ptr<BatchRepository> open_anew(const Load& load) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(load.store + suffix);
    auto repository = batchstore::open(load.store, {.full_durability = load.durable});
    repository->transaction([&](BatchRepository& part) {
        for (int thread = 0; thread < load.threads; ++thread) {
            for (int number = 0; number < batches_of_a_thread; ++number) {
                part.refresh(answer(thread, number, 0));
            }
        }
    });
    return repository;
}

/// What the threads of a load did.
struct Times {
    std::vector<std::vector<double>> writing;
    std::vector<std::vector<double>> reading;
    double seconds = 0;
    std::uintmax_t largest_log = 0;
};

Times run(const Load& load) {
    const auto repository = open_anew(load);
    std::atomic<bool> end = false;
    Times times;
    times.writing.resize(static_cast<std::size_t>(load.threads));
    times.reading.resize(static_cast<std::size_t>(load.readers));
    std::vector<std::thread> threads;
    threads.reserve(times.writing.size() + times.reading.size());
    for (int thread = 0; thread < load.threads; ++thread) {
        threads.emplace_back([&, thread] {
            times.writing[static_cast<std::size_t>(thread)] = repeatedly(end, [&](int i) {
                repository->refresh(answer(thread, i % batches_of_a_thread, 1 + i / batches_of_a_thread));
            });
        });
    }
    for (auto& taken : times.reading) {
        threads.emplace_back([&] { taken = repeatedly(end, [&](int i) { read(*repository, i); }); });
    }
    const auto start = timing::Clock::now();
    while ((times.seconds = timing::seconds_since(start)) < load.seconds) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        times.largest_log = std::max(times.largest_log, log_bytes(load.store));
    }
    end = true;
    for (std::thread& thread : threads) thread.join();
    return times;
}

void print(const Times& times) {
    timing::print_load(times.writing, times.seconds);
    std::printf(" %.1f %.1f\n", timing::at(timing::joined(times.reading), 1) / 1000,
                static_cast<double>(times.largest_log) / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
    Load load;
    if (!timing::understand({argv + 1, argv + argc}, load)) {
        std::fputs("usage: busy STORE [--threads N] [--readers N] [--seconds N] [--durable]\n", stderr);
        return 2;
    }
    try {
        print(run(load));
        return 0;
    } catch (const batchstore::Error& error) {
        std::fprintf(stderr, "busy: %s\n", error.what());
        return 1;
    }
}
