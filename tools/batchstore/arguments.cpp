#include "arguments.hpp"

#include <batchstore/time.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace {

constexpr const char* help_meaning = "Print this help";
constexpr const char* db_meaning = "The store [BATCHSTORE_DB, else batches.db]";

/// What is wrong, in our words where CLI11's are about itself.
std::string wording_of(const CLI::ParseError& error, const CLI::App& app) {
    std::string what = error.what();
    const auto code = static_cast<CLI::ExitCodes>(error.get_exit_code());
    const bool required_is_missing = code == CLI::ExitCodes::RequiredError;
    if ((required_is_missing || code == CLI::ExitCodes::ExtrasError) && app.remaining_size() > 0) {
        const std::string first = app.remaining().front();
        if (!first.starts_with('-')) return "unexpected argument: " + first;
        const bool may_be_argument = !first.starts_with("--");
        return "unknown option: " + first +
               (may_be_argument ? " (an argument that starts with - goes behind --)" : "");
    }
    if (required_is_missing) return what.substr(0, what.find(' ')) + " is missing";
    if (code == CLI::ExitCodes::ArgumentMismatch) {
        const bool missing = what.find("missing") != std::string::npos;
        return what.substr(0, what.find(": ")) + (missing ? ": needs a value" : ": may be given only once");
    }
    const std::size_t excludes = what.find(" excludes ");
    if (code != CLI::ExitCodes::ExcludesError || excludes == std::string::npos) return what;
    return what.substr(0, excludes) + " cannot go with " + what.substr(what.rfind(' ') + 1);
}

[[noreturn]] void refuse(const std::string& name, const std::string& what) {
    throw CLI::ValidationError(name, what);
}

/// Reads `typed`, whose first word is the first argument. @returns false if help was asked for.
bool parse_with(CLI::App& app, const std::vector<std::string>& typed, Output& output) {
    std::vector<std::string> reversed;
    for (const std::string& word : typed) {
        // CLI11 would take the next word as the value of `--name=`.
        const bool empty_value =
            word.size() > 3 && word.starts_with("--") && word.find('=') == word.size() - 1;
        reversed.push_back(empty_value ? word.substr(0, word.size() - 1) : word);
        if (empty_value) reversed.emplace_back();
    }
    std::ranges::reverse(reversed);
    try {
        app.parse(std::move(reversed));
        return true;
    } catch (const CLI::CallForHelp&) {
        output.write(app.help());
    } catch (const CLI::CallForVersion& version) {
        output.write(std::string(version.what()) + "\n");
    } catch (const CLI::ParseError& error) {
        throw UsageError(wording_of(error, app));
    }
    return false;
}

}  // namespace

std::int64_t now_us() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

struct Arguments::Parser {
    CLI::App app;
    std::optional<std::string> db;
};

Arguments::Arguments(Invocation& invocation, const std::string& details)
    : invocation_(invocation), parser_(std::make_unique<Parser>()) {
    CLI::App& app = parser_->app;
    app.name("batchstore " + invocation.command);
    app.description(invocation.summary + "\n");
    app.set_help_flag("-h,--help", help_meaning);
    app.footer(details);
    app.get_formatter()->column_width(26);
    app.get_formatter()->label("Positionals", "Arguments");
}

Arguments::~Arguments() = default;

void Arguments::flag(const std::string& name, bool& value, const std::string& meaning) {
    parser_->app
        .add_flag_callback(
            name, [&value] { value = true; }, meaning)
        ->option_text(" ");
}

void Arguments::option(const std::string& name, std::optional<std::string>& value, const std::string& type,
                       const std::string& meaning) {
    const auto set = [&value](const std::string& text) { value = text; };
    parser_->app.add_option_function<std::string>(name, set, meaning)->option_text(type);
}

void Arguments::number(const std::string& name, std::int64_t& value, std::int64_t least, std::int64_t most,
                       const std::string& meaning) {
    const auto set = [&value, name, least, most](const std::string& text) {
        const char* end = text.data() + text.size();
        const auto [stopped, error] = std::from_chars(text.data(), end, value);
        if (error != std::errc() || stopped != end || value < least || value > most) {
            refuse(name, "'" + text + "' is not a whole number from " + std::to_string(least) + " to " +
                             std::to_string(most));
        }
    };
    parser_->app.add_option_function<std::string>(name, set, meaning)->option_text("N");
}

