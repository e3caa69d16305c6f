#include "arguments/command_line.hpp"
#include "arguments/filters.hpp"
#include "arguments/paging.hpp"
#include "arguments/prices.hpp"
#include "arguments/unseen_words.hpp"
#include "commands/all.hpp"
#include "commands/batch_row.hpp"
#include "commands/chosen_columns.hpp"
#include "open_store.hpp"
#include "output/batch_text.hpp"
#include "output/format.hpp"
#include "output/record_output.hpp"
#include "output/shown_text.hpp"
#include "output/terminal.hpp"

#include <batchstore/csv.hpp>
#include <batchstore/error.hpp>
#include <batchstore/query.hpp>
#include <batchstore/repository.hpp>
#include <batchstore/store.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace {

constexpr const char* details =
    "Newest first, by id a to z; what lacks the time comes last, oldest first it\n"
    "comes first. Ids and statuses are those of the server: completed, but also its\n"
    "own words. TIME is 2026, 2026-10 or 2026-10-01, its beginning in UTC, or\n"
    "2026-10-01T09:30Z, now, today, yesterday, -7d, -12h, -30m, or Unix seconds;\n"
    "from is inclusive, to is exclusive. JSON is a batch in the API's own shape, and\n"
    "absent_since_us behind it where its server no longer knows it. Who asks for when\n"
    "batches last changed, or sorts by it, is also shown that (changed_at_us).\n"
    "\n"
    "On a terminal the table has short ids, which show, history and diff take as\n"
    "they are, and ages in place of times; where it is narrow, what matters less is\n"
    "left out. Into a pipe, or with --wide, ids and times are whole. Once a batch\n"
    "that is shown failed or has errors, ERROR tells the first of them.\n"
    "\n"
    "--columns chooses what is told of each batch, in every format. A column is a\n"
    "field that batchstore help where lists, under the same name in JSON and CSV;\n"
    "metadata.KEY; error, error_code or error_message of the first error; with\n"
    "--prices, cost and currency. Times are ISO 8601 in the table, else numbers.\n"
    "\n"
    "If there are more, the last line on standard error is \"more: --after TOKEN\". Say\n"
    "the same with it for what follows; times relative to now stay what they were.\n"
    "\n"
    "Examples:\n"
    "  batchstore list\n"
    "  batchstore list --status failed,expired --created-from -7d\n"
    "  batchstore list --metadata team=eval --with-failures --sort ended --limit 20\n"
    "  batchstore list --phase running --unchanged-for 2h --sort changed --ascending\n"
    "  batchstore list --where 'created >= -30d and not has(output_file_id)' \\\n"
    "      --explain\n"
    "  batchstore list --where 'error ~ quota' --columns id,ended_at,error_message\n"
    "  batchstore list --columns id,metadata.team,usage.total_tokens,cost \\\n"
    "      --prices prices.json --all --format csv > costs.csv\n"
    "  batchstore list --created-from 2026-10-01 --created-to 2026-11-01 \\\n"
    "      --all --format csv > october.csv\n"
    "  batchstore list --phase running --as-of 2026-03-31T12:00:00Z";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

/// The order in which batches come.
class Order {
public:
    explicit Order(Arguments& arguments) {
        arguments.option("--sort", sort_, "created|ended|expires|last_seen|changed|id",
                         "What the order goes by [created]");
        arguments.flag("--ascending", ascending_, "Oldest or a first [for id]");
        arguments.flag("--descending", descending_, "Newest or z first [for times]");
        arguments.either("--ascending", "--descending");
    }

    void apply(batchstore::Query& query) const {
        try {
            if (sort_) query.sort = batchstore::parse_sort(*sort_);
        } catch (const batchstore::Error& error) {
            throw UsageError(std::string("--sort: ") + error.what());
        }
        query.descending = descending_ || (!ascending_ && query.sort != batchstore::Sort::id);
    }

private:
    std::optional<std::string> sort_;
    bool ascending_ = false;
    bool descending_ = false;
};

/// Takes batches one after the other and shows them.
class BatchOutput {
public:
    /// @param changed show when batches last changed
    /// @param columns nothing: the usual ones. It must outlive this
    BatchOutput(Output& output, Format format, const batchstore::BatchReader& repository, bool wide,
                bool changed, const std::optional<ChosenColumns>& columns)
        : output_(output),
          changed_(changed),
          rows_(repository, terminal_of(output.descriptor()), wide, changed, now_us() / second_us),
          columns_(columns) {
        if (format == Format::csv) {
            output_.write(csv_titles() + "\n");
        } else {
            records_.emplace(output_, format, columns_ ? columns_->titles() : rows_.titles(),
                             std::span<const CsvColumn>());
        }
    }

