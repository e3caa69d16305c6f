#include "catch.hpp"

#include <batchstore/nearest_word.hpp>

#include <string>
#include <vector>

using namespace batchstore;

namespace {

std::string nearest(const std::string& typed, const std::vector<std::string>& known) {
    return nearest_word(typed, known);
}

}  // namespace

TEST_CASE("the nearest word has the fewest wrong letters") {
    const std::vector<std::string> words{"failed", "completed", "cancelled", "cancelling", "team"};
    CHECK(nearest("faild", words) == "failed");
    CHECK(nearest("faield", words) == "failed");  // two letters swapped are one mistake
    CHECK(nearest("Failed", words) == "failed");  // letter case is none
    CHECK(nearest("canceled", words) == "cancelled");
    CHECK(nearest("canceling", words) == "cancelling");
    CHECK(nearest("tem", words) == "team");
    CHECK(nearest("complete", words) == "completed");
}

TEST_CASE("of a short word few letters may be wrong") {
    CHECK(nearest("ab", {"cd", "xb"}).empty());
    CHECK(nearest("a", {"b"}).empty());
    CHECK(nearest("abc", {"abd"}) == "abd");
    CHECK(nearest("abc", {"axd"}).empty());
    CHECK(nearest("abcdefgh", {"abcdexyz"}).empty());
    CHECK(nearest("abcdefgh", {"abcdefyz"}) == "abcdefyz");
}

TEST_CASE("of equally near words the first counts, and none is near to nothing") {
    CHECK(nearest("mode", {"more", "node"}) == "more");
    CHECK(nearest("", {"a", ""}).empty());
    CHECK(nearest("status", {}).empty());
    CHECK(nearest(std::string(65, 'a'), {std::string(65, 'a')}).empty());
}
