#pragma once

#include "output/messages.hpp"
#include "output/progress_bar.hpp"

#include <batchstore/progress.hpp>

#include <optional>
#include <string>

/// The progress of a command of several steps: one bar after the other.
class StepBars {
public:
    explicit StepBars(Messages& messages) : messages_(messages) {}

    void show(const batchstore::Progress& progress);

    /// Calls `show`. Lives no longer than this.
    batchstore::OnProgress listener() {
        return [this](const batchstore::Progress& progress) { show(progress); };
    }

private:
    Messages& messages_;
    std::string step_;
    std::optional<ProgressBar> bar_;
};
