#include "report/costs/model_pattern.hpp"

#include <batchstore/prices.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace batchstore {

namespace {

/// ISO C++ has no name for it; gcc and clang do.
__extension__ using Int128 = __int128;

/// More than this no batch has; with it no cost of one batch leaves 128 bits.
constexpr std::int64_t most_tokens = 1'000'000'000'000;

/// Two of the three numbers give the third. @returns nothing where they do not.
std::optional<std::int64_t> known_or_rest(const std::optional<std::int64_t>& known,
                                          const std::optional<std::int64_t>& total,
                                          const std::optional<std::int64_t>& other) {
    if (known || !total || !other || *total < 0 || *other < 0) return known;
    return *total - *other;
}

bool plausible(std::int64_t tokens) {
    return 0 <= tokens && tokens <= most_tokens;
}

}  // namespace

std::optional<BilledTokens> billed_tokens(const std::optional<Usage>& usage) {
    if (!usage) return std::nullopt;
    const auto input = known_or_rest(usage->input_tokens, usage->total_tokens, usage->output_tokens);
    const auto output = known_or_rest(usage->output_tokens, usage->total_tokens, usage->input_tokens);
    if (!input || !output) return std::nullopt;
    const BilledTokens tokens{.input = *input, .cached = usage->cached_tokens.value_or(0), .output = *output};
    const bool right = plausible(tokens.input) && plausible(tokens.output) && 0 <= tokens.cached &&
                       tokens.cached <= tokens.input;
    return right ? std::optional(tokens) : std::nullopt;
}

Amount cost(const Price& price, const BilledTokens& tokens) {
    // 10^-8 of a price for 10^6 tokens times 10^-4 of a factor: 10^-18.
    constexpr std::int64_t atto_in_whole = 1'000'000'000'000'000'000;
    const Int128 atto = (Int128{tokens.input - tokens.cached} * price.input +
                         Int128{tokens.cached} * price.cached_input + Int128{tokens.output} * price.output) *
                        price.batch_factor;
    return {.whole = static_cast<std::int64_t>(atto / atto_in_whole),
            .atto = static_cast<std::int64_t>(atto % atto_in_whole)};
}

PriceList::PriceList(std::string currency, std::vector<Price> prices)
    : currency_(std::move(currency)), prices_(std::move(prices)) {
    const auto rank = [](const Price& price) {
        return std::tuple(is_pattern(price.model) ? 0 : 1, plain_characters(price.model), price.valid_from);
    };
    std::ranges::stable_sort(prices_, std::ranges::greater{}, rank);
}

const Price* PriceList::find(std::string_view model, std::int64_t created_at) const {
    const auto price = std::ranges::find_if(prices_, [&](const Price& candidate) {
        return candidate.valid_from <= created_at && fits(candidate.model, model);
    });
    return price == prices_.end() ? nullptr : &*price;
}

}  // namespace batchstore
