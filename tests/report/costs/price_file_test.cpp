#include "catch.hpp"
#include "temporary_folder.hpp"

#include <batchstore/error.hpp>
#include <batchstore/prices.hpp>

#include <fstream>
#include <string>

using namespace batchstore;
using batchstore::testing::TemporaryFolder;

namespace {

constexpr const char* usual =
    R"("model":"m","valid_from":"2026-01-01","input":"1","output":"2","batch_factor":"0.5")";

PriceList parsed(const std::string& text) {
    return PriceList::parse(text, "prices.json");
}

/// A file with one entry, in line 3.
std::string file_with(const std::string& entry) {
    return "{\"currency\": \"XTS\",\n \"entries\": [\n{" + entry + "}\n]}";
}

std::string replaced(std::string text, const std::string& old_part, const std::string& new_part) {
    return text.replace(text.find(old_part), old_part.size(), new_part);
}

/// The usual entry with a part of it replaced.
std::string file_where(const std::string& old_part, const std::string& new_part) {
    return file_with(replaced(usual, old_part, new_part));
}

std::string mistake_in(const std::string& text) {
    try {
        parsed(text);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid);
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a price file is read digit by digit") {
    const PriceList list = parsed(
        R"({"entries":[{"model":"gpt-*","valid_from":"2026-02-01","input":0.15,"cached_input":"0.075",
            "output":600000.12345678,"batch_factor":"0.5000"}],"currency":"USD"})");
    CHECK(list.currency() == "USD");
    CHECK(list.prices() == std::vector<Price>{{.model = "gpt-*",
                                               .valid_from = 1'769'904'000,
                                               .input = 15'000'000,
                                               .cached_input = 7'500'000,
                                               .output = 60'000'012'345'678,
                                               .batch_factor = 5'000,
                                               .line = 1}});
}

TEST_CASE("cached input costs as much as input where the file does not say") {
    CHECK(parsed(file_with(usual)).prices().front().cached_input == 100'000'000);
}

TEST_CASE("the same model may have one price a day") {
    const std::string later = replaced(usual, "2026-01-01", "2026-01-02");
    CHECK(parsed(file_with(std::string(usual) + "},\n{" + later)).prices().size() == 2);
    CHECK(mistake_in(file_with(std::string(usual) + "},\n\n{" + usual)) ==
          "prices.json: line 5: entries[1]: has the model and the day of the entry in line 3");
}

TEST_CASE("patterns that fit the same names must not fit equally well") {
    const auto two = [](const std::string& one, const std::string& other) {
        return file_with(replaced(usual, "\"m\"", one) + "},\n{" + replaced(usual, "\"m\"", other));
    };
    CHECK(mistake_in(two(R"("gpt-*")", R"("*mini")")) ==
          "prices.json: line 4: entries[1].model: '*mini' and 'gpt-*' in line 3 fit the same names equally "
          "well; "
          "make one of them longer");
    CHECK(mistake_in(two(R"("gpt-*")", R"("llm-*")")).empty());
    CHECK(mistake_in(two(R"("gpt-*")", R"("gpt-5*")")).empty());
    CHECK(mistake_in(two(R"("gpt*")", R"("gpt1")")).empty());
}

TEST_CASE("a number with a mistake is named with its line and key") {
    const auto input = [](const std::string& number) { return mistake_in(file_where("\"1\"", number)); };
    const std::string place = "prices.json: line 3: entries[0].input: ";
    CHECK(input(R"("1,5")") == place + "'1,5' is not a decimal number; write 1.5");
    CHECK(input(R"("$1")") == place + "'$1' is not a decimal number; write digits and a point, such as 1.50");
    CHECK(input("1e-3") == place + "'1e-3' is not a decimal number; write digits and a point, such as 1.50");
    CHECK(input(R"("1.")") == place + "'1.' is not a decimal number; write digits and a point, such as 1.50");
    CHECK(input(R"("")") == place + "'' is not a decimal number; write digits and a point, such as 1.50");
    CHECK(input("-0.5") == place + "'-0.5' is negative; the least is 0");
    CHECK(input("0.123456789") == place + "'0.123456789' has more than 8 digits behind the point");
    CHECK(input("0.123456780") == "");
    CHECK(input("1000000") == place + "'1000000' is too large; the limit is 1000000");
    CHECK(input("99999999999999999999") ==
          place + "'99999999999999999999' is too large; the limit is 1000000");
    CHECK(input("null") == place + "is not a number");
    CHECK(input("[1]") == place + "is not a number");
}

