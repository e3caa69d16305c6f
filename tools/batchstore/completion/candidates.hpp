#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

/// A word that could stand at the cursor.
struct Candidate {
    std::string word;
    std::string meaning;
};

/// What a shell asks while a person types, and the answer.
struct Candidates {
    std::vector<std::string> typed;   ///< behind the command's name; the last word is being typed, or empty
    std::string db;                   ///< the store that was named before the command; empty: none was
    std::vector<std::string> topics;  ///< of `help`
    std::vector<Candidate> found;
    bool files = false;  ///< names of files could stand there, which the shell knows
};

/// Keeps of these what begins with what is being typed.
void offer(Candidates& candidates, const std::string& word, const std::string& meaning);

/// Answers from the options and arguments that a command declares.
void find_candidates(const CLI::App& app, Candidates& candidates);
