#include "arguments/as_of.hpp"
#include "arguments/batch_id.hpp"
#include "arguments/command_line.hpp"
#include "arguments/filters.hpp"
#include "arguments/kept_files.hpp"
#include "arguments/period.hpp"
#include "arguments/unseen_words.hpp"
#include "commands/all.hpp"
#include "commands/evidence/command_words.hpp"
#include "commands/evidence/evidence_folder.hpp"
#include "commands/evidence/instructions.hpp"
#include "commands/report/forms.hpp"
#include "open_store.hpp"
#include "output/facts.hpp"
#include "output/json_value.hpp"
#include "output/record_writer.hpp"
#include "output/step_bars.hpp"
#include "output/terminal.hpp"
#include "stop_signals.hpp"

#include <batchstore/audit_report.hpp>
#include <batchstore/evidence.hpp>

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

constexpr const char* details =
    "Writes a folder that an auditor can check without batchstore and without the\n"
    "store: every answer about the batches as it was received, what proves that the\n"
    "log has it, the head of the log, a report about the batches as HTML and text, a\n"
    "program in Python that checks all that, a README.txt that says how and what it\n"
    "proves, and SHA256SUMS. Without IDs and filters it is about all batches.\n"
    "\n"
    "The proof goes to the head of the log, or to that of --as-of HEAD: such a folder\n"
    "stays the same whatever is recorded later. Other entries are in it as digests\n"
    "only. The same store and the same words give the same folder, byte for byte.\n"
    "\n"
    "The folder is written beside DIR and named DIR once it is complete. Keep the\n"
    "digest of SHA256SUMS that is printed, and a head (see batchstore head), where\n"
    "nobody can change them: against these the auditor checks.\n"
    "\n"
    "Examples:\n"
    "  batchstore evidence october/ --from 2026-10 --to 2026-11\n"
    "  batchstore evidence disputed/ batch_abc123 batch_def456\n"
    "  batchstore evidence failed/ --status failed --as-of \"$(tail -n 1 heads.txt)\"\n"
    "  cd october && python3 check.py \"$(tail -n 1 ../heads.txt)\"";

constexpr std::array formats{Format::table, Format::json, Format::jsonl};

/// What was typed.
struct Wish {
    std::string path;
    std::vector<std::string> ids;
    bool replace = false;
    std::optional<Format> format;
    batchstore::Query query;
    std::string command;  ///< as it is told in the report
};

struct Made {
    batchstore::Evidence evidence;
    std::string sums_sha256;
};

/// @returns nothing if help was asked for
std::optional<Wish> read_wish(Invocation& invocation) {
    Wish wish;
    AsOf as_of;
    Arguments arguments(invocation, details);
    arguments.required("DIR", wish.path, "The folder to write");
    arguments.rest("ID", wish.ids, "Only these batches: ids, or how no others begin");
    const Period period(arguments);
    arguments.as_of(as_of, "What the store knew then");
    arguments.flag("--force", wish.replace, "Replace DIR if it is an evidence folder");
    arguments.format(wish.format, formats, "Of what is printed [a table on a terminal, else JSON Lines]");
    const Filters filters(arguments);
    if (!arguments.parse()) return std::nullopt;
    wish.query = filters.query();
    period.narrow(wish.query);
    as_of.apply(wish.query);
    wish.command = placeless_command(invocation, arguments);
    return wish;
}

/// Asks for the batches that are named, each of which must be there.
/// @returns false if one is not; that was said
bool name_batches(const Invocation& invocation, const batchstore::BatchReader& repository, Wish& wish) {
    const batchstore::GetOptions then{.as_of_us = wish.query.as_of_us, .as_of_head = wish.query.as_of_head};
    std::vector<std::string> named;
    bool all_known = true;
    for (const std::string& typed : wish.ids) {
        const auto id = id_meant(invocation, repository, typed);
        all_known = all_known && id;
        if (id) named.push_back(*id);
    }
    for (const std::string& id : wish.query.id) {
        const bool known = repository.get(id).has_value();
        if (!known) unknown_batch(invocation, id);
        all_known = all_known && known;
        if (known) named.push_back(id);
    }
    for (const std::string& id : named) {
        if (asking([&] { return repository.get(id, then); })) continue;
        unknown_then(invocation, repository, id, then);
        all_known = false;
    }
    wish.query.id = std::move(named);
    return all_known;
}

