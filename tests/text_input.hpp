#pragma once

#include <batchstore/transfer.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace batchstore::testing {

/// An input whose bytes are a text.
class TextInput final : public Input {
public:
    TextInput(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {}

    const std::string& name() const override { return name_; }
    std::size_t read(char* buffer, std::size_t size) override {
        const std::size_t count = text_.copy(buffer, size, at_);
        at_ += count;
        return count;
    }

private:
    std::string name_;
    std::string text_;
    std::size_t at_ = 0;
};

inline std::vector<std::unique_ptr<Input>> input_of(std::string text, std::string name = "input") {
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(std::make_unique<TextInput>(std::move(name), std::move(text)));
    return inputs;
}

/// The whole log, as it is dumped.
inline std::string log_of(const BatchRepository& repository) {
    std::string log;
    dump_observations(repository, [&](std::string_view lines) {
        log += lines;
        return true;
    });
    return log;
}

/// All states in the order of ids, as they are dumped.
inline std::string states_of(const BatchRepository& repository) {
    std::string states;
    const auto take = [&](std::string_view lines) {
        states += lines;
        return true;
    };
    dump_batches(repository, take, {.by_id = true});
    return states;
}

}  // namespace batchstore::testing
