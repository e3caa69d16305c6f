#include "output/progress_bar.hpp"

#include "output/shown_text.hpp"
#include "output/terminal.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include <unistd.h>

namespace {

constexpr auto between_drawings = std::chrono::milliseconds(100);
/// A command that is done before that shows no bar at all.
constexpr auto before_first_drawing = std::chrono::milliseconds(300);
constexpr int bar_width = 20;

std::string clock_text(double seconds) {
    const auto whole = std::llround(seconds);
    std::array<char, 32> text{};
    if (whole >= 3600) {
        std::snprintf(text.data(), text.size(), "%d:%02d:%02d", static_cast<int>(whole / 3600),
                      static_cast<int>(whole / 60 % 60), static_cast<int>(whole % 60));
    } else {
        std::snprintf(text.data(), text.size(), "%d:%02d", static_cast<int>(whole / 60),
                      static_cast<int>(whole % 60));
    }
    return text.data();
}

std::string bar_text(double share) {
    const int filled = static_cast<int>(share * bar_width);
    std::string bar(static_cast<std::size_t>(filled), '=');
    if (filled < bar_width) bar += '>';
    bar.resize(bar_width, ' ');
    const std::string percent = std::to_string(static_cast<int>(share * 100));
    return "[" + bar + "] " + std::string(3 - std::min<std::size_t>(3, percent.size()), ' ') + percent + "%";
}

}  // namespace

ProgressBar::ProgressBar(Messages& messages, std::string unit, bool allowed)
    : messages_(messages), unit_(std::move(unit)) {
    const Terminal terminal = terminal_of(STDERR_FILENO);
    if (allowed && terminal.styled) width_ = terminal.width;
}

ProgressBar::~ProgressBar() {
    messages_.redraw("");
}

void ProgressBar::show(const std::string& label, std::int64_t count, std::optional<double> share) {
    const auto now = Clock::now();
    if (width_ == 0 || now - started_ < before_first_drawing || now - drawn_ < between_drawings) return;
    drawn_ = now;
    const double elapsed = std::chrono::duration<double>(now - started_).count();
    std::string line = shown(label) + "  ";
    if (share) line += bar_text(std::clamp(*share, 0.0, 1.0)) + "  ";
    line += grouped(count) + " " + unit_ + "  " +
            grouped(static_cast<std::int64_t>(static_cast<double>(count) / elapsed)) + "/s";
    if (share && *share > 0.0 && *share < 1.0) {
        line += "  " + clock_text(elapsed * (1.0 - *share) / *share) + " left";
    }
    messages_.redraw(cut_to(line, width_ - 1));
}
