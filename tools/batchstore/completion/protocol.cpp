#include "completion/protocol.hpp"

#include "completion/candidates.hpp"

#include <algorithm>

namespace {

/// The place of the command among the words before the cursor; the last place if none was typed.
std::size_t place_of_command(const std::vector<std::string>& typed, std::string& db) {
    std::size_t place = 0;
    while (place + 1 < typed.size() && typed[place].starts_with('-')) {
        const bool names_db = typed[place] == "--db";
        if (typed[place].starts_with("--db=")) db = typed[place].substr(5);
        if (names_db && place + 2 < typed.size()) db = typed[place + 1];
        place += names_db ? 2 : 1;
    }
    return std::min(place, typed.size());
}

void offer_beginnings(Candidates& candidates, std::span<const OfferedCommand> commands) {
    for (const auto& [name, summary] : commands) offer(candidates, name, summary);
    if (!candidates.typed.back().starts_with('-')) return;
    offer(candidates, "--help", "Print this help");
    offer(candidates, "--version", "Print the version");
    offer(candidates, "--db", "The store");
    offer(candidates, "--no-pager", "On a terminal, no pager");
}

}  // namespace

void complete(const std::vector<std::string>& typed, std::span<const OfferedCommand> commands,
              const std::function<void(const std::string& name, Candidates&)>& ask, Output& output) {
    Candidates candidates;
    candidates.typed = typed.empty() ? std::vector<std::string>{""} : typed;
    const std::size_t place = place_of_command(candidates.typed, candidates.db);
    if (place == candidates.typed.size() || candidates.typed.back().starts_with("--db=")) {
        candidates.files = true;  // of --db
    } else if (place + 1 == candidates.typed.size()) {
        offer_beginnings(candidates, commands);
    } else {
        const std::string name = candidates.typed[place];
        candidates.typed.erase(candidates.typed.begin(),
                               candidates.typed.begin() + static_cast<std::ptrdiff_t>(place) + 1);
        ask(name, candidates);
    }
    for (const auto& [word, meaning] : candidates.found) {
        output.write(meaning.empty() ? word + "\n" : word + "\t" + meaning + "\n");
    }
    if (candidates.files) output.write(":files\n");
}
