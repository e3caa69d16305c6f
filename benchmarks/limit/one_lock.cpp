// What a careful program on plain SQLite does where busy.cpp uses the library: one connection and one lock,
// and for each refresh a transaction that finds the batch, writes what changed and appends the answer. From
// rows that are in memory already; it reads no JSON and hashes nothing.
//
//     one_lock STORE [--threads N] [--seconds N] [--durable]
//
// STORE is one that `busy` has left, and is changed. Prints refreshes a second, and p50, p99, p999 and the
// longest time of one in microseconds.
#include "timing.hpp"
#include "writing.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace limit;

using timing::Load;

std::size_t column(const Database& database, const std::string& table, std::string_view name) {
    const auto names = columns_of(database, table);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) fail(nullptr, table + " has no column " + std::string(name));
    return static_cast<std::size_t>(found - names.begin());
}

/// One connection, which threads take in turn.
class OneLock {
public:
    OneLock(const Load& load, const Options& options)
        : database_(load.store),
          rows_(limit::load(database_, true)),
          changing_{column(database_, "batches", "last_seen_at_us"),
                    column(database_, "batches", "changed_at_us"), column(database_, "batches", "sightings"),
                    column(database_, "batches", "revision")},
          completed_(column(database_, "request_counts", "completed")),
          options_(options) {
        set_up(database_, options_);
        if (load.durable) database_.execute("PRAGMA synchronous = FULL");
        for (const BatchRows& batch : rows_) {
            for (const Row& entry : batch.observations) last_seq_ = std::max(last_seq_, entry[0].integer);
        }
    }

    std::size_t size() const { return rows_.size(); }

    /// Brings a batch on by one request.
    void refresh(std::size_t number) {
        const BatchRows& before = rows_[number];
        BatchRows after = before;
        for (const std::size_t changing : changing_) ++after.batch[changing].integer;
        ++after.children.at("request_counts").front()[completed_].integer;
        for (Value& value : after.children.at("token_usage").front()) {
            if (&value != &after.children.at("token_usage").front().front()) ++value.integer;
        }
        after.observations.push_back(after.observations.back());
        const std::lock_guard lock(mutex_);
        begin_.run({});
        tail_.run({});
        continue_log(after, before.observations.size(), last_seq_);
        seer_.find(after);
        changer_.change(before, after);
        commit_.run({});
        after.observations.erase(after.observations.begin(), after.observations.end() - 1);
        rows_[number] = std::move(after);
    }

private:
    Database database_;
    std::vector<BatchRows> rows_;
    std::vector<std::size_t> changing_;
    std::size_t completed_;
    Options options_;
    std::int64_t last_seq_ = 0;
    Changer changer_{database_, options_};
    Seer seer_{database_};
    Statement begin_{database_, "BEGIN IMMEDIATE"};
    Statement commit_{database_, "COMMIT"};
    Statement tail_{database_,
                    "SELECT seq, digest, recorded_at_us FROM observations ORDER BY seq DESC LIMIT 1"};
    std::mutex mutex_;
};

void run(const Load& load) {
    OneLock one(load, {.cache_mb = 16});
    std::atomic<bool> end = false;
    const auto count = static_cast<std::size_t>(load.threads);
    std::vector<std::vector<double>> taken(count);
    std::vector<std::thread> threads;
    threads.reserve(count);
    for (std::size_t thread = 0; thread < count; ++thread) {
        threads.emplace_back([&, thread] {
            // Each has batches of its own, as nobody else looks at their rows.
            for (std::size_t i = thread; !end; i += count) {
                if (i >= one.size()) i = thread;
                taken[thread].push_back(timing::microseconds([&] { one.refresh(i); }));
            }
        });
    }
    std::this_thread::sleep_for(std::chrono::seconds(load.seconds));
    end = true;
    for (std::thread& thread : threads) thread.join();
    timing::print_load(taken, load.seconds);
    std::putchar('\n');
}

}  // namespace

int main(int argc, char** argv) {
    Load load;
    if (!timing::understand({argv + 1, argv + argc}, load) || load.readers > 0) {
        std::fputs("usage: one_lock STORE [--threads N] [--seconds N] [--durable]\n", stderr);
        return 2;
    }
    run(load);
    return 0;
}
