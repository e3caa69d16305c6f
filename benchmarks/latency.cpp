// How long single calls of the library take, to be held against the same calls of limit/main.cpp.
//
//     latency get STORE COUNT                   whole batches by random ids
//     latency page STORE COUNT                  pages of 100 whole failed batches, newest first
//     latency page-time STORE COUNT             pages of 100 whole batches of a random week, newest first
//     latency single STORE LATER.jsonl COUNT    new, changed and unchanged, a transaction each.
//                                               Changes STORE, which must hold the batches that
//                                               LATER.jsonl has later answers of
//     latency open STORE COUNT                  opening the store for writing
//
// Each prints lines `NAME p50 p99`, in microseconds.
#include "random.hpp"
#include "timing.hpp"

#include <batchstore/batchstore.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using batchstore::BatchRepository;
using timing::microseconds;
using timing::print_percentiles;

constexpr std::int64_t week = std::int64_t{7} * 86'400;

/// What is looked at must not be optimized away.
std::size_t batches_seen = 0;

std::unique_ptr<BatchRepository> open_for_reading(const std::string& store) {
    return batchstore::open(store, {.access = batchstore::Access::read});
}

void get(const std::string& store, std::size_t count) {
    const auto repository = open_for_reading(store);
    std::vector<std::string> ids;
    repository->store().each_batch([&](const batchstore::StoredBatch& batch) {
        ids.push_back(batch.id);
        return true;
    });
    Random random(1);
    std::vector<double> times;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string& id = random.one_of(ids);
        times.push_back(microseconds([&] { batches_seen += repository->get(id) ? 1U : 0U; }));
    }
    print_percentiles("get", times);
}

/// Pages of the batches that `query` says, given the time at which a random batch was created.
template <class MakeQuery>
void pages(const char* name, const std::string& store, std::size_t count, MakeQuery&& query) {
    const auto repository = open_for_reading(store);
    std::vector<std::int64_t> created_at;
    repository->store().each_batch([&](const batchstore::StoredBatch& batch) {
        created_at.push_back(batch.created_at.value_or(0));
        return true;
    });
    Random random(1);
    std::vector<double> times;
    for (std::size_t i = 0; i < count; ++i) {
        const batchstore::Query wanted = query(random.one_of(created_at));
        times.push_back(microseconds([&] { batches_seen += repository->find(wanted).batches.size(); }));
    }
    print_percentiles(name, times);
}

/// A line of the file of later answers, and the same answer about a batch that the store does not know.
struct LaterAnswer {
    std::string text;
    std::string about_new_batch;
};

/// Later answers, told apart by whether they change anything.
struct LaterAnswers {
    std::vector<LaterAnswer> changing;
    std::vector<LaterAnswer> repeating;
};

std::size_t count_lines(const std::string& path) {
    std::ifstream lines(path);
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line);) {
        ++count;
    }
    return count;
}

/// Up to `count` of each kind from everywhere in the file, in random order.
LaterAnswers read_later_answers(const std::string& path, const BatchRepository& repository,
                                std::size_t count) {
    const std::size_t step = step_between_changes(count_lines(path), count);
    LaterAnswers answers;
    std::ifstream lines(path);
    std::string line;
    for (std::size_t number = 0; answers.changing.size() < count && std::getline(lines, line); ++number) {
        if (number % step != 0) {
            continue;
        }
        const auto answer = batchstore::Answer::read(line);
        const batchstore::Batch& batch = answer.batch();
        const auto known = repository.get(batch.id);
        const bool changes = !known || static_cast<const batchstore::Batch&>(*known) != batch;
        std::string about_new_batch = line;
        about_new_batch.insert(line.find(batch.id) + batch.id.size(), "-new");
        (changes ? answers.changing : answers.repeating).push_back({line, std::move(about_new_batch)});
    }
    Random random(1);
    random.shuffle(answers.changing);
    random.shuffle(answers.repeating);
    return answers;
}

/// New, changed and unchanged batches in a transaction each, in turn.
void single(const std::string& store, const std::string& later, std::size_t count) {
    const auto repository = batchstore::open(store, {.access = batchstore::Access::write});
    const LaterAnswers answers = read_later_answers(later, *repository, count);
    const auto refresh = [&](const std::string& text, batchstore::Verdict expected) {
        batchstore::Verdict verdict{};
        const double time = microseconds([&] { verdict = repository->refresh(text).verdict; });
        if (verdict != expected) {
            std::fputs("latency: STORE does not hold the batches before LATER.jsonl\n", stderr);
            std::exit(1);
        }
        return time;
    };
    std::vector<double> of_changed;
    std::vector<double> of_unchanged;
    std::vector<double> of_new;
    for (std::size_t i = 0; i < answers.changing.size() && i < answers.repeating.size(); ++i) {
        of_changed.push_back(refresh(answers.changing[i].text, batchstore::Verdict::updated));
        of_unchanged.push_back(refresh(answers.repeating[i].text, batchstore::Verdict::unchanged));
        of_new.push_back(refresh(answers.changing[i].about_new_batch, batchstore::Verdict::inserted));
    }
    print_percentiles("changed", of_changed);
    print_percentiles("new", of_new);
    print_percentiles("unchanged", of_unchanged);
}

/// Opening alone: the store is closed again, with the last connection to it, between two measurements.
void open(const std::string& store, std::size_t count) {
    std::vector<double> times;
    for (std::size_t i = 0; i < count; ++i) {
        std::unique_ptr<BatchRepository> repository;
        times.push_back(microseconds(
            [&] { repository = batchstore::open(store, {.access = batchstore::Access::write}); }));
    }
    print_percentiles("open", times);
}

int run(const std::vector<std::string>& words) {
    const auto is = [&](const char* name, std::size_t size) {
        return words.size() == size && words[0] == name;
    };
    const std::size_t count = words.empty() ? 0 : std::strtoull(words.back().c_str(), nullptr, 10);
    if (count > 0 && is("get", 3)) {
        get(words[1], count);
    } else if (count > 0 && is("page", 3)) {
        pages("page", words[1], count, [](std::int64_t created_at) {
            return batchstore::Query{.status = {batchstore::Status::failed}, .created_to = created_at};
        });
    } else if (count > 0 && is("page-time", 3)) {
        pages("page-time", words[1], count, [](std::int64_t created_at) {
            return batchstore::Query{.created_from = created_at - week, .created_to = created_at};
        });
    } else if (count > 0 && is("single", 4)) {
        single(words[1], words[2], count);
    } else if (count > 0 && is("open", 3)) {
        open(words[1], count);
    } else {
        std::fputs("usage: see the first lines of latency.cpp\n", stderr);
        return 2;
    }
    return batches_seen == SIZE_MAX ? 3 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run({argv + 1, argv + argc});
    } catch (const batchstore::Error& error) {
        std::fprintf(stderr, "latency: %s\n", error.what());
        return 1;
    }
}
