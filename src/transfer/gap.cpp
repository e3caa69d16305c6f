#include "model/digest.hpp"
#include "model/fold.hpp"
#include "repository/clock.hpp"
#include "transfer/reading_thread.hpp"

#include <batchstore/gap.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_set>
#include <utility>

namespace batchstore {

namespace {

/// The state that a batch would have if an answer about it came in now.
Batch refreshed(const BatchReader& repository, const Answer& answer) {
    std::vector<FoldInput> inputs;
    for (HistoryEntry& entry : repository.history(answer.batch().id)) {
        if (entry.observation.is_absence()) continue;
        const Digest digest = normal_form_digest(entry.batch);
        inputs.push_back(
            {std::move(entry.batch), digest, entry.observation.observed_at_us, entry.observation.precedence});
    }
    inputs.push_back({answer.batch(), answer.digest(), now_us(), Precedence::lifecycle});
    return fold(inputs).state;
}

/// Compares one listing with one store.
class GapSearch {
public:
    GapSearch(const BatchReader& repository, const GapOptions& options)
        : repository_(repository), options_(options) {}

    GapSummary run(std::span<const std::unique_ptr<Input>> listing) {
        const ImportOptions reading_options{.at = options_.at, .on_rejected = [](const ImportOutcome&) {}};
        ReadingThread reading(listing, reading_options);
        RecordQueue& records = reading.records();
        for (auto chunk = records.take(); chunk && wanted_; chunk = records.take()) {
            for (const ReadRecord& record : chunk->records) {
                if (wanted_) take(*chunk->input, record);
            }
            records.give_back(std::move(*chunk));
        }
        if (const std::exception_ptr failure = records.failure()) std::rethrow_exception(failure);
        find_missing();
        return summary_;
    }

private:
    void take(const Input& input, const ReadRecord& record) {
        if (!record.found.answer) {
            ++summary_.rejected;
            if (options_.on_rejected) {
                options_.on_rejected({.input = input.name(),
                                      .line = record.line,
                                      .item = record.item,
                                      .reason = record.found.is_absence()
                                                    ? "says that a batch is absent, which no listing does"
                                                    : record.found.reason,
                                      .text = record.text});
            }
            return;
        }
        const Answer& answer = *record.found.answer;
        if (const auto created_at = answer.batch().created_at) {
            summary_.first_created_at =
                std::min(summary_.first_created_at.value_or(*created_at), *created_at);
            summary_.last_created_at = std::max(summary_.last_created_at.value_or(*created_at), *created_at);
        }
        if (listed_.insert(answer.batch().id).second) {
            compare(answer);
        } else {
            ++summary_.repeated;
        }
    }

    void compare(const Answer& answer) {
        const Batch& listed = answer.batch();
        Gap gap{.id = listed.id, .listed = listed, .stored = repository_.get(listed.id)};
        if (!gap.stored) {
            ++summary_.unknown;
            tell(gap);
            return;
        }
        const Batch& state = *gap.stored;
        Batch said = state;
        fold_step(said, listed);
        if (said == state) {
            ++summary_.same;
            return;
        }
        const Batch next = refreshed(repository_, answer);
        gap.changes = changes_between(state, next == state ? said : next);
        const auto has_ended = [](const Batch& batch) { return phase_of(batch.status) == Phase::ended; };
        if (next == state) {
            gap.kind = GapKind::behind;
            ++summary_.behind;
        } else if (has_ended(next) && !has_ended(state)) {
            gap.kind = GapKind::ended;
            ++summary_.ended;
        } else {
            gap.kind = GapKind::differing;
            ++summary_.differing;
        }
        tell(gap);
    }

    void find_missing() {
        if (!summary_.first_created_at) return;
        constexpr std::int64_t page = 1'000;
        Query query{.created_from = summary_.first_created_at, .limit = page};
        if (*summary_.last_created_at < std::numeric_limits<std::int64_t>::max()) {
            query.created_to = *summary_.last_created_at + 1;
        }
        do {
            Page found = repository_.find(query);
            for (StoredBatch& batch : found.batches) {
                if (!wanted_) return;
                if (listed_.contains(batch.id)) continue;
                ++summary_.missing;
                std::string id = batch.id;
                tell({.kind = GapKind::missing, .id = std::move(id), .stored = std::move(batch)});
            }
            query.after = std::move(found.next);
        } while (!query.after.empty());
    }

    void tell(const Gap& gap) { wanted_ = !options_.on_gap || options_.on_gap(gap); }

    const BatchReader& repository_;
    const GapOptions& options_;
    GapSummary summary_;
    std::unordered_set<std::string> listed_;
    bool wanted_ = true;
};

}  // namespace

std::string_view to_string(GapKind kind) {
    constexpr std::array<std::string_view, 5> words{"new", "ended", "differing", "behind", "missing"};
    return words[static_cast<std::size_t>(kind)];
}

GapSummary find_gaps(const BatchReader& repository, std::span<const std::unique_ptr<Input>> listing,
                     const GapOptions& options) {
    return GapSearch(repository, options).run(listing);
}

}  // namespace batchstore
