#include "catch.hpp"

#include <batchstore/shown_text.hpp>

#include <string>

using namespace batchstore;

TEST_CASE("text is as wide as a terminal draws it") {
    const auto [text, columns] = GENERATE(table<std::string, std::size_t>({
        {"", 0},
        {"batch_1", 7},
        {"日本語", 6},
        {"ｶﾅ", 2},                                                // half-width
        {"한국어", 6},                                            // composed
        {"\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165", 6},  // the same, letter by letter
        {"e\u0301", 1},                                           // an accent of its own
        {"o\u0302\u0303", 1},                                     // two of them
        {"ñandú", 5},
        {"กำลัง", 4},  // Thai with marks above
        {"👍", 2},
        {"👍🏽", 2},  // with a colour of skin
        {"🇩🇪", 2},        // a flag is two letters
        {"❤", 1},
        {"❤\ufe0f", 2},        // the same as an emoji
        {"1\ufe0f\u20e3", 2},  // a keycap
        {"👩\u200d🚀", 2},       // joined
        {"⚡", 2},
        {"✓", 1},
        {"…", 1},
        {"🫨", 2},  // of Unicode 15
    }));
    CAPTURE(text);
    CHECK(shown_columns(text) == columns);
}

TEST_CASE("text is cut between what a person takes for characters") {
    CHECK(cut_to("batch", 5) == "batch");
    CHECK(cut_to("batches", 5) == "batc…");
    CHECK(cut_to("日本語", 4) == "日…");
    CHECK(cut_to("日本語", 5) == "日本…");
    CHECK(cut_to("e\u0301e\u0301e", 2) == "e\u0301…");
    CHECK(cut_to("\u1100\u1161\u11a8\u1100\u1161\u11a8", 3) == "\u1100\u1161\u11a8…");
    CHECK(cut_to("👍🏽👍🏽", 3) == "👍🏽…");
    CHECK(cut_to("🇩🇪🇫🇷", 3) == "🇩🇪…");
    CHECK(cut_to("日", 1) == "…");
}

TEST_CASE("what could act on a terminal is spelled out") {
    CHECK(shown("a\tb\nc\x1b[31m") == R"(a\tb\nc\x1b[31m)");
    CHECK(shown("\xff\xc3") == R"(\xff\xc3)");
    CHECK(shown("\xed\xa0\x80") == R"(\xed\xa0\x80)");  // a surrogate
    CHECK(shown("\xc0\xaf") == R"(\xc0\xaf)");          // longer than it need be
    CHECK(shown("a\u202eb\u200d") == R"(a\u202eb\u200d)");
    CHECK(shown_json("\"\u202e\x7f\"") == R"("\u202e\u007f")");
}
