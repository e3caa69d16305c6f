#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "commands/sql/query_parameter.hpp"
#include "commands/sql/row_writer.hpp"
#include "commands/sql/shell.hpp"
#include "open_store.hpp"
#include "output/format.hpp"
#include "output/terminal.hpp"
#include "stop_signals.hpp"

#include <batchstore/error.hpp>
#include <batchstore/sql.hpp>
#include <batchstore/transfer.hpp>

#include <algorithm>
#include <array>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

constexpr const char* details =
    "The query is one statement that reads: whatever it says, the store stays as it\n"
    "is. docs/schema.md tells what is in the tables. Those made for people are\n"
    "batch_overview (one line a batch) and batches_due (what wants a refresh).\n"
    "Without a query, and on a terminal, the sqlite3 program opens the store for\n"
    "reading. A VALUE that is written as a number is one; any other is text. NULL is\n"
    "null in JSON and empty elsewhere, a blob its bytes in hexadecimal, and a second\n"
    "column id is id_2. Tables have their titles again after 1,000 rows. Ctrl-C ends\n"
    "the query (exit code 130). A wrong query is wrong usage (2).\n"
    "\n"
    "Examples:\n"
    "  batchstore sql \"SELECT status, count(*) FROM batches GROUP BY status\"\n"
    "  batchstore sql --param team=search --file spending.sql \\\n"
    "      --format csv > spending.csv\n"
    "  echo \"SELECT * FROM batches_due LIMIT 10\" | batchstore sql -\n"
    "  batchstore sql";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

/// What was typed.
struct Request {
    std::optional<std::string> query;
    std::optional<std::string> file;
    std::vector<std::string> parameters;
    std::optional<Format> format;
};

std::string text_of(const std::string& path) {
    constexpr std::size_t most_bytes = std::size_t{64} << 20;
    std::string text;
    std::array<char, std::size_t{64} << 10> buffer{};
    try {
        const auto input = batchstore::open_input(path);
        while (const std::size_t size = input->read(buffer.data(), buffer.size())) {
            text.append(buffer.data(), size);
            if (text.size() > most_bytes) throw UsageError(path + ": the query is longer than 64 MiB");
        }
    } catch (const batchstore::Error& error) {
        throw UsageError(error.what());
    }
    return text;
}

/// The query, from wherever it comes; none: a shell is wanted.
std::optional<std::string> query_of(const Request& request) {
    if (request.file) return text_of(*request.file);
    if (request.query == "-") return text_of("-");
    if (request.query || terminal_of(STDIN_FILENO).interactive) return request.query;
    return text_of("-");
}

batchstore::SqlOptions options_of(const Request& request) {
    batchstore::SqlOptions options;
    for (const std::string& typed : request.parameters) {
        batchstore::SqlParameter parameter = query_parameter(typed);
        if (std::ranges::count(options.parameters, parameter.name, &batchstore::SqlParameter::name) > 0) {
            throw UsageError("--param: " + parameter.name + " is given twice");
        }
        options.parameters.push_back(std::move(parameter));
    }
    options.stop = &StopSignals::wanted();
    return options;
}

/// @returns false if a signal ended the query
bool run(Invocation& invocation, const std::string& query, const batchstore::SqlOptions& options,
         RowWriter& writer) {
    const StopSignals signals;
    const batchstore::SqlVisitor visitor{
        .on_columns = [&](const auto& names) { writer.columns(names); },
        .on_row = [&](const auto& values) { return writer.row(values); },
    };
    try {
        return batchstore::run_sql(invocation.db, query, visitor, options);
    } catch (const batchstore::Error& error) {
        if (error.kind() != batchstore::ErrorKind::invalid) throw;
        throw UsageError(error.what());
    }
}

}  // namespace

Exit sql(Invocation& invocation) {
    Request request;
    Arguments arguments(invocation, details);
    arguments.optional("QUERY", request.query, "One statement in SQL, or - for standard input [a shell]");
    arguments.option("--file", request.file, "FILE", "The file with the query, or - for standard input");
    arguments.texts("--param", request.parameters, "NAME=VALUE",
                    "What :NAME stands for in the query; ?1 is called 1");
    arguments.format(request.format, formats);
    arguments.either("--file", "QUERY");
    if (!arguments.parse()) return Exit::done;

    const batchstore::SqlOptions options = options_of(request);
    require_store(invocation);
    const auto query = query_of(request);
    if (!query) return sql_shell(invocation);
    const auto writer =
        row_writer(invocation.output, chosen_format(request.format, terminal_of(STDOUT_FILENO)));
    if (!run(invocation, *query, options, *writer)) {
        invocation.messages.error("sql: interrupted");
        return StopSignals::exit().value_or(Exit::interrupted);
    }
    writer->end();
    return Exit::done;
}