    /// @returns false once nobody reads any more.
    bool add(const batchstore::StoredBatch& batch) {
        if (!records_) return write_csv(batch);
        if (!records_->table()) {
            return records_->write(columns_ ? columns_->json_text_of(batch)
                                            : stored_json_text(batch, changed_));
        }
        const auto id_text = [&](const std::string& id) { return rows_.id_text(id); };
        records_->table()->add_row(columns_ ? columns_->row_of(batch, id_text) : rows_.row_of(batch));
        return true;
    }

    void end() {
        if (records_) records_->end();
        output_.flush();
    }

private:
    static constexpr std::int64_t second_us = 1'000'000;

    std::string csv_titles() const {
        return columns_ ? columns_->csv_titles(output_.raw_cells)
                        : batchstore::batch_csv_titles() + (changed_ ? ",changed_at_us" : "");
    }

    bool write_csv(const batchstore::StoredBatch& batch) {
        if (columns_) return output_.write(columns_->csv_line_of(batch, output_.raw_cells) + "\n");
        std::string line;
        batchstore::append_csv_line(line, batch, output_.raw_cells, batch.absent_since_us);
        if (changed_) line += "," + std::to_string(batch.changed_at_us);
        return output_.write(line += '\n');
    }

    Output& output_;
    bool changed_;
    BatchRows rows_;
    const std::optional<ChosenColumns>& columns_;
    std::optional<RecordOutput> records_;  ///< none: CSV
};

bool tests_change(const batchstore::Condition& condition) {
    return condition.field == "changed_at_us" || std::ranges::any_of(condition.parts, tests_change);
}

/// Whether a query chooses or sorts batches by when they last changed.
bool asks_for_change(const batchstore::Query& query) {
    return query.sort == batchstore::Sort::changed || query.changed_from_us || query.changed_to_us ||
           (query.where && tests_change(*query.where));
}

void write_plan(Output& output, const batchstore::QueryPlan& plan) {
    for (const std::string& step : plan.steps) output.write("- " + shown(step) + "\n");
    if (!plan.caution.empty()) output.write("caution: " + shown(plan.caution) + "\n");
    for (const std::string& step : plan.backend) output.write("database: " + shown(step) + "\n");
}

}  // namespace

Exit list(Invocation& invocation) {
    AsOf as_of;
    std::string after;
    bool explain = false;
    bool wide = false;
    std::vector<std::string> words;
    std::optional<std::string> price_file;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    const Order order(arguments);
    const Amount amount(arguments, 100);
    arguments.page_token("--after", after, "Go on where the call that printed it ended");
    arguments.as_of(as_of, "What the store knew then, from the log");
    arguments.flag("--explain", explain, "Say how the store would find them, instead");
    arguments.flag("--wide", wide, "Whole ids and times in the table, as into a pipe");
    arguments.words("--columns", words, "COLUMN,...", "Only these columns, in this order");
    arguments.option("--prices", price_file, "FILE", "Prices of models, for the column cost");
    arguments.format(format, formats);
    const Filters filters(arguments);
    arguments.either("--explain", "--after");
    arguments.either("--explain", "--format");
    for (const char* option : {"--wide", "--columns", "--prices"}) arguments.either("--explain", option);
    if (!arguments.parse()) return Exit::done;
    const Format chosen = chosen_format(format, terminal_of(invocation.output.descriptor()));
    if (wide && chosen != Format::table) throw UsageError("--wide: is for tables; add --format table");
    std::optional<ChosenColumns> columns;
    if (!words.empty() || price_file) columns.emplace(words, prices_typed(price_file));
    batchstore::Query query = filters.query();
    order.apply(query);
    as_of.apply(query);
    query.after = after;

    const auto repository = open_for_reading(invocation);
    note_unseen(query, *repository, invocation.messages);
    if (explain) {
        write_plan(invocation.output, asking([&] { return repository->store().explain(query); }));
        return Exit::done;
    }
    BatchOutput shown(invocation.output, chosen, *repository, wide, asks_for_change(query), columns);
    const std::string next =
        each_page(*repository, query, amount.most(), [&](const auto& batch) { return shown.add(batch); });
    shown.end();
    if (!next.empty()) invocation.messages.note("more: --after " + arguments.token(next));
    return Exit::done;
}
