#pragma once

#include "model/random_answers.hpp"

#include <batchstore/error.hpp>
#include <batchstore/reading.hpp>

#include <string>

namespace batchstore::testing {

/// Random answers as odd servers send them: other spellings of names and statuses, times as texts, counts
/// of which little is said, texts that were cut inside an emoji.
class OddAnswers {
public:
    explicit OddAnswers(unsigned seed) : random_(seed) {}

    /// One about a batch, that can be read.
    std::string about(const std::string& id) {
        std::string text;
        do {
            json said = random_.answer().said;
            said.erase("Id");
            said["id"] = id;
            text = random_.with_halves(random_.spelled(said));
        } while (!is_read(text));
        return text;
    }

private:
    static bool is_read(const std::string& text) {
        try {
            Answer::read(text);
            return true;
        } catch (const Error&) {
            return false;  // a key of metadata was cut
        }
    }

    RandomAnswers random_;
};

}  // namespace batchstore::testing
