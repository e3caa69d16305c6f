#include "model/reading.hpp"
#include "report/oddities/answer.hpp"
#include "report/oddities/finding_names.hpp"
#include "report/oddities/recorded_ahead.hpp"

#include <batchstore/error.hpp>
#include <batchstore/oddities.hpp>
#include <batchstore/store.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// What was counted of one oddity.
class Tally {
public:
    void count(const Observation& answer, std::size_t most_examples) {
        FoundOddity& f = found_;
        if (std::exchange(last_seq_, answer.seq) == answer.seq) return;
        if (f.count++ == 0) f.first_observed_at_us = f.last_observed_at_us = answer.observed_at_us;
        f.first_observed_at_us = std::min(f.first_observed_at_us, answer.observed_at_us);
        f.last_observed_at_us = std::max(f.last_observed_at_us, answer.observed_at_us);
        ++f.sources[answer.source];
        if (f.batches > 0 && last_id_ == answer.id) return;
        last_id_ = answer.id;
        ++f.batches;
        if (f.examples.size() < most_examples) f.examples.push_back(answer.id);
    }

    FoundOddity take(std::string name, std::string_view meaning) {
        found_.name = std::move(name);
        found_.meaning = meaning;
        return std::move(found_);
    }
    bool empty() const { return found_.count == 0; }

private:
    FoundOddity found_;
    std::int64_t last_seq_ = 0;  ///< an answer counts once
    std::string last_id_;        ///< the answers about a batch come together
};

class Search {
public:
    Search(const OddityOptions& options, std::int64_t now_us, RecordedAhead recorded_ahead)
        : options_(options), now_(now_us / 1'000'000), recorded_ahead_(std::move(recorded_ahead)) {
        report_.now_us = now_us;
    }

    void look_at(const StoredBatch& state, std::span<const Observation> history) {
        std::vector<const Observation*> observed;
        for (const Observation& entry : history) observed.push_back(&entry);
        std::sort(observed.begin(), observed.end(), [](const Observation* a, const Observation* b) {
            return std::tie(a->observed_at_us, a->seq) < std::tie(b->observed_at_us, b->seq);
        });
        AnswerComparison comparison;
        for (const Observation* entry : observed) look_at(*entry, comparison);
        if (!observed.empty()) look_at(state, *observed.back());
        ++report_.batches;
    }

    std::int64_t batches() const { return report_.batches; }
    bool stopped() {
        report_.stopped = options_.stop != nullptr && options_.stop->load();
        return report_.stopped;
    }

    OddityReport report() {
        for (auto& [name, tally] : findings_) {
            report_.found.push_back(tally.second.take(name, meaning_of(tally.first)));
        }
        take_all(answer_oddities, of_answers_);
        take_all(batch_oddities, of_batches_);
        return std::move(report_);
    }

private:
    void look_at(const Observation& entry, AnswerComparison& comparison) {
        if (entry.is_absence()) return comparison.pass_absence();
        const AnswerReading reading = read(entry);
        const bool wanted = is_wanted(entry);
        for (const AnswerOddity oddity : comparison.next(entry, reading.batch)) {
            if (wanted) count(of_answers_, oddity, entry);
        }
        if (!wanted) return;
        ++report_.answers;
        if (recorded_ahead_.has(entry)) count(of_answers_, AnswerOddity::clock_went_back, entry);
        for (const Finding& finding : reading.findings) {
            auto& [oddity, tally] = findings_[names_.name_of(finding)];
            oddity = finding.oddity;
            tally.count(entry, options_.examples);
        }
    }

    void look_at(const StoredBatch& state, const Observation& last) {
        if (!is_wanted(last)) return;
        for (const BatchOddity oddity : batch_oddities) {
            if (has_oddity(state, oddity, now_)) count(of_batches_, oddity, last);
        }
    }

    static AnswerReading read(const Observation& entry) {
        try {
            return read_answer(entry.body);
        } catch (const Error& error) {
            throw Error(ErrorKind::corrupt,
                        fmt::format("entry {} of the log: {}; run verify", entry.seq, error.what()));
        }
    }

    bool is_wanted(const Observation& entry) const {
        const auto& sources = options_.sources;
        return (sources.empty() ||
                std::find(sources.begin(), sources.end(), entry.source) != sources.end()) &&
               (!options_.observed_from_us || entry.observed_at_us >= *options_.observed_from_us) &&
               (!options_.observed_to_us || entry.observed_at_us < *options_.observed_to_us);
    }

    template <class Tallies, class Kind>
    void count(Tallies& tallies, Kind oddity, const Observation& answer) {
        tallies[static_cast<std::size_t>(oddity)].count(answer, options_.examples);
    }

    template <class Kinds, class Tallies>
    void take_all(const Kinds& kinds, Tallies& tallies) {
        for (const auto kind : kinds) {
            Tally& tally = tallies[static_cast<std::size_t>(kind)];
            if (!tally.empty()) {
                report_.found.push_back(tally.take(std::string(to_string(kind)), meaning_of(kind)));
            }
        }
    }

    const OddityOptions& options_;
    std::int64_t now_;
    RecordedAhead recorded_ahead_;
    FindingNames names_;
    std::map<std::string, std::pair<Oddity, Tally>> findings_;
    std::array<Tally, answer_oddities.size()> of_answers_;
    std::array<Tally, batch_oddities.size()> of_batches_;
    OddityReport report_;
};

std::int64_t now_us(const BatchReader& repository, const OddityOptions& options) {
    if (options.now_us) return *options.now_us;
    if (options.query.as_of_us) return *options.query.as_of_us;
    const Page last =
        repository.find({.as_of_head = options.query.as_of_head, .sort = Sort::last_seen, .limit = 1});
    return last.batches.empty() ? 0 : last.batches.front().last_seen_at_us;
}

}  // namespace

OddityReport find_oddities(const BatchReader& repository, const OddityOptions& options) {
    constexpr std::int64_t between_calls = 1'000;
    Search search(options, now_us(repository, options), recorded_ahead(repository, options.query));
    repository.store().each_history(
        [&](const StoredBatch& state, std::span<const Observation> history) {
            search.look_at(state, history);
            if (options.on_progress && search.batches() % between_calls == 0) {
                options.on_progress(search.batches());
            }
            return !search.stopped();
        },
        options.query);
    return search.report();
}

}  // namespace batchstore
