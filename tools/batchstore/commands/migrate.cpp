#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "open_store.hpp"
#include "output/table.hpp"
#include "output/terminal.hpp"

#include <batchstore/open.hpp>
#include <batchstore/time.hpp>

#include <string>

namespace {

using batchstore::SchemaStatus;

constexpr const char* details =
    "Commands that write do this by themselves; commands that only read never do. A\n"
    "store that holds batches is copied beside itself first. All pending steps are\n"
    "applied, or none.\n"
    "\n"
    "Examples:\n"
    "  batchstore migrate --status\n"
    "  batchstore migrate --dry-run\n"
    "  batchstore migrate";

std::string version_text(const Invocation& invocation, const SchemaStatus& status) {
    return invocation.db + ": schema version " + std::to_string(status.version);
}

Table table_of(const SchemaStatus& status) {
    Table table({{"VERSION", Table::Align::right}, {"NAME"}, {"APPLIED"}, {"BY"}});
    for (const auto& step : status.steps) {
        table.add_row({std::to_string(step.version), step.name,
                       step.applied_at_us ? batchstore::iso8601_from_us(*step.applied_at_us) : "pending",
                       step.applied_by});
    }
    return table;
}

std::string pending_text(const Invocation& invocation, const SchemaStatus& status) {
    std::string text;
    for (const auto& step : status.steps) {
        if (!step.applied_at_us)
            text += "would apply " + std::to_string(step.version) + " " + step.name + "\n";
    }
    return text.empty() ? version_text(invocation, status) + ", nothing to do\n" : text;
}

std::string result_text(const Invocation& invocation, const SchemaStatus& before, const SchemaStatus& after) {
    if (before.version == after.version) return version_text(invocation, after) + ", nothing to do\n";
    std::string text = version_text(invocation, after) + ", was " + std::to_string(before.version) + "\n";
    if (!after.backup.empty()) text += "the store as it was before: " + after.backup + "\n";
    return text;
}

}  // namespace

Exit migrate(Invocation& invocation) {
    bool only_status = false;
    bool dry_run = false;
    Arguments arguments(invocation, details);
    arguments.flag("--status", only_status, "Only tell which steps were applied, and which are pending");
    arguments.flag("--dry-run", dry_run, "Only tell what would be done");
    arguments.either("--status", "--dry-run");
    if (!arguments.parse()) return Exit::done;

    require_store(invocation);
    const SchemaStatus before = batchstore::schema_status(invocation.db);
    Output& output = invocation.output;
    if (only_status) {
        output.write(table_of(before).text(terminal_of(output.descriptor())));
    } else if (dry_run) {
        output.write(pending_text(invocation, before));
    } else {
        output.write(result_text(invocation, before, batchstore::migrate(invocation.db)));
    }
    return Exit::done;
}
