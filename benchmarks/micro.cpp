// What the single steps of a store cost, by Google Benchmark; --help tells its options.
#include "generator.hpp"
#include "model/fold.hpp"
#include "random.hpp"
#include "temporary_folder.hpp"

#include <batchstore/batchstore.hpp>
#include <batchstore/json.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

using batchstore::Answer;

constexpr std::int64_t batches_in_store = 20'000;

std::string answer_text(std::int64_t number, std::uint64_t seed = 1) {
    return GeneratedBatch{.seed = seed, .number = number, .lines = batches_in_store}.json();
}

/// A store in a file with batches in it, made when it is first asked for.
struct FilledStore {
    FilledStore() : repository(batchstore::open((folder.path() / "micro.db").string())) {
        repository->transaction([&](batchstore::BatchRepository& filling) {
            for (std::int64_t number = 0; number < batches_in_store; ++number) {
                add(filling, answer_text(number));
            }
        });
    }

    void add(batchstore::BatchRepository& filling, const std::string& text) {
        const Answer answer = Answer::read(text);
        filling.refresh(answer);
        const batchstore::Batch& batch = answer.batch();
        ids.push_back(batch.id);
        created_at.push_back(batch.created_at.value_or(0));
        if (batch.status == batchstore::Status::completed) {
            completed.push_back(text);
        } else if (batch.status == batchstore::Status::in_progress) {
            in_progress.push_back(batch);
        }
    }

    batchstore::testing::TemporaryFolder folder;
    std::unique_ptr<batchstore::BatchRepository> repository;
    std::vector<std::string> ids;
    std::vector<std::int64_t> created_at;
    std::vector<std::string> completed;          ///< answers that do not change any more
    std::vector<batchstore::Batch> in_progress;  ///< the last that was said of batches that are under way
};

FilledStore& filled_store() {
    static FilledStore store;
    return store;
}

void read_answer(benchmark::State& state) {
    std::vector<std::string> texts;
    for (std::int64_t number = 0; number < 1000; ++number) {
        texts.push_back(answer_text(number));
    }
    std::size_t at = 0;
    std::size_t bytes = 0;
    for ([[maybe_unused]] auto _ : state) {
        const std::string& text = texts[at++ % texts.size()];
        benchmark::DoNotOptimize(Answer::read(text));
        bytes += text.size();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(read_answer);

/// What comes of five answers about one batch, as they are when the log of a batch is folded again.
void fold_five_answers(benchmark::State& state) {
    batchstore::Batch batch = filled_store().in_progress.front();
    std::vector<batchstore::FoldInput> inputs;
    for (std::int64_t i = 1; i <= 5; ++i) {
        batch.request_counts = {.total = 100, .completed = 10 * i, .failed = 0};
        const Answer answer = Answer::read(batchstore::to_json_text(batch));
        inputs.push_back({answer.batch(), answer.digest(), i * 1'000'000, batchstore::Precedence::lifecycle});
    }
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(batchstore::fold(inputs));
    }
}
BENCHMARK(fold_five_answers);

/// Times refreshes with texts that `next_text` makes while the clock stands still.
template <class NextText>
void refresh(benchmark::State& state, batchstore::Verdict expected, NextText&& next_text) {
    auto& repository = *filled_store().repository;
    for ([[maybe_unused]] auto _ : state) {
        state.PauseTiming();
        const std::string text = next_text();
        state.ResumeTiming();
        if (repository.refresh(text).verdict != expected) {
            state.SkipWithError("another verdict than expected");
        }
    }
}

void refresh_new(benchmark::State& state) {
    static std::int64_t number = 0;
    refresh(state, batchstore::Verdict::inserted, [] { return answer_text(number++, 2); });
}
BENCHMARK(refresh_new)->Unit(benchmark::kMicrosecond);

/// One more request of a batch under way is completed.
void refresh_changed(benchmark::State& state) {
    Random random(1);
    refresh(state, batchstore::Verdict::updated, [&] {
        batchstore::Batch& batch = random.one_of(filled_store().in_progress);
        batch.request_counts->completed = batch.request_counts->completed.value_or(0) + 1;
        return batchstore::to_json_text(batch);
    });
}
BENCHMARK(refresh_changed)->Unit(benchmark::kMicrosecond);

void refresh_unchanged(benchmark::State& state) {
    Random random(1);
    refresh(state, batchstore::Verdict::unchanged, [&] { return random.one_of(filled_store().completed); });
}
BENCHMARK(refresh_unchanged)->Unit(benchmark::kMicrosecond);

void get(benchmark::State& state) {
    const FilledStore& store = filled_store();
    Random random(1);
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(store.repository->get(random.one_of(store.ids)));
    }
}
BENCHMARK(get)->Unit(benchmark::kMicrosecond);

void page_of_100(benchmark::State& state) {
    const FilledStore& store = filled_store();
    Random random(1);
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(store.repository->find(
            {.status = {batchstore::Status::failed}, .created_to = random.one_of(store.created_at)}));
    }
}
BENCHMARK(page_of_100)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