batchstore::Report report_of(const Invocation& invocation, const batchstore::BatchReader& moment,
                             const Wish& wish) {
    return make_report(moment, {.query = wish.query,
                                .by = {},
                                .prices = {},
                                .store = std::filesystem::path(invocation.db).filename(),
                                .command_line = wish.command});
}

/// @returns no digest if it was stopped, or there is nothing of what is asked for: then there is no folder
Made make_folder(const Invocation& invocation, const batchstore::BatchReader& moment, const Wish& wish) {
    EvidenceFolder folder(wish.path, wish.replace);
    EvidenceFolder::File answers(folder, "answers.jsonl");
    EvidenceFolder::File chain(folder, "chain.txt");
    const auto into = [](EvidenceFolder::File& file) {
        return [&file](std::string_view text) {
            file.write(text);
            return true;
        };
    };
    StepBars bars(invocation.messages);
    const auto evidence = write_evidence(moment, {.query = wish.query,
                                                  .answers = into(answers),
                                                  .chain = into(chain),
                                                  .on_progress = bars.listener(),
                                                  .stop = &StopSignals::wanted()});
    if (evidence.stopped || evidence.observations == 0) return {evidence, {}};
    answers.close();
    chain.close();
    const auto report = report_of(invocation, moment, wish);
    folder.write("report.html", report_as_html(report));
    folder.write("report.txt", report_as_text(report, {}));
    folder.write("head.txt", batchstore::to_string(evidence.head) + "\n");
    folder.write("check.py", evidence_checker());
    folder.write("README.txt", evidence_instructions());
    return {evidence, StopSignals::wanted() ? "" : folder.keep()};
}

std::string facts_of(const Wish& wish, const Made& made, std::size_t terminal_width) {
    Facts facts;
    facts.add("evidence", wish.path);
    facts.add("batches", batchstore::grouped(made.evidence.batches));
    facts.add("answers", batchstore::grouped(made.evidence.observations));
    facts.add("head", to_string(made.evidence.head));
    facts.add("SHA256SUMS SHA-256", made.sums_sha256);
    facts.add("to be checked by", "python3 " + (std::filesystem::path(wish.path) / "check.py HEAD").string());
    return facts.text(terminal_width);
}

std::string json_text_of(const Wish& wish, const Made& made) {
    using Json = nlohmann::ordered_json;
    return one_line(Json{{"path", wish.path},
                         {"batches", made.evidence.batches},
                         {"observations", made.evidence.observations},
                         {"head_before", to_string(made.evidence.before)},
                         {"head", to_string(made.evidence.head)},
                         {"sums_sha256", made.sums_sha256}});
}

}  // namespace

Exit evidence(Invocation& invocation) {
    auto wish = read_wish(invocation);
    if (!wish) return Exit::done;
    if (wish->path == "-") throw UsageError("-: evidence is a folder (name one)");
    KeptFiles(invocation.db).refuse("", wish->path);

    const auto repository = open_for_reading(invocation);
    note_unseen(wish->query, *repository, invocation.messages);
    if (!name_batches(invocation, *repository, *wish)) return Exit::refused;
    const StopSignals signals;
    Made made;
    asking([&] {
        repository->snapshot(
            [&](const batchstore::BatchReader& moment) { made = make_folder(invocation, moment, *wish); });
    });
    if (!made.sums_sha256.empty()) {
        write_record(invocation.output, wish->format,
                     facts_of(*wish, made, terminal_of(invocation.output.descriptor()).width),
                     json_text_of(*wish, made));
        return Exit::done;
    }
    if (const auto stopped = StopSignals::exit()) {
        invocation.messages.error("evidence: interrupted; nothing was left at " + wish->path);
        return *stopped;
    }
    invocation.messages.error(invocation.db +
                              ": has no batch of those that are asked for; nothing was written");
    return Exit::refused;
}
