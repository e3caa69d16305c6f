#pragma once

#include "arguments/command_line.hpp"
#include "output/messages.hpp"

#include <string>

/// `--yes`, or a question to the person at the terminal, before something that cannot be taken back.
class Confirmation {
public:
    /// Declares the option. Lives as long as `arguments` is used.
    explicit Confirmation(Arguments& arguments);
    Confirmation(const Confirmation&) = delete;
    Confirmation& operator=(const Confirmation&) = delete;
    ~Confirmation() = default;

    bool was_given() const { return yes_; }

    /// @throws UsageError if it was not given and nobody can be asked; `what` says what needs it.
    void require_somebody(const std::string& what) const;

    /// Asks, unless it was given before.
    bool given(Messages& messages, const std::string& question) const;

private:
    bool yes_ = false;
};
