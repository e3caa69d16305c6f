#pragma once

#include <batchstore/group_key.hpp>
#include <batchstore/prices.hpp>
#include <batchstore/query.hpp>
#include <batchstore/reader.hpp>
#include <batchstore/report.hpp>
#include <batchstore/sum.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What batches cost by a list of prices. docs/prices.md has the rules.
namespace batchstore {

/// What some batches cost: an exact sum over those of which it can be said, how many of the others there are,
/// and the tokens that all of them used.
struct CostFigures {
    std::int64_t priced = 0;    ///< batches that make up the amount
    std::int64_t unpriced = 0;  ///< batches with usage, for whose model and day there is no price
    std::int64_t unknown = 0;   ///< batches without usage (see `billed_tokens`) or without created_at
    Amount amount{};

    /// As the batches say them, priced or not, so that they agree with `Figures`.
    Sum input_tokens{};
    Sum cached_tokens{};
    Sum output_tokens{};
    /// Input and output tokens among them of batches that are not priced, so in no amount.
    Sum unpriced_tokens{};

    std::int64_t batches() const { return priced + unpriced + unknown; }

    bool operator==(const CostFigures&) const = default;
};

/// The batches that have one value of a key in common; none: they have no such thing.
struct CostGroup {
    std::optional<std::string> value{};
    CostFigures figures{};

    bool operator==(const CostGroup&) const = default;
};

struct CostBreakdown {
    GroupKey key{};
    std::vector<CostGroup> groups{};  ///< along time in its order; others: the highest cost first
};

/// A model that no price fits, and what its batches used.
struct UnpricedModel {
    std::optional<std::string> model{};  ///< none: the batches do not say
    std::int64_t batches = 0;
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
    std::int64_t first_created_at = 0;  ///< seconds; of the first and the last of them
    std::int64_t last_created_at = 0;

    bool operator==(const UnpricedModel&) const = default;
};

/// A price that counted, and for how many batches.
struct UsedPrice {
    Price price{};
    std::int64_t batches = 0;

    bool operator==(const UsedPrice&) const = default;
};

struct Costs {
    std::string currency{};
    CostFigures all{};
    std::vector<CostBreakdown> breakdowns{};  ///< one a key, in the order in which they were asked for
    std::vector<UnpricedModel> unpriced{};    ///< most batches first
    std::vector<UsedPrice> used{};            ///< by model, then by day
};

/// @param by any keys but `source`
/// @throws Error{invalid} for `source`; for costs that pass all money; and as `BatchRepository::find` for the
/// query
Costs costs(const BatchReader& repository, const PriceList& prices, const std::vector<GroupKey>& by,
            const Query& query = {});

/// As a section of a report.
ReportSection to_section(const Costs& costs);

/// Models without a price as a table.
ReportTable to_table(const std::vector<UnpricedModel>& unpriced);

}  // namespace batchstore
