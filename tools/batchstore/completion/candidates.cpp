#include "completion/candidates.hpp"

#include "completion/known_values.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include <CLI/CLI.hpp>

namespace {

/// What stands before the cursor, as CLI11 would read it.
struct Context {
    std::set<const CLI::Option*> used;
    const CLI::Option* awaits_value = nullptr;
    bool options_ended = false;
    std::size_t arguments = 0;
    std::string db;
};

bool takes_value(const CLI::Option& option) {
    return option.get_items_expected_max() > 0;
}

std::string name_of(const std::string& word) {
    return word.substr(0, word.find('='));
}

void read_word(const CLI::App& app, const std::string& word, Context& context) {
    if (context.awaits_value) {
        if (context.awaits_value->check_lname("db")) context.db = word;
        context.awaits_value = nullptr;
    } else if (context.options_ended || !word.starts_with('-') || word == "-") {
        ++context.arguments;
    } else if (word == "--") {
        context.options_ended = true;
    } else if (const CLI::Option* option = app.get_option_no_throw(name_of(word))) {
        context.used.insert(option);
        const bool has_value = word.find('=') != std::string::npos;
        if (option->check_lname("db") && has_value) context.db = word.substr(word.find('=') + 1);
        if (takes_value(*option) && !has_value) context.awaits_value = option;
    }
}

void offer_options(const CLI::App& app, const Context& context, Candidates& candidates) {
    for (const CLI::Option* option : app.get_options()) {
        const bool again = option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
        if (context.used.contains(option) && !again) continue;
        for (const std::string& name : option->get_lnames()) {
            offer(candidates, "--" + name, option->get_description());
        }
    }
}

/// @param before what of the word being typed stands before the value: nothing, or `--name=`
void offer_values(const CLI::Option& option, const std::string& before, const Context& context,
                  Candidates& candidates) {
    const std::string label = option.get_positional() ? option.get_name(true) : option.get_option_text();
    const std::string name = option.get_positional() ? label : "--" + option.get_lnames().front();
    const std::string& word = candidates.typed.back();
    std::string kept = before;
    std::set<std::string> listed;
    if (label.ends_with(",...") || label.ends_with("[,KEY]")) {
        for (std::size_t end = 0; (end = word.find(',', kept.size())) != std::string::npos;) {
            listed.insert(word.substr(kept.size(), end - kept.size()));
            kept = word.substr(0, end + 1);
        }
    }
    const KnownValues known =
        name == "TOPIC" ? KnownValues{.words = candidates.topics} : known_values(name, label);
    candidates.files = known.files;
    for (const std::string& value : known.words) {
        if (!listed.contains(value)) offer(candidates, kept + value, "");
    }
    const std::string& db = context.db.empty() ? candidates.db : context.db;
    for (const std::string& value : some_words(db, known, word.substr(kept.size()))) {
        if (!listed.contains(value)) offer(candidates, kept + value, "");
    }
    if (!known.ids) return;
    for (const std::string& id : some_ids(db, word.substr(kept.size()))) {
        if (!listed.contains(id)) offer(candidates, kept + id, "");
    }
}

/// The argument at this place; the last one if it takes any number.
const CLI::Option* argument_at(const CLI::App& app, std::size_t place) {
    const auto arguments =
        app.get_options([](const CLI::Option* option) { return option->get_positional(); });
    if (place < arguments.size()) return arguments[place];
    const bool any_number = !arguments.empty() && arguments.back()->get_items_expected_max() >=
                                                      CLI::detail::expected_max_vector_size;
    return any_number ? arguments.back() : nullptr;
}

}  // namespace

void offer(Candidates& candidates, const std::string& word, const std::string& meaning) {
    if (word.starts_with(candidates.typed.back())) {
        candidates.found.push_back({word, meaning.substr(0, meaning.find('\n'))});
    }
}

void find_candidates(const CLI::App& app, Candidates& candidates) {
    Context context;
    for (auto word = candidates.typed.begin(); word + 1 != candidates.typed.end(); ++word) {
        read_word(app, *word, context);
    }
    const std::string& word = candidates.typed.back();
    if (context.awaits_value) return offer_values(*context.awaits_value, "", context, candidates);
    if (word.starts_with('-') && word != "-" && !context.options_ended) {
        const CLI::Option* option = app.get_option_no_throw(name_of(word));
        if (word.find('=') == std::string::npos) return offer_options(app, context, candidates);
        if (option && takes_value(*option)) offer_values(*option, name_of(word) + "=", context, candidates);
        return;
    }
    const CLI::Option* argument = argument_at(app, context.arguments);
    if (argument) return offer_values(*argument, "", context, candidates);
    if (word.empty() && !context.options_ended) offer_options(app, context, candidates);
}
