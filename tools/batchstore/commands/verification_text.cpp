#include "commands/verification_text.hpp"

#include "output/json_value.hpp"
#include "output/record_writer.hpp"
#include "output/shown_text.hpp"

#include <batchstore/observation.hpp>

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::ordered_json;
using batchstore::Rebuilt;
using batchstore::Verification;

std::string problem_lines(const Verification& found) {
    std::string lines;
    for (const std::string& problem : found.problems) lines += shown(problem) + "\n";
    return lines;
}

std::string last_line(const Verification& found) {
    std::string line = found.ok() ? "ok: " : "not ok: ";
    line += counted(found.observations, "observation", "observations");
    if (found.pruned > 0) line += ", of these " + grouped(found.pruned) + " pruned,";
    line += " of " + counted(found.batches, "batch", "batches");
    if (found.acts > 0) line += ", " + counted(found.acts, "act", "acts");
    return line + ", head " + batchstore::to_string(found.head) + "\n";
}

Json json_of(const Verification& found) {
    return Json{{"ok", found.ok()},
                {"observations", found.observations},
                {"pruned_observations", found.pruned},
                {"acts", found.acts},
                {"batches", found.batches},
                {"head", batchstore::to_string(found.head)},
                {"log_is_sound", found.log_is_sound},
                {"problems", found.problems},
                {"notes", found.notes}};
}

Json json_of(const Rebuilt& rebuilt, const Verification& before) {
    return Json{{"batches_added", rebuilt.added},
                {"batches_mended", rebuilt.mended},
                {"batches_removed", rebuilt.removed},
                {"rows_removed", rebuilt.orphans},
                {"entries_corrected", rebuilt.entries},
                {"indexes_built", rebuilt.indexes},
                {"backup", rebuilt.changed() ? Json(rebuilt.backup) : Json(nullptr)},
                {"problems", before.problems}};
}

std::string lines_of(const Rebuilt& rebuilt) {
    std::string done;
    const auto add = [&](std::int64_t number, const char* one, const char* many, const char* what) {
        if (number > 0) done += (done.empty() ? "" : ", ") + counted(number, one, many) + " " + what;
    };
    add(rebuilt.mended, "batch", "batches", "made anew");
    add(rebuilt.added, "batch", "batches", "that had no row added");
    add(rebuilt.removed, "batch", "batches", "that the log does not know removed");
    add(rebuilt.orphans, "row", "rows", "of no batch removed");
    add(rebuilt.entries, "log entry", "log entries", "filed anew");
    if (rebuilt.indexes)
        done += std::string(done.empty() ? "" : ", ") + "indexes, triggers and views built anew";
    if (done.empty()) return "rebuilt: nothing, all was as the log says by then\n";
    return "rebuilt: " + done + "\nthe store as it was before: " + shown(rebuilt.backup) + "\n";
}

bool is_text(const std::optional<Format>& asked) {
    return asked.value_or(Format::table) == Format::table;
}

}  // namespace

void write_verification(Output& output, const std::optional<Format>& asked, const Verification& found) {
    write_record(output, asked.value_or(Format::table), problem_lines(found) + last_line(found),
                 one_line(json_of(found)));
}

void write_problems(Output& output, const std::optional<Format>& asked, const Verification& found) {
    if (is_text(asked)) output.write(problem_lines(found));
}

void write_rebuilt(Output& output, const std::optional<Format>& asked, const Verification& before,
                   const Rebuilt& rebuilt) {
    Json json = json_of(rebuilt.verification);
    json["rebuilt"] = json_of(rebuilt, before);
    write_record(output, asked.value_or(Format::table), lines_of(rebuilt) + last_line(rebuilt.verification),
                 one_line(json));
}
