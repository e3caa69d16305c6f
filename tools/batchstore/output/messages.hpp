#pragma once

#include <string>
#include <string_view>

/// Everything that is not data: lines on standard error. Below them a line may stand that is redrawn.
class Messages {
public:
    /// `batchstore: TEXT`, where TEXT is `WHERE: WHAT; what to do next`. Shown harmlessly, on one line.
    void error(std::string_view text);

    /// A line as it is, for summaries and remarks. Shown harmlessly.
    void note(std::string_view text);

    /// `TEXT [y/N] `, for an answer on the same line.
    void ask(std::string_view text);

    /// Draws or redraws the last line of the terminal; an empty text takes it away.
    void redraw(std::string_view line);

    /// Another program has the terminal: lines wait until `release`.
    void hold() { held_ = true; }
    void release();

private:
    void print(const std::string& line);

    std::string drawn_;
    bool held_ = false;
    std::string waiting_;
};
