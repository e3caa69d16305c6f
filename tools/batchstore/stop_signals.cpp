#include "stop_signals.hpp"

#include <csignal>

namespace {

std::atomic<bool> stop_wanted = false;
std::atomic<int> caught_signal = 0;
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free,
              "what a signal handler may write");

void note_signal(int number) {
    caught_signal = number;
    stop_wanted = true;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

/// Unless the program was started with the signal ignored, as in the background of a script.
void handle(int number) {
    if (std::signal(number, note_signal) == SIG_IGN) std::signal(number, SIG_IGN);
}

/// Unless somebody else has taken it meanwhile.
void give_back(int number) {
    const auto current = std::signal(number, SIG_DFL);
    if (current != note_signal) std::signal(number, current);
}

}  // namespace

StopSignals::StopSignals() {
    handle(SIGINT);
    handle(SIGTERM);
}

StopSignals::~StopSignals() {
    give_back(SIGINT);
    give_back(SIGTERM);
}

const std::atomic<bool>& StopSignals::wanted() {
    return stop_wanted;
}

std::optional<Exit> StopSignals::exit() {
    if (caught_signal == 0) return std::nullopt;
    return caught_signal == SIGTERM ? Exit::terminated : Exit::interrupted;
}
