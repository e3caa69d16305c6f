#pragma once

#include "output/batch_columns.hpp"

#include <batchstore/prices.hpp>
#include <batchstore/query.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// The columns that `--columns` names, in their order.
class ChosenColumns {
public:
    /// @param prices of `--prices`
    /// @throws UsageError for a column that there is not, that is named twice, or that wants prices where
    ///   there are none; and for prices that no column wants
    ChosenColumns(const std::vector<std::string>& words, std::optional<batchstore::PriceList> prices);

    std::vector<Table::Column> titles() const;
    /// @param id_text how an id is shown
    std::vector<Table::Cell> row_of(const batchstore::StoredBatch& batch,
                                    const std::function<std::string(const std::string&)>& id_text) const;
    /// An object with a member for each column.
    std::string json_text_of(const batchstore::StoredBatch& batch) const;
    /// Lines without their ends.
    std::string csv_titles(bool raw) const;
    std::string csv_line_of(const batchstore::StoredBatch& batch, bool raw) const;

private:
    const batchstore::PriceList* prices() const { return prices_ ? &*prices_ : nullptr; }

    std::vector<BatchColumn> columns_{};
    std::optional<batchstore::PriceList> prices_;
};
