#include "catch.hpp"
#include "contract/odd_answers.hpp"
#include "temporary_folder.hpp"
#include "test_seed.hpp"
#include "text_input.hpp"

#include <batchstore/batchstore.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

constexpr unsigned round_trips = 20;

/// A store that heard odd answers about a few batches, and forgot one now and then.
class OddStore {
public:
    explicit OddStore(unsigned seed) : random_(seed), answers_(seed) {}

    BatchRepository& filled(bool with_revivals) {
        repository_->transaction([&](BatchRepository& part) {
            for (int answers = 0; answers < 40; ++answers) {
                const bool revives = with_revivals && number(1, 6) == 1;
                part.refresh(answers_.about("b" + std::to_string(number(1, 6))),
                             {.observed_at_us = number(1, 30),
                              .source = number(1, 2) == 1 ? "list" : "poller",
                              .precedence = revives ? Precedence::observed : Precedence::lifecycle});
                if (number(1, 3) == 1) note_absence(part);
                if (number(1, 10) == 1) {
                    part.store().remove(std::vector<std::int64_t>{part.head().seq - number(0, 3)});
                }
            }
        });
        return *repository_;
    }

    int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
    std::mt19937& random() { return random_; }

private:
    void note_absence(BatchRepository& part) {
        const auto known = part.find({.limit = 1'000}).batches;
        const auto& batch = known[static_cast<std::size_t>(number(0, static_cast<int>(known.size()) - 1))];
        part.note_absence(batch.id, number(1, 2) == 1 ? "gone" : "<p>\r\n\t\"404\" \xc3\xa9</p>",
                          {.observed_at_us = number(1, 30), .source = "poller"});
    }

    std::mt19937 random_;
    OddAnswers answers_;
    std::unique_ptr<BatchRepository> repository_ = open(":memory:");
};

/// An empty store into which a text was imported.
std::unique_ptr<BatchRepository> imported(const std::string& text) {
    auto repository = open(":memory:");
    const ImportSummary summary = import_records(*repository, input_of(text));
    CHECK(summary.rejected == 0);
    return repository;
}

void import_file(BatchRepository& store, const std::string& path) {
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(open_input(path));
    CHECK(import_records(store, inputs).rejected == 0);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = text.find('\n', from) + 1;
        lines.push_back(text.substr(from, to - from));
        from = to;
    }
    return lines;
}

/// Brings the first line about each batch, by which it becomes known, before what else there is.
void let_batches_be_known(std::vector<std::string>& log, const std::vector<std::string>& in_order) {
    std::vector<std::string> first;
    for (const std::string& line : in_order) {
        if (line.find(R"("verdict":"inserted")") != std::string::npos) first.push_back(line);
    }
    for (const std::string& line : first) std::erase(log, line);
    log.insert(log.begin(), first.begin(), first.end());
}

/// Since when batches are absent, by id.
std::vector<std::pair<std::string, std::optional<std::int64_t>>> absences_of(const BatchRepository& store) {
    std::vector<std::pair<std::string, std::optional<std::int64_t>>> absences;
    for (const StoredBatch& batch : store.find({.sort = Sort::id, .limit = 1'000}).batches) {
        absences.emplace_back(batch.id, batch.absent_since_us);
    }
    return absences;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

}  // namespace

TEST_CASE("states that odd answers made are imported from their dump as they are", "[property]") {
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < round_trips; ++round) {
        CAPTURE(first_seed, round);
        OddStore odd(first_seed + round);
        const std::string states = states_of(odd.filled(true));
        CHECK(states_of(*imported(states)) == states);
    }
}

TEST_CASE("a log of odd answers is restored with its head, its acts and its states", "[property]") {
    const unsigned first_seed = test_seed();
    std::int64_t acts = 0;
    for (unsigned round = 0; round < round_trips; ++round) {
        CAPTURE(first_seed, round);
        OddStore odd(first_seed + round);
        const BatchRepository& original = odd.filled(true);
        const auto restored = imported(log_of(original));
        CHECK(restored->head() == original.head());
        CHECK(log_of(*restored) == log_of(original));
        CHECK(states_of(*restored) == states_of(original));
        CHECK(absences_of(*restored) == absences_of(original));
        CHECK(restored->store().verify().ok());
        CHECK(restored->store().info().acts == original.store().info().acts);
        acts += original.store().info().acts;
    }
    CHECK(acts > 0);
}

TEST_CASE("what was pruned comes back from its archive, into a store that was restored from the log",
          "[property]") {
    const unsigned first_seed = test_seed();
    constexpr std::int64_t after_all = 4'000'000'000;
    std::int64_t pruned = 0;
    for (unsigned round = 0; round < round_trips; ++round) {
        CAPTURE(first_seed, round);
        const TemporaryFolder folder;
        const std::string archive = (folder.path() / "archive.jsonl").string();
        OddStore odd(first_seed + round);
        BatchRepository& original = odd.filled(true);
        const std::string states = states_of(original);
        const Pruned receipt = prune(original, {.ended_before = after_all, .archive = archive});
        CHECK(receipt.verified == (receipt.batches > 0));
        const auto restored = imported(log_of(original));
        CHECK(restored->head() == original.head());
        CHECK(states_of(*restored) == states_of(original));
        CHECK(restored->store().verify({.since = receipt.head_before}).ok());
        if (receipt.archive) import_file(*restored, archive);
        CHECK(states_of(*restored) == states);
        CHECK(restored->store().verify().ok());
        pruned += receipt.batches;
    }
    CHECK(pruned > 0);
}

TEST_CASE("a log of odd answers makes the same states in whatever order it is imported", "[property]") {
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < round_trips; ++round) {
        CAPTURE(first_seed, round);
        OddStore odd(first_seed + round);
        const BatchRepository& original = odd.filled(false);
        const std::vector<std::string> in_order = lines_of(log_of(original));
        std::vector<std::string> log = in_order;
        std::shuffle(log.begin(), log.end(), odd.random());
        let_batches_be_known(log, in_order);
        const auto merged = imported(joined(log));
        CHECK(states_of(*merged) == states_of(original));
        CHECK(absences_of(*merged) == absences_of(original));
        CHECK(merged->store().verify().ok());
    }
}
