#include "output/messages.hpp"

#include "output/shown_text.hpp"

#include <cstdio>
#include <string>
#include <string_view>

void Messages::error(std::string_view text) {
    print("batchstore: " + shown(text) + "\n");
}

void Messages::note(std::string_view text) {
    print(shown(text) + "\n");
}

void Messages::ask(std::string_view text) {
    print(shown(text) + " [y/N] ");
}

void Messages::redraw(std::string_view line) {
    if (line == drawn_ || held_) return;
    drawn_ = line;
    std::fputs(("\r\x1b[K" + drawn_).c_str(), stderr);
}

void Messages::release() {
    held_ = false;
    std::fputs(waiting_.c_str(), stderr);
    waiting_.clear();
}

void Messages::print(const std::string& line) {
    if (held_) {
        waiting_ += line;
        return;
    }
    const std::string below = drawn_;
    redraw("");
    std::fputs(line.c_str(), stderr);
    redraw(below);
}