void Arguments::words(const std::string& name, std::vector<std::string>& value, const std::string& type,
                      const std::string& meaning) {
    const auto set = [&value, name](const std::vector<std::string>& words) {
        for (const std::string& word : words) {
            if (word.empty()) refuse(name, "there is an empty word in the list");
        }
        value = words;
    };
    parser_->app.add_option_function<std::vector<std::string>>(name, set, meaning)
        ->delimiter(',')
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->option_text(type);
}

void Arguments::texts(const std::string& name, std::vector<std::string>& value, const std::string& type,
                      const std::string& meaning) {
    parser_->app.add_option(name, value, meaning)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->option_text(type);
}

void Arguments::duration(const std::string& name, std::optional<std::int64_t>& value,
                         const std::string& meaning) {
    const auto set = [&value, name](const std::string& text) {
        value = batchstore::read_duration_us(text);
        if (!value) refuse(name, "'" + text + "' is not a length of time (45s, 30m, 12h, 7d or 2w)");
    };
    parser_->app.add_option_function<std::string>(name, set, meaning)->option_text("AGE");
}

void Arguments::time(const std::string& name, std::optional<std::int64_t>& value,
                     const std::string& meaning) {
    const auto set = [&value, name](const std::string& text) {
        value = batchstore::read_time_us(text, now_us());
        if (!value) refuse(name, "'" + text + "' is not a time (" + batchstore::time_forms + ")");
    };
    parser_->app.add_option_function<std::string>(name, set, meaning)->option_text("TIME");
}

void Arguments::format(std::optional<Format>& value, std::span<const Format> known) {
    std::string choices;
    for (const Format format : known) {
        if (!choices.empty()) choices += "|";
        choices += to_string(format);
    }
    const auto set = [&value, known, choices](const std::string& text) {
        const auto found = std::ranges::find(known, text, [](Format format) { return to_string(format); });
        if (found == known.end()) refuse("--format", "'" + text + "' is not one of " + choices);
        value = *found;
    };
    parser_->app
        .add_option_function<std::string>("--format", set, "[a table on a terminal, else JSON Lines]")
        ->option_text(choices);
}

void Arguments::required(const std::string& name, std::string& value, const std::string& meaning) {
    const auto set = [&value, name](const std::string& text) {
        if (text.empty()) refuse(name, "is empty");
        value = text;
    };
    parser_->app.add_option_function<std::string>(name, set, meaning)->required()->option_text(" ");
}

void Arguments::optional(const std::string& name, std::optional<std::string>& value,
                         const std::string& meaning) {
    const auto set = [&value](const std::string& text) { value = text; };
    parser_->app.add_option_function<std::string>(name, set, meaning)->option_text(" ");
}

void Arguments::rest(const std::string& name, std::vector<std::string>& value, const std::string& meaning) {
    parser_->app.add_option(name, value, meaning)->option_text(" ");
}

void Arguments::either(const std::string& one, const std::string& other) {
    CLI::App& app = parser_->app;
    app.get_option(one)->excludes(app.get_option(other));
}

bool Arguments::parse() {
    option("--db", parser_->db, "FILE", db_meaning);
    if (!parse_with(parser_->app, invocation_.arguments, invocation_.output)) return false;
    if (parser_->db && !invocation_.db.empty()) throw UsageError("--db: may be given only once");
    if (parser_->db) invocation_.db = *parser_->db;
    if (parser_->db && parser_->db->empty()) throw UsageError("--db: is empty");
    if (invocation_.db.empty()) {
        const char* variable = std::getenv("BATCHSTORE_DB");
        invocation_.db = variable && *variable ? variable : "batches.db";
    }
    if (invocation_.db == ":memory:") {
        throw UsageError("--db: a store in memory would end with the command (name a file)");
    }
    return true;
}

Beginning parse_beginning(const std::vector<std::string>& typed, const std::string& commands,
                          Output& output) {
    CLI::App app;
    app.name("batchstore [--db FILE] COMMAND");
    app.description("Keeps the history of OpenAI Batch API objects in an SQLite file.\n");
    app.set_help_flag("-h,--help", help_meaning);
    app.set_version_flag("--version", "batchstore " BATCHSTORE_VERSION, "Print the version");
    app.footer(commands);
    app.get_formatter()->column_width(20);
    app.prefix_command();
    std::optional<std::string> db;
    app.add_option_function<std::string>(
           "--db", [&db](const std::string& text) { db = text; }, db_meaning)
        ->option_text("FILE");
    if (!parse_with(app, typed, output)) return {.finished = true};
    if (db && db->empty()) throw UsageError("--db: is empty");
    return {.db = db.value_or(""), .remaining = app.remaining()};
}
