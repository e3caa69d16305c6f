#pragma once

#include "report/costs/pricing.hpp"
#include "report/figures/changes.hpp"
#include "report/figures/counter.hpp"
#include "report/parts/part.hpp"
#include "report/parts/period.hpp"

#include <batchstore/audit_report.hpp>

#include <optional>
#include <string>
#include <vector>

namespace batchstore {

/// The first section: what a reader asks before all else.
class Overview {
public:
    /// @param before what the period is compared with; none: with nothing
    /// @param prices for what the batches cost; may be null, and must outlive it
    Overview(std::optional<ReportPeriod> before, const PriceList* prices);

    void add(const StoredBatch& batch);
    void add_before(const StoredBatch& batch);

    const FigureCounter& all() const { return all_; }
    /// @param notices of all parts, in any order
    ReportSection section(std::vector<WeighedNotice> notices) const;

private:
    std::optional<ReportPeriod> before_;
    std::optional<Pricing> pricing_;
    FigureCounter all_;
    FigureCounter all_before_;
    GroupChanges changes_;
};

}  // namespace batchstore
