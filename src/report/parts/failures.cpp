#include "report/figures/group_key.hpp"
#include "report/figures/value.hpp"
#include "report/parts/part.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include <fmt/format.h>

/// Why batches failed: the codes of their validation errors.
namespace batchstore {

namespace {

class Failures final : public ReportPart {
public:
    void add(const StoredBatch& batch) override {
        if (batch.errors.empty() && batch.status != Status::failed) return;
        ++batches_;
        for (const auto& code : codes_.values_of(batch)) {
            Code& counted = by_code_[code];
            ++counted.batches;
            counted.examples.add(batch.id);
            if (!batch.errors.empty() && counted.message.empty()) counted.message = message_of(batch, code);
        }
    }

    std::vector<WeighedNotice> notices() const override {
        if (batches_ == 0) return {};
        std::string text = counted_batches(batches_) + " failed or have validation errors";
        constexpr std::size_t most_codes = 3;
        const auto ordered = most_batches_first();
        for (std::size_t i = 0; i < std::min(ordered.size(), most_codes); ++i) {
            const auto& [code, counted] = ordered[i];
            text += fmt::format("{}{} ({})", i == 0 ? ": " : ", ", code.value_or("without a code"),
                                grouped(counted->batches));
        }
        if (ordered.size() > most_codes) text += " and others";
        return {{NoticeWeight::failures,
                 {.name = "failures", .text = text + ".", .section = "failures", .batches = batches_}}};
    }

    ReportSection section(const FigureCounter&) const override {
        ReportSection section{
            "failures", "Failures by error code",
            "Batches with validation errors, or that failed. A batch with several codes counts "
            "for each of them."};
        section.facts.push_back({{"batches", "Batches", ReportType::number}, batches_});
        ReportTable table{.name = "failures_by_code", .title = "Failures by error code"};
        table.columns = {{"error_code", "Error code", ReportType::text, "(none given)"},
                         {"batches", "Batches", ReportType::number},
                         {"message", "A message", ReportType::text},
                         example_column()};
        for (const auto& [code, counted] : most_batches_first()) {
            table.rows.push_back(
                {report_value(code), counted->batches, counted->message, counted->examples.ids()});
        }
        constexpr std::size_t most_codes = 100;
        keep_first_rows(table, most_codes);
        table.when_empty = "No batch failed or has validation errors.";
        table.charts = {{ReportChart::Kind::bars, "Batches", {1}}};
        section.tables.push_back(std::move(table));
        return section;
    }

private:
    struct Code {
        std::int64_t batches = 0;
        std::string message;  ///< of the first error that has one
        ExampleIds examples;
    };

    std::vector<std::pair<std::optional<std::string>, const Code*>> most_batches_first() const {
        std::vector<std::pair<std::optional<std::string>, const Code*>> ordered;
        for (const auto& [code, counted] : by_code_) ordered.emplace_back(code, &counted);
        std::ranges::stable_sort(ordered, std::greater(), [](const auto& of) { return of.second->batches; });
        return ordered;
    }

    static std::string message_of(const Batch& batch, const std::optional<std::string>& code) {
        for (const BatchError& error : batch.errors) {
            if (error.code == code && error.message) return *error.message;
        }
        return "";
    }

    KeyReader codes_{GroupKey{.field = GroupKey::Field::error_code}};
    std::map<std::optional<std::string>, Code> by_code_;
    std::int64_t batches_ = 0;
};

}  // namespace

std::unique_ptr<ReportPart> failures_part() {
    return std::make_unique<Failures>();
}

}  // namespace batchstore
