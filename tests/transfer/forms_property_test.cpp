#include "catch.hpp"
#include "encoded_text.hpp"
#include "imported.hpp"
#include "temporary_folder.hpp"
#include "test_seed.hpp"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <random>
#include <string>
#include <vector>

using namespace batchstore;
using testing::encoded;
using testing::Encoding;
using testing::Lines;

namespace {

using namespace std::string_literals;

/// Writes random batches in random forms, and remembers their texts.
class RandomForms {
public:
    explicit RandomForms(unsigned seed) : random_(seed) {}

    std::string text;  ///< in ASCII, but for what is invisible
    Lines bodies;

    std::size_t below(std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
    }
    const std::string& one_of(const Lines& choices) { return choices[below(choices.size())]; }

    void add_records(bool only_ascii) {
        switch (below(5)) {
            case 0:
                text += prefix() + batch() + "\n";
                break;
            case 1:
                text += batch() + one_of({"\n", "\r\n", "", " "});
                break;
            case 2:
                text += list(one_of({"batches", "value", "items", "results", "result", "data"}));
                break;
            case 3:
                text += R"({"success":true,"result":)" + batch() + R"(,"errors":[]})";
                break;
            default:
                text += R"({"code":0,"data":)" + list("items") + "}";
        }
        text += one_of({"", "\n", "\n\n"});
        text += one_of(
            only_ascii ? Lines{"", "\f", "\x1a", "\0"s, "\n\0\0\0\n"s}
                       : Lines{"\xef\xbb\xbf", "\xe2\x80\x8b", "\xe2\x80\xa8", "\0"s, "\x1a", "", "\x1e"});
    }

private:
    std::string batch() {
        std::string body =
            R"({"id":"batch_)" + std::to_string(++last_id_) + R"(","object":"batch","endpoint":")" +
            one_of({"/v1/responses", "{}", "\\\"}{", "-> {\\\"id\\\":1}"}) + R"(","status":"failed")" +
            one_of({"", R"(,"errors":{"data":[{"line":1}]})", ",\n  \"metadata\": {\n  }"}) + "}";
        bodies.push_back(body);
        return body;
    }

    std::string list(const std::string& name) {
        std::string array = "\"" + name + "\":[" + batch();
        for (std::size_t count = below(3); count > 0; --count) {
            array += one_of({",", ",\n", ", "}) + batch();
        }
        return "{" + one_of({"", "\"total\":3,", "\"next\":null,"}) + array + "]" +
               one_of({"", ",\"error\":null", ",\"has_more\":false"}) + "}";
    }

    /// Begins a line of its own.
    std::string prefix() {
        return "\n" + one_of({"2026-10-01T00:00:00Z INFO batch ", "[2026-11-01 12:00:00,123] INFO ",
                              "INFO:x:", R"(POST /v1/batches {"endpoint":"/v1/x"} -> )"});
    }

    std::mt19937 random_;
    int last_id_ = 0;
};

Lines bodies_in(const testing::Inputs& inputs, Lines& refusals) {
    const auto imported = testing::import_all(inputs);
    refusals = imported->outcomes;
    std::erase_if(refusals,
                  [](const std::string& outcome) { return outcome.find("! ") == std::string::npos; });
    Lines bodies;
    for (const auto& call : imported->repository.calls) {
        bodies.push_back(call.body);
    }
    return bodies;
}

}  // namespace

TEST_CASE("whatever batches are wrapped in, the same come out as from JSON Lines") {
    const testing::TemporaryFolder folder;
    const std::string path = (folder.path() / "forms").string();
    const unsigned first_seed = testing::test_seed();
    constexpr unsigned rounds = 300;
    for (unsigned seed = first_seed; seed != first_seed + rounds; ++seed) {
        RandomForms forms(seed);
        const auto encoding = static_cast<Encoding>(forms.below(6));
        const bool only_ascii = encoding != Encoding::utf8 && encoding != Encoding::utf8_with_mark;
        for (std::size_t count = forms.below(8); count > 0; --count) {
            forms.add_records(only_ascii);
        }
        INFO("seed " << seed << ", encoding " << static_cast<int>(encoding) << "\n" << forms.text);
        std::ofstream(path, std::ios::binary) << encoded(forms.text, encoding);
        testing::Inputs inputs;
        inputs.push_back(open_input(path));
        Lines refusals;
        REQUIRE(bodies_in(inputs, refusals) == forms.bodies);
        REQUIRE(refusals.empty());
    }
}