TEST_CASE("a date, a model or a factor with a mistake is named") {
    const std::string place = "prices.json: line 3: entries[0]";
    for (const std::string date :
         {"2026-02-30", "2026-1-1", "01.02.2026", "-7d", "1767225600", "2026-01-01T00:00:00Z"}) {
        CHECK(mistake_in(file_where("2026-01-01", date)) ==
              place + ".valid_from: '" + date + "' is not a date; write it as 2026-01-31");
    }
    CHECK(mistake_in(file_where("\"2026-01-01\"", "20260101")) ==
          place + ".valid_from: is not a text in quotes");
    CHECK(mistake_in(file_where("\"m\"", "\"\"")) ==
          place + ".model: is empty; write the name of a model, or a pattern such as gpt-*");
    CHECK(mistake_in(file_where("\"m\"", '"' + std::string(257, 'm') + '"')) ==
          place + ".model: is longer than 256 bytes");
    CHECK(mistake_in(file_where("0.5", "50%")) ==
          place + ".batch_factor: '50%' is not a decimal number; write digits and a point, such as 1.50");
}

TEST_CASE("a key that is missing, unknown or there twice is named") {
    const std::string place = "prices.json: line 3: entries[0].";
    CHECK(mistake_in(file_where(R"(,"batch_factor":"0.5")", "")) ==
          place +
              "batch_factor: is missing; write 0.5 if a batch pays half of these prices, 1 if it pays all");
    CHECK(mistake_in(file_where("output", "Output")) ==
          place +
              "Output: is not known; the keys are model, valid_from, input, cached_input, output, "
              "batch_factor");
    CHECK(mistake_in(file_where("output", "input")) == place + "input: stands twice");
    CHECK(mistake_in("{\"entries\":[],\n\"entries\":[]}") ==
          "prices.json: line 1: entries: is empty; write at least one price");
    CHECK(mistake_in("{\"currency\":\"USD\",\n\"currency\":\"USD\"}") ==
          "prices.json: line 2: currency: stands twice");
    CHECK(mistake_in("{\"currency\":\"USD\",\n\"prices\":[]}") ==
          "prices.json: line 2: prices: is not known; the keys are currency and entries");
}

TEST_CASE("a file without prices or currency is refused") {
    CHECK(mistake_in("") == "prices.json: is empty");
    CHECK(mistake_in(" \n") == "prices.json: is empty");
    CHECK(mistake_in("{}") ==
          "prices.json: line 1: currency: is missing; write that of all prices, such as USD");
    CHECK(mistake_in(R"({"currency":"USD"})") ==
          "prices.json: line 1: entries: is missing; write a list of prices");
    CHECK(mistake_in("{\n\"currency\":\"dollars\"}") ==
          "prices.json: line 2: currency: 'dollars' is not three capital letters, such as USD");
    CHECK(mistake_in("{\n\"entries\":{}}") == "prices.json: line 2: entries: is not a list in [ and ]");
    CHECK(mistake_in("{\n\"entries\":[\n7]}") ==
          "prices.json: line 3: entries[0]: is not an object in { and }");
}

TEST_CASE("what is not JSON is named with its line") {
    CHECK(mistake_in("[]") == "prices.json: line 1: not a JSON object but another JSON value");
    CHECK(mistake_in("{\"currency\":\"USD\",\n\n]}") ==
          "prices.json: line 3: not JSON: byte 21: unexpected ]");
    CHECK(mistake_in(file_with(usual) + "\n x") == "prices.json: line 5: not JSON: byte 125: unexpected x");
    CHECK(mistake_in("{\n\"currency\":") == "prices.json: line 2: not JSON: it ends too early");
}

TEST_CASE("a price file is read from disk, and a missing one is said to be missing") {
    const TemporaryFolder folder;
    const std::string path = (folder.path() / "prices.json").string();
    std::ofstream(path) << file_with(usual);
    CHECK(PriceList::read(path).currency() == "XTS");
    CHECK_THROWS_AS(PriceList::read((folder.path() / "none").string()), Error);
}

TEST_CASE("the price file of the examples is one, and prices the batches of the examples") {
    const PriceList list = PriceList::read(BATCHSTORE_SOURCE_DIR "/examples/prices.json");
    constexpr std::int64_t october_4 = 1'791'072'000;
    REQUIRE(list.find("gpt-5-mini-2025-08-07", october_4) != nullptr);
    CHECK(list.find("gpt-5-mini-2025-08-07", october_4)->input == 20'000'000);
    CHECK(list.find("gpt-5-mini-2025-08-07", october_4 + 86'400)->input == 15'000'000);
    CHECK(list.find("gpt-5-2025-08-07", october_4)->input == 100'000'000);
}
