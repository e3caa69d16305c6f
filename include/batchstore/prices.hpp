#pragma once

#include <batchstore/amount.hpp>
#include <batchstore/batch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Prices of models, as a person wrote them down, and what a batch costs by them. docs/prices.md describes
/// the file and the rules.
///
/// Costs are a view: nothing of them is stored, and other prices give other costs of the same batches.
namespace batchstore {

/// What the tokens of some models cost from a day on. Prices are for a million tokens, in 10^-8 of the
/// currency.
struct Price {
    std::string model{};          ///< a name, or a pattern in which `*` stands for any characters
    std::int64_t valid_from = 0;  ///< the start of a day in UTC, in seconds since 1970
    std::int64_t input = 0;
    std::int64_t cached_input = 0;  ///< of the input tokens that were read from a cache
    std::int64_t output = 0;
    std::int64_t batch_factor = 0;  ///< what a batch pays of these prices, in 10^-4
    std::size_t line = 0;           ///< of the file, from 1

    bool operator==(const Price&) const = default;
};

/// The tokens that a batch pays for.
struct BilledTokens {
    std::int64_t input = 0;   ///< cached ones included, as the API counts them
    std::int64_t cached = 0;  ///< 0 where the server does not say
    std::int64_t output = 0;

    bool operator==(const BilledTokens&) const = default;
};

/// What a usage says about them. Of input, output and total tokens two are enough.
/// @returns nothing if the usage does not say, or cannot be right: a negative number, more cached than input
///   tokens, more than a million million.
std::optional<BilledTokens> billed_tokens(const std::optional<Usage>& usage);

/// `((input - cached) * price.input + cached * price.cached_input + output * price.output) * batch_factor`,
/// exact.
/// @param tokens what `billed_tokens` returned
Amount cost(const Price& price, const BilledTokens& tokens);

/// The prices of one file, all in one currency. A value that may be shared between threads.
class PriceList {
public:
    /// Reads the text of a price file.
    /// @param name how messages name it
    /// @throws Error{invalid} that names the file, the line and the key of the first mistake.
    static PriceList parse(std::string_view text, const std::string& name);

    /// The same for a file. @throws Error{not_found} if there is none, `storage` if it cannot be read.
    static PriceList read(const std::string& path);

    /// @param prices in any order; no two with one pattern and day
    PriceList(std::string currency, std::vector<Price> prices);

    const std::string& currency() const { return currency_; }  ///< three capital letters, `USD`
    /// In the order in which `find` tries them.
    const std::vector<Price>& prices() const { return prices_; }

    /// The price of a model for a batch created at a time (seconds since 1970): of the entries that are valid
    /// by then, the one whose pattern fits best, and of these the latest. A name fits better than any
    /// pattern, and the pattern with more characters beside its `*` better than another.
    /// @returns nothing if no entry fits; else a price that lives as long as the list.
    const Price* find(std::string_view model, std::int64_t created_at) const;

private:
    std::string currency_;
    std::vector<Price> prices_;
};

/// What a batch costs by the price for its model at the time of its creation.
/// @returns nothing if its usage does not say (see `billed_tokens`), if it has no `created_at`, or if no
/// price fits
std::optional<Amount> cost(const Batch& batch, const PriceList& prices);

}  // namespace batchstore
