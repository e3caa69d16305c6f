#include "arguments/command_line.hpp"
#include "arguments/filters.hpp"
#include "arguments/group_keys.hpp"
#include "arguments/kept_files.hpp"
#include "arguments/period.hpp"
#include "arguments/prices.hpp"
#include "arguments/shell_words.hpp"
#include "arguments/unseen_words.hpp"
#include "commands/all.hpp"
#include "commands/report/form.hpp"
#include "commands/report/forms.hpp"
#include "commands/report/table_folder.hpp"
#include "open_store.hpp"
#include "output/file_place.hpp"
#include "output/json_layout.hpp"
#include "output/output_file.hpp"
#include "output/terminal.hpp"

#include <batchstore/audit_report.hpp>
#include <batchstore/error.hpp>

#include <optional>
#include <string>
#include <vector>

namespace {

constexpr const char* details =
    "A batch belongs to the period in which it was created. The report begins with\n"
    "what the batches amount to, against the period of the same length before (where\n"
    "--from says when it begins), what needs attention, and which models and pairs of\n"
    "metadata changed most. Days on which far more batches failed than usual come\n"
    "first: at least five, twice as many, and four standard deviations more. Then it\n"
    "has totals, tokens, batches per day, durations, failures, missed deadlines,\n"
    "batches without results, oddities, and at its end what it covers. --by adds a\n"
    "table: see batchstore stats --help for its keys. The same store and the same\n"
    "words give the same report, byte for byte; a relative time is one that changes.\n"
    "As of a head (SEQ or SEQ:DIGEST) it stays the same whatever is recorded later.\n"
    "\n"
    "The name that --output gives says the form: .html, .md, .json or .txt, and / at\n"
    "its end csv. HTML is one page that needs no other file. CSV is a folder with a\n"
    "file for each table, and report.sha256, which lists them; with --force the\n"
    "tables of an earlier report go that this one does not have.\n"
    "\n"
    "--prices adds what the batches cost, by model, by month and by each single key\n"
    "of --by; docs/prices.md has the format of the file.\n"
    "\n"
    "Examples:\n"
    "  batchstore report --from 2026-10 --to 2026-11\n"
    "  batchstore report --from 2026-10 --to 2026-11 \\\n"
    "      --as-of 2026-11-05 --format markdown\n"
    "  batchstore report --from 2026-10 --to 2026-11 --output october.html\n"
    "  batchstore report --by metadata.team --by model,month --output october/\n"
    "  batchstore report --prices prices.json --by metadata.team \\\n"
    "      --output costs.html";

struct Typed {
    AsOf as_of;
    std::vector<std::string> by;
    std::optional<std::string> prices;
    std::optional<std::string> format;
    std::optional<std::string> output;
    bool force = false;
};

/// The command as it was typed, to be run again.
std::string line_of(const Invocation& invocation) {
    std::vector<std::string> words{"batchstore"};
    if (!invocation.db.empty()) words.insert(words.end(), {"--db", invocation.db});
    words.push_back(invocation.command);
    words.insert(words.end(), invocation.arguments.begin(), invocation.arguments.end());
    return shell_line(words);
}

std::string content_of(const batchstore::Report& report, Form form, const Terminal& terminal) {
    switch (form) {
        case Form::markdown:
            return report_as_markdown(report);
        case Form::html:
            return report_as_html(report);
        case Form::json:
            return laid_out(report_as_json(report)) + "\n";
        default:
            return report_as_text(report, terminal);
    }
}

/// Where the report goes, if not to standard output, and in which form.
class Destination {
public:
    Destination(const Typed& typed, const std::string& store) : kept_(store) {
        if (typed.prices) kept_.add_input(*typed.prices);
        const bool is_named = typed.output && *typed.output != "-";
        if (is_named) kept_.refuse("--output: ", *typed.output);
        form_ = form_typed(typed.format, typed.output);
        if (form_ == Form::csv) {
            if (!typed.output) throw UsageError("--format csv: needs a folder (--output DIR)");
            folder_.emplace(*typed.output, kept_);
        }
        if (folder_ || !is_named) return;
        file_.emplace(*typed.output);
        if (file_->kind() == FilePlace::Kind::file && !typed.force) {
            throw UsageError("--output: " + *typed.output +
                             ": is there already (name another file, or --force replaces it)");
        }
    }

    Destination(const Destination&) = delete;
    Destination& operator=(const Destination&) = delete;
    ~Destination() = default;

    Form form() const { return form_; }
    const std::optional<FilePlace>& file() const { return file_; }
    const std::optional<TableFolder>& folder() const { return folder_; }

private:
    KeptFiles kept_;
    Form form_ = Form::text;
    std::optional<FilePlace> file_;
    std::optional<TableFolder> folder_;
};

}  // namespace

Exit report(Invocation& invocation) {
    Typed typed;
    const std::string command_line = line_of(invocation);
    Arguments arguments(invocation, details);
    const Period period(arguments);
    arguments.texts("--by", typed.by, "KEY[,KEY]", "A table more, by this; may be repeated");
    arguments.as_of(typed.as_of, "What the store knew at this time");
    arguments.option("--prices", typed.prices, "FILE", "Prices of models, for a section on costs");
    arguments.option("--format", typed.format, form_choices, "[as --output ends, else text]");
    arguments.option("--output", typed.output, "FILE|DIR", "Where to [-, standard output]");
    arguments.flag("--force", typed.force, "Replace what --output names if it is there");
    arguments.flag("--raw-cells", invocation.output.raw_cells,
                   "CSV without ' before what looks like a formula");
    const Filters filters(arguments);
    if (!arguments.parse()) return Exit::done;
    batchstore::ReportOptions options{.query = filters.query(),
                                      .by = {},
                                      .prices = prices_typed(typed.prices),
                                      .store = invocation.db,
                                      .command_line = command_line};
    period.narrow(options.query);
    typed.as_of.apply(options.query);
    for (const std::string& words : typed.by) options.by.push_back(group_keys_typed(words));

    const Destination destination(typed, invocation.db);
    const auto repository = open_for_reading(invocation);
    note_unseen(options.query, *repository, invocation.messages);
    for (const auto& keys : options.by) note_unseen(keys, *repository, invocation.messages);
    const auto report = asking([&] { return make_report(*repository, options); });
    Output& output = invocation.output;
    if (destination.folder()) {
        destination.folder()->write(report_as_csv(report, output.raw_cells), typed.force,
                                    invocation.messages);
    } else if (destination.file()) {
        write_file(*destination.file(), content_of(report, destination.form(), {}),
                   typed.force ? Existing::replace : Existing::keep);
    } else {
        // For a program the same bytes everywhere, whatever COLUMNS says.
        const Terminal terminal = terminal_of(output.descriptor());
        output.write(content_of(report, destination.form(), terminal.interactive ? terminal : Terminal{}));
    }
    return Exit::done;
}
