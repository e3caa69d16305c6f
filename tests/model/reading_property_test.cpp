#include "catch.hpp"
#include "model/fold.hpp"
#include "model/half_pairs.hpp"
#include "model/random_answers.hpp"
#include "test_seed.hpp"

#include <batchstore/error.hpp>
#include <batchstore/json.hpp>
#include <batchstore/reading.hpp>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

constexpr int rounds = 500;

/// What the JSON of a batch must show when `said` was all that was said; what was not said is null.
json with_all_keys(const json& shown) {
    Batch nothing;
    nothing.id = "b";
    json all = json::parse(to_json_text(nothing));
    for (const auto& [key, value] : shown.items()) {
        if (all.contains(key) || !value.is_null()) {
            all[key] = value;
        }
    }
    return all;
}

/// A text in which some bytes are others, missing, or twice there.
std::string damaged(std::string text, RandomAnswers& random) {
    for (int faults = random.number(1, 3); faults > 0 && !text.empty(); --faults) {
        const auto at = static_cast<std::size_t>(random.number(0, static_cast<int>(text.size()) - 1));
        const auto length = static_cast<std::size_t>(random.number(1, 8));
        switch (random.number(0, 4)) {
            case 0:
                text.resize(at);
                break;
            case 1:
                text.erase(at, length);
                break;
            case 2:
                text.insert(at, text.substr(at, length));
                break;
            case 3:
                text[at] = "{}[],:\"\\0-.eE\n"[random.number(0, 13)];
                break;
            default:
                text[at] = static_cast<char>(random.number(0, 255));
        }
    }
    return text;
}

/// Whether another parser takes a text for JSON too; it knows no numbers beyond a double, and no half pairs.
bool is_json(const std::string& text) {
    try {
        return !json::parse(json_without_half_pairs(text)).is_discarded();
    } catch (const json::out_of_range&) {
        return true;
    } catch (const json::exception&) {
        return false;
    }
}

}  // namespace

TEST_CASE("reading never loses a value that is not null") {
    const unsigned seed = test_seed();
    RandomAnswers random(seed);
    for (int round = 0; round < rounds; ++round) {
        const Said answer = random.answer();
        const std::string text = random.spelled(answer.said);
        CAPTURE(seed, round, text);
        REQUIRE(json::parse(to_json_text(Answer::read(text).batch())) == with_all_keys(answer.shown));
    }
}

TEST_CASE("the JSON of a batch is read as an equal batch with an equal digest") {
    const unsigned seed = test_seed();
    RandomAnswers random(seed);
    for (int round = 0; round < rounds; ++round) {
        const Answer answer = Answer::read(random.spelled(random.answer().said));
        CAPTURE(seed, round, answer.text());
        const Answer again = Answer::read(to_json_text(answer.batch()));
        REQUIRE(again.batch() == answer.batch());
        REQUIRE(again.digest() == answer.digest());
        REQUIRE(to_json_text(again.batch()) == to_json_text(answer.batch()));
    }
}

TEST_CASE("the order of keys, white space, null or absent and spelling do not change the digest") {
    const unsigned seed = test_seed();
    RandomAnswers random(seed);
    for (int round = 0; round < rounds; ++round) {
        const json said = random.answer().said;
        const Answer one = Answer::read(random.spelled(said));
        const Answer other = Answer::read(random.spelled(without_nulls(said)));
        CAPTURE(seed, round, one.text(), other.text());
        REQUIRE(one.batch() == other.batch());
        REQUIRE(one.digest() == other.digest());
    }
}

TEST_CASE("random answers in any order of arrival end in one state") {
    const unsigned seed = test_seed();
    RandomAnswers random(seed);
    std::mt19937 order(seed);
    for (int round = 0; round < rounds; ++round) {
        std::vector<FoldInput> inputs;
        for (int observations = random.number(2, 5); observations > 0; --observations) {
            json said = random.answer().said;
            said.erase("Id");
            said["id"] = "b";
            const Answer answer = Answer::read(said.dump());
            const auto precedence = random.one_in(6) ? Precedence::observed : Precedence::lifecycle;
            inputs.push_back({answer.batch(), answer.digest(), random.number(1, 4), precedence});
        }
        CAPTURE(seed, round);
        const Batch expected = fold(inputs).state;
        for (int shuffles = 0; shuffles < 3; ++shuffles) {
            inputs.push_back(
                inputs[static_cast<std::size_t>(random.number(0, static_cast<int>(inputs.size()) - 1))]);
            std::shuffle(inputs.begin(), inputs.end(), order);
            Folding folding;
            for (const FoldInput& input : inputs) folding.add(input);
            REQUIRE(folding.folded().state == expected);
        }
    }
}

TEST_CASE("batches that are equal have equal digests, and those that are not have not") {
    const unsigned seed = test_seed();
    RandomAnswers random(seed);
    for (int round = 0; round < rounds; ++round) {
        json one = random.answer().said;
        json other = one;
        const json change = random.answer().said;
        for (const auto& [key, value] : change.items()) {
            if (random.one_in(20)) {
                other[key] = value;
            }
        }
        const Answer first = Answer::read(one.dump());
        const Answer second = Answer::read(other.dump());
        CAPTURE(seed, round, first.text(), second.text());
        REQUIRE((first.batch() == second.batch()) == (first.digest() == second.digest()));
    }
}

TEST_CASE("the JSON of a folded state is read as that state") {
    const unsigned seed = test_seed();
    RandomAnswers random(seed);
    for (int round = 0; round < rounds; ++round) {
        CAPTURE(seed, round);
        Batch state;
        state.id = "b";
        for (int observations = random.number(1, 4); observations > 0; --observations) {
            json said = random.answer().said;
            said["id"] = "b";
            said.erase("Id");
            const Batch next = Answer::read(said.dump()).batch();
            fold_step(state, next);
            REQUIRE(Answer::read(to_json_text(state)).batch() == state);
            const Batch once = state;
            fold_step(state, next);
            REQUIRE(state == once);
        }
    }
}

TEST_CASE("an answer with halves of surrogate pairs is read as its JSON is, or refused by the place") {
    const unsigned seed = test_seed();
    RandomAnswers random(seed);
    int read = 0;
    for (int round = 0; round < rounds; ++round) {
        const std::string text = random.with_halves(random.spelled(random.answer().said));
        CAPTURE(seed, round, text);
        try {
            const Answer answer = Answer::read(text);
            const Answer again = Answer::read(to_json_text(answer.batch()));
            REQUIRE(again.batch() == answer.batch());
            REQUIRE(again.digest() == answer.digest());
            ++read;
        } catch (const Error& error) {
            REQUIRE_THAT(error.what(), Catch::Matchers::ContainsSubstring("half of a surrogate pair"));
        }
    }
    CHECK(read > rounds / 4);
}

TEST_CASE("a damaged text is refused as invalid or read as the JSON that it still is") {
    const unsigned seed = test_seed();
    RandomAnswers random(seed);
    for (int round = 0; round < 4 * rounds; ++round) {
        const std::string text = damaged(random.spelled(random.answer().said), random);
        CAPTURE(seed, round, text);
        try {
            const Batch batch = Answer::read(text).batch();
            REQUIRE(is_json(text));
            REQUIRE(Answer::read(to_json_text(batch)).batch() == batch);
        } catch (const Error& error) {
            REQUIRE(error.kind() == ErrorKind::invalid);
        }
    }
}
