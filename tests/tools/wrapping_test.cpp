#include "output/wrapping.hpp"

#include "catch.hpp"
#include "output/facts.hpp"

#include <sstream>
#include <string>

namespace {

const std::string sentence = "The field 'body.model' names  a model that does not exist: tiny.";

}  // namespace

TEST_CASE("text is wrapped between its words, and below where it began") {
    CHECK(wrapped("one two three", 0) == "one two three\n");
    CHECK(wrapped("one two three", 13) == "one two three\n");
    CHECK(wrapped("one two three", 12) == "one two\nthree\n");
    CHECK(wrapped("one two three", 12, 5) == "one two\n     three\n");
    CHECK(wrapped("one a-very-long-word two", 8, 2) == "one\n  a-very-long-word\n  two\n");
    CHECK(wrapped("", 8, 2) == "\n");
    CHECK(wrapped("\xc3\xa9t\xc3\xa9 ici", 7) == "\xc3\xa9t\xc3\xa9 ici\n");
}

TEST_CASE("facts are wrapped beside their names, and no word is taken apart") {
    Facts facts;
    facts.add("id", std::string("batch_with_an_id_that_is_longer_than_its_line"));
    facts.add("error", sentence);
    CHECK(facts.text(0) == "id     batch_with_an_id_that_is_longer_than_its_line\nerror  " + sentence + "\n");
    CHECK(facts.text(40) ==
          "id     batch_with_an_id_that_is_longer_than_its_line\n"
          "error  The field 'body.model' names  a\n"
          "       model that does not exist: tiny.\n");
    CHECK(facts.text(26) == facts.text(0));  // too narrow for two columns
    for (std::size_t width = 27; width <= 90; ++width) {
        std::istringstream lines(facts.text(width));
        std::string line;
        std::getline(lines, line);
        while (std::getline(lines, line)) CHECK(line.size() <= width);
    }
}
