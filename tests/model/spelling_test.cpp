#include "model/spelling.hpp"

#include "catch.hpp"

using batchstore::spelled_length;
using batchstore::spells;

TEST_CASE("a spelling keeps the letters and the parts of a word") {
    for (const char* text :
         {"input_file_id", "inputFileId", "InputFileID", "INPUT-FILE-ID", "Input File Id", "inputfileid"}) {
        CHECK(spells(text, "input_file_id"));
    }
    for (const char* text :
         {"", "input_file", "input_file_id_", "in_putfileid", "input__file_id", "inputFileIdx"}) {
        CHECK_FALSE(spells(text, "input_file_id"));
    }
    CHECK_FALSE(spells("", ""));
}

TEST_CASE("what begins a text may spell a word") {
    CHECK(spelled_length("requestCountsTotal", "request_counts") == 13);
    CHECK(spelled_length("request_counts.total", "request_counts") == 14);
    CHECK(spelled_length("request", "request_counts") == 0);
}
