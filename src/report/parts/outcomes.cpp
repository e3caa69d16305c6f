#include "report/figures/counter.hpp"
#include "report/figures/value.hpp"
#include "report/parts/part.hpp"

#include <batchstore/oddities.hpp>

#include <utility>

/// Batches whose end, or that they have none, is worth a look.
namespace batchstore {

namespace {

/// A batch with it is worth a sentence: how many batches there are goes before it.
struct Watched {
    BatchOddity oddity;
    NoticeWeight weight;
    const char* sentence;
};

class Outcomes final : public ReportPart {
public:
    struct Words {
        const char* section;
        const char* title;
        const char* explanation;
        const char* none;
    };

    Outcomes(const Words& words, const std::vector<Watched>& watched, std::int64_t now)
        : words_(words), now_(now) {
        for (const Watched& oddity : watched) found_.push_back({.watched = oddity});
    }

    void add(const StoredBatch& batch) override {
        for (Found& found : found_) {
            if (!has_oddity(batch, found.watched.oddity, now_)) continue;
            ++found.batches;
            found.examples.add(batch.id);
            if (batch.request_counts) batchstore::add(found.requests, batch.request_counts->total);
        }
    }

    ReportSection section(const FigureCounter&) const override {
        ReportSection section{words_.section, words_.title, words_.explanation};
        ReportTable table{.name = words_.section, .title = words_.title};
        table.columns = {{"oddity", "What", ReportType::text, "", true},
                         {"meaning", "What"},
                         {"batches", "Batches", ReportType::number},
                         {"requests_total", "Requests", ReportType::number, "unknown"},
                         example_column()};
        table.keys = 2;
        for (const Found& found : found_) {
            if (found.batches == 0) continue;
            const BatchOddity oddity = found.watched.oddity;
            table.rows.push_back({std::string(to_string(oddity)), std::string(meaning_of(oddity)),
                                  found.batches, report_value(found.requests.known()), found.examples.ids()});
        }
        table.when_empty = words_.none;
        section.tables.push_back(std::move(table));
        return section;
    }

    std::vector<WeighedNotice> notices() const override {
        std::vector<WeighedNotice> notices;
        for (const Found& found : found_) {
            if (found.batches == 0) continue;
            notices.push_back({found.watched.weight,
                               {.name = std::string(to_string(found.watched.oddity)),
                                .text = counted_batches(found.batches) + " " + found.watched.sentence + ".",
                                .section = words_.section,
                                .batches = found.batches}});
        }
        return notices;
    }

private:
    struct Found {
        Watched watched;
        std::int64_t batches = 0;
        Sum requests{};
        ExampleIds examples{};
    };

    Words words_;
    std::int64_t now_;
    std::vector<Found> found_;
};

}  // namespace

std::vector<std::unique_ptr<ReportPart>> outcome_parts(std::int64_t now) {
    std::vector<std::unique_ptr<ReportPart>> parts;
    const auto add = [&](const Outcomes::Words& words, const std::vector<Watched>& watched) {
        parts.push_back(std::make_unique<Outcomes>(words, watched, now));
    };
    add({"missed_deadlines", "Missed deadlines",
         "Batches that were not done by their expires_at. Whether one that has not ended is late is judged "
         "at the "
         "time up to which the store's knowledge goes (see the end), not at the clock.",
         "No batch missed its deadline."},
        {{BatchOddity::ended_late, NoticeWeight::missed_deadline, "ended later than expires_at"},
         {BatchOddity::expired, NoticeWeight::missed_deadline, "expired"},
         {BatchOddity::overdue, NoticeWeight::overdue, "went past expires_at and did not end"}});
    add({"nothing_to_show", "Ended with nothing to show",
         "Batches that ended without results that one could use.", "Every batch that completed has results."},
        {{BatchOddity::completed_without_output, NoticeWeight::nothing_to_show,
          "completed without an output file"},
         {BatchOddity::all_requests_failed, NoticeWeight::nothing_to_show,
          "ended with every request failed"}});
    add({"early_results", "Ended early with results",
         "Batches that were stopped, but left an output file: what they did until then can be used.",
         "No batch that expired or was cancelled has an output file."},
        {{BatchOddity::stopped_with_output, NoticeWeight::early_results,
          "ended early and left results that can be used"}});
    add({"absent", "No longer at the server",
         "Batches that their server did not know when it was last asked. What it said of them before is "
         "kept, and in this report.",
         "Every batch was known to its server when it was last asked."},
        {{BatchOddity::absent, NoticeWeight::absent, "disappeared from the server"}});
    return parts;
}

}  // namespace batchstore
