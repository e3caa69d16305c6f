#include "catch.hpp"
#include "report/costs/model_pattern.hpp"

#include <batchstore/prices.hpp>

#include <string>

using namespace batchstore;

namespace {

/// Entries that differ in what they charge for input, so that a test can tell which one was found.
PriceList list_of(const std::vector<Price>& prices) {
    return {"XTS", prices};
}

std::int64_t found(const PriceList& list, const std::string& model, std::int64_t created_at = 1'000) {
    const Price* price = list.find(model, created_at);
    return price == nullptr ? -1 : price->input;
}

std::string cost_text(const Price& price, const BilledTokens& tokens) {
    return exact_text(cost(price, tokens));
}

}  // namespace

TEST_CASE("a pattern fits what its stars can stand for") {
    CHECK(fits("gpt-5-mini", "gpt-5-mini"));
    CHECK_FALSE(fits("gpt-5-mini", "gpt-5-mini-2025"));
    CHECK(fits("gpt-*-mini*", "gpt-5-mini-2025"));
    CHECK(fits("*", ""));
    CHECK(fits("a*b*c", "abcbc"));
    CHECK_FALSE(fits("a*b*c", "acb"));
    CHECK_FALSE(fits("gpt-*", "GPT-5"));
    CHECK(fits(std::string(100, '*') + "b", std::string(10'000, 'a') + "b"));
}

TEST_CASE("two patterns overlap if some name fits both") {
    CHECK(overlap("ab*", "a*b"));
    CHECK(overlap("*-mini", "gpt-*"));
    CHECK(overlap("a", "a"));
    CHECK(overlap("*", ""));
    CHECK_FALSE(overlap("a*", "b*"));
    CHECK_FALSE(overlap("*a", "*b"));
    CHECK_FALSE(overlap("a*bc", "a*bd"));
    CHECK(overlap("a*bc", "a*b*"));
}

TEST_CASE("the price that fits best is found, in any order of the file") {
    const Price any{.model = "*", .input = 1};
    const Price family{.model = "gpt-*", .input = 2};
    const Price longer{.model = "gpt-5-*", .input = 3};
    const Price exact{.model = "gpt-5-mini", .input = 4};
    for (const PriceList& list :
         {list_of({any, family, longer, exact}), list_of({exact, longer, family, any})}) {
        CHECK(found(list, "gpt-5-mini") == 4);
        CHECK(found(list, "gpt-5-nano") == 3);
        CHECK(found(list, "gpt-4o") == 2);
        CHECK(found(list, "llama") == 1);
    }
    CHECK(found(list_of({family}), "llama") == -1);
}

TEST_CASE("a price counts from its day on until a later one does") {
    const PriceList list = list_of({{.model = "m", .valid_from = 200, .input = 2},
                                    {.model = "m", .valid_from = 100, .input = 1},
                                    {.model = "m*", .valid_from = 50, .input = 9}});
    CHECK(found(list, "m", 99) == 9);
    CHECK(found(list, "m", 100) == 1);
    CHECK(found(list, "m", 199) == 1);
    CHECK(found(list, "m", 200) == 2);
    CHECK(found(list, "m", 49) == -1);
}

TEST_CASE("cached tokens are a part of the input and pay their own price") {
    // 0.25, 0.025 and 2.00 for a million, of which a batch pays half.
    const Price price{
        .input = 25'000'000, .cached_input = 2'500'000, .output = 200'000'000, .batch_factor = 5'000};
    CHECK(cost_text(price, {.input = 1'000'000}) == "0.125");
    CHECK(cost_text(price, {.input = 1'000'000, .cached = 1'000'000}) == "0.0125");
    CHECK(cost_text(price, {.output = 1'000'000}) == "1.00");
    CHECK(cost_text(price, {.input = 1'000'003, .cached = 400'001, .output = 7}) == "0.0800072625");
}

TEST_CASE("the largest cost of a batch is exact") {
    const Price price{.input = 99'999'999'999'999, .output = 99'999'999'999'999, .batch_factor = 9'999'999};
    CHECK(cost_text(price, {.input = 1'000'000'000'000, .output = 1'000'000'000'000}) ==
          "1999999799999980.000002");
}

TEST_CASE("of input, output and total tokens two are enough") {
    CHECK(billed_tokens(Usage{.input_tokens = 7, .output_tokens = 2}) ==
          BilledTokens{.input = 7, .output = 2});
    CHECK(billed_tokens(Usage{.input_tokens = 7, .total_tokens = 7}) == BilledTokens{.input = 7});
    CHECK(billed_tokens(Usage{.output_tokens = 2, .total_tokens = 9}) ==
          BilledTokens{.input = 7, .output = 2});
    CHECK(billed_tokens(Usage{.input_tokens = 7, .cached_tokens = 7, .output_tokens = 0}) ==
          BilledTokens{.input = 7, .cached = 7});
}

TEST_CASE("a usage that does not say, or cannot be right, is no usage") {
    CHECK_FALSE(billed_tokens(std::nullopt));
    CHECK_FALSE(billed_tokens(Usage{}));
    CHECK_FALSE(billed_tokens(Usage{.input_tokens = 7}));
    CHECK_FALSE(billed_tokens(Usage{.total_tokens = 7}));
    CHECK_FALSE(billed_tokens(Usage{.input_tokens = 7, .total_tokens = 6}));
    CHECK_FALSE(billed_tokens(Usage{.input_tokens = -1, .output_tokens = 2}));
    CHECK_FALSE(billed_tokens(Usage{.input_tokens = 7, .cached_tokens = 8, .output_tokens = 2}));
    CHECK_FALSE(billed_tokens(Usage{.input_tokens = 7, .cached_tokens = -1, .output_tokens = 2}));
    CHECK_FALSE(billed_tokens(Usage{.input_tokens = 1'000'000'000'001, .output_tokens = 2}));
    CHECK_FALSE(billed_tokens(Usage{.input_tokens = INT64_MIN, .total_tokens = INT64_MAX}));
}
