#pragma once

#include "output/table.hpp"

#include <batchstore/prices.hpp>
#include <batchstore/query.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

/// A column of a list of batches: a field as conditions name it, or what is made of several.
class BatchColumn {
public:
    /// @param word a field's name or its other word, `metadata.KEY`, `error`, `error_code` or `error_message`
    ///   (of the first error), `cost` or `currency`
    /// @returns nothing if there is no such column
    static std::optional<BatchColumn> named(const std::string& word);

    /// The member in JSON and the title in CSV.
    const std::string& name() const { return name_; }
    /// Whether it cannot be told without prices.
    bool wants_prices() const { return kind_ == Kind::cost || kind_ == Kind::currency; }

    Table::Column title() const;
    /// For programs; null where the batch has no such thing. @param prices null: there are none
    nlohmann::ordered_json value_of(const batchstore::StoredBatch& batch,
                                    const batchstore::PriceList* prices) const;
    /// The same for people: times in ISO 8601, costs rounded.
    Table::Cell cell_of(const batchstore::StoredBatch& batch, const batchstore::PriceList* prices) const;

private:
    enum class Kind { text, number, seconds, microseconds, json, error, code, message, cost, currency };

    BatchColumn(Kind kind, std::string name, std::string key = {})
        : kind_(kind), name_(std::move(name)), key_(std::move(key)) {}

    Kind kind_;
    std::string name_;
    std::string key_;  ///< of a pair of metadata
};

/// The names of all columns but those of single pairs of metadata. @param others their other words too
std::vector<std::string> batch_column_names(bool others);
