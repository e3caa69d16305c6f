#include "arguments/command_line.hpp"

#include "arguments/help_formatter.hpp"
#include "arguments/parsing.hpp"
#include "completion/candidates.hpp"
#include "open_store.hpp"

#include <batchstore/nearest_word.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace {

/// Stands between a page's token and the moment.
constexpr char moment_mark = '@';

[[noreturn]] void refuse(const std::string& name, const std::string& what) {
    throw CLI::ValidationError(name, what);
}

}  // namespace

std::string suggestion(const std::string& typed, const std::vector<std::string>& known) {
    const std::string nearest = batchstore::nearest_word(typed, known);
    return nearest.empty() ? "" : "; did you mean " + nearest + "?";
}

std::int64_t now_us() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

struct Arguments::Parser {
    CLI::App app;
    std::optional<std::string> db;
    std::int64_t moment_us = now_us();
    std::vector<std::function<void()>> times;  ///< read each of them, once the moment is known
};

Arguments::Arguments(Invocation& invocation, const std::string& details)
    : invocation_(invocation), parser_(std::make_unique<Parser>()) {
    CLI::App& app = parser_->app;
    app.name("batchstore " + invocation.command);
    app.description(invocation.summary + "\n");
    app.set_help_flag("-h,--help", help_meaning);
    app.footer(details);
    constexpr std::size_t names = 26;
    app.formatter(std::make_shared<HelpFormatter>(names));
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
    const auto set = [&value, name](const std::vector<std::string>& lists) {
        value.clear();
        for (const std::string& list : lists) {
            for (std::size_t at = 0; at <= list.size();) {
                const std::size_t end = std::min(list.find(',', at), list.size());
                if (end == at) refuse(name, "there is an empty word in the list");
                value.push_back(list.substr(at, end - at));
                at = end + 1;
            }
        }
    };
    parser_->app.add_option_function<std::vector<std::string>>(name, set, meaning)
        ->expected(1)
        ->allow_extra_args(false)  // CLI11 would take [a] apart
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->option_text(type);
}

void Arguments::texts(const std::string& name, std::vector<std::string>& value, const std::string& type,
                      const std::string& meaning) {
    parser_->app.add_option(name, value, meaning)
        ->expected(1)
        ->allow_extra_args(false)  // CLI11 would take [a] apart
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
    const auto set = [this, &value, name](const std::string& text) {
        parser_->times.emplace_back([this, &value, name, text] {
            value = batchstore::read_time_us(text, moment_us());
            if (!value) {
                throw UsageError(name + ": '" + text + "' is not a time (" + batchstore::time_advice(text) +
                                 ")");
            }
        });
    };
    parser_->app.add_option_function<std::string>(name, set, meaning)->option_text("TIME");
}

void Arguments::as_of(AsOf& value, const std::string& meaning) {
    const auto set = [this, &value](const std::string& text) {
        parser_->times.emplace_back([this, &value, text] { value = as_of_typed(text, moment_us()); });
    };
    parser_->app.add_option_function<std::string>("--as-of", set, meaning)->option_text("TIME|HEAD");
}

void Arguments::page_token(const std::string& name, std::string& value, const std::string& meaning) {
    const auto set = [this, &value, name](const std::string& text) {
        const std::size_t at = std::min(text.find(moment_mark), text.size());
        const char* end = text.data() + text.size();
        const char* digits = text.data() + std::min(at + 1, text.size());
        const auto [stopped, error] = std::from_chars(digits, end, parser_->moment_us);
        if (at == 0 || error != std::errc() || stopped != end) {
            refuse(name, "'" + text + "' is no token, or only a part of one");
        }
        value = text.substr(0, at);
    };
    parser_->app.add_option_function<std::string>(name, set, meaning)->option_text("TOKEN");
}

void Arguments::format(std::optional<Format>& value, std::span<const Format> known, const char* otherwise) {
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
    parser_->app.add_option_function<std::string>("--format", set, otherwise)->option_text(choices);
    if (std::ranges::find(known, Format::csv) == known.end()) return;
    flag("--raw-cells", invocation_.output.raw_cells, "CSV without ' before what looks like a formula");
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

void Arguments::section(const std::string& title) {
    parser_->app.option_defaults()->group(title);
}

bool Arguments::parse() {
    section("Options");
    option("--db", parser_->db, "FILE", db_meaning);
    if (invocation_.candidates) {
        find_candidates(parser_->app, *invocation_.candidates);
        return false;
    }
    if (!parse_with(parser_->app, invocation_.arguments, invocation_.output)) return false;
    for (const auto& read : parser_->times) read();
    if (parser_->db && !invocation_.db.empty()) throw UsageError("--db: may be given only once");
    if (parser_->db) invocation_.db = *parser_->db;
    if (parser_->db && parser_->db->empty()) throw UsageError("--db: is empty");
    if (invocation_.db.empty()) invocation_.db = default_store();
    if (invocation_.db == ":memory:") {
        throw UsageError("--db: a store in memory would end with the command (name a file)");
    }
    return true;
}

std::int64_t Arguments::moment_us() const {
    return parser_->moment_us;
}

bool Arguments::takes_value(const std::string& name) const {
    const CLI::Option* option = parser_->app.get_option_no_throw(name);
    return option && option->get_items_expected_max() > 0;
}

std::string Arguments::token(const std::string& page_token) const {
    return page_token + moment_mark + std::to_string(moment_us());
}
