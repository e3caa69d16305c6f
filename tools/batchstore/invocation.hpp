#pragma once

#include "output/messages.hpp"
#include "output/standard_output.hpp"

#include <string>
#include <vector>

/// How the program ends, as the shell sees it. These numbers are a contract.
enum class Exit {
    done = 0,
    refused = 1,        ///< done, but something was refused, not found or found wrong
    wrong_usage = 2,    ///< nothing was done
    no_store = 3,       ///< the store could not be used, or the output not be written
    interrupted = 130,  ///< stopped by SIGINT; what was done is kept
    terminated = 143,   ///< the same by SIGTERM
};

struct Candidates;

/// One call of a command: what was typed, and where its words go.
struct Invocation {
    std::string command;                 ///< its name
    std::string summary;                 ///< what it does, in one line
    std::vector<std::string> arguments;  ///< what stands behind its name
    std::string db;                      ///< the store's file; empty until it is known
    Output& output;
    Messages& messages;
    Candidates* candidates = nullptr;  ///< given: nothing is to be done but to say what could be typed
};
