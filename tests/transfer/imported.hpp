#pragma once

#include "recording_repository.hpp"

#include <batchstore/transfer.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// Imports into a repository that stores nothing, and what came of it.
namespace batchstore::testing {

using Lines = std::vector<std::string>;

/// An input whose pieces are made when they are read. An empty piece is the end.
class MadeInput : public Input {
public:
    MadeInput(std::string name, std::function<std::string()> next)
        : name_(std::move(name)), next_(std::move(next)) {}

    const std::string& name() const override { return name_; }
    std::size_t read(char* buffer, std::size_t size) override {
        if (left_.empty()) {
            left_ = next_();
        }
        const std::size_t count = left_.copy(buffer, size);
        left_.erase(0, count);
        return count;
    }

private:
    std::string name_;
    std::function<std::string()> next_;
    std::string left_;
};

using Inputs = std::vector<std::unique_ptr<Input>>;

inline std::function<std::string()> pieces(Lines texts) {
    return [texts = std::move(texts), at = std::size_t{0}]() mutable {
        return at < texts.size() ? texts[at++] : std::string();
    };
}

inline std::unique_ptr<Input> input(const std::string& text, const std::string& name = "-") {
    return std::make_unique<MadeInput>(name, pieces({text}));
}

inline Inputs one(std::unique_ptr<Input> only) {
    Inputs inputs;
    inputs.push_back(std::move(only));
    return inputs;
}

/// `NAME:LINE id`, `NAME:LINE#ITEM id`, or `NAME:LINE! reason`.
inline std::string shown(const ImportOutcome& outcome) {
    const std::string where =
        std::to_string(outcome.line) + (outcome.item ? "#" + std::to_string(*outcome.item) : "");
    return std::string(outcome.input) + ":" + where +
           (outcome.result ? " " + std::string(outcome.id) : "! " + outcome.reason);
}

struct Imported {
    RecordingRepository repository;
    ImportSummary summary;
    Lines outcomes;
    Lines rejects;
    Lines findings;

    Lines ids() const {
        Lines ids;
        for (const auto& call : repository.calls) {
            ids.push_back(call.id);
        }
        return ids;
    }
};

inline std::unique_ptr<Imported> import_all(const Inputs& inputs, ImportOptions options = {}) {
    auto imported = std::make_unique<Imported>();
    options.on_outcome = [&](const ImportOutcome& outcome) {
        imported->outcomes.push_back(shown(outcome));
        if (outcome.result) {
            for (const Finding& finding : outcome.result->findings) {
                imported->findings.push_back(to_string(finding));
            }
        } else {
            imported->rejects.emplace_back(outcome.text);
        }
    };
    imported->summary = import_records(imported->repository, inputs, options);
    return imported;
}

inline std::unique_ptr<Imported> import_text(const std::string& text, const ImportOptions& options = {}) {
    return import_all(one(input(text)), options);
}

}  // namespace batchstore::testing
