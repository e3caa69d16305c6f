#include "output/step_bars.hpp"

#include <optional>
#include <string>

void StepBars::show(const batchstore::Progress& progress) {
    if (!bar_ || step_ != progress.step) {
        step_ = progress.step;
        bar_.reset();  // before the next one draws on its line
        bar_.emplace(messages_, std::string(progress.unit));
    }
    std::optional<double> share;
    if (progress.total > 0) share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    bar_->show(step_, progress.done, share);
}
