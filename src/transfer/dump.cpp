#include "model/columns.hpp"
#include "model/json_text.hpp"
#include "repository/batch_thread.hpp"
#include "transfer/line_writer.hpp"

#include <batchstore/csv.hpp>
#include <batchstore/json.hpp>
#include <batchstore/store.hpp>
#include <batchstore/transfer.hpp>

#include <span>
#include <string>
#include <vector>

namespace batchstore {

namespace {

void append_member(std::string& out, std::string_view key, std::int64_t value) {
    out.append(key).append(std::to_string(value));
}

void append_member(std::string& out, std::string_view key, std::string_view value) {
    out += key;
    append_json_string(out, value);
}

void append_json(std::string& out, const Observation& observation) {
    append_member(out, R"({"seq":)", observation.seq);
    if (observation.pruned()) {
        append_member(out, R"(,"entry":)", to_hex(*observation.entry));
        append_member(out, R"(,"digest":)", to_hex(observation.digest));
        out += '}';
        return;
    }
    append_member(out, R"(,"id":)", observation.id);
    append_member(out, R"(,"observed_at_us":)", observation.observed_at_us);
    append_member(out, R"(,"recorded_at_us":)", observation.recorded_at_us);
    append_member(out, R"(,"source":)", observation.source);
    append_member(out, R"(,"precedence":)", to_string(observation.precedence));
    append_member(out, R"(,"verdict":)", to_string(observation.verdict));
    append_member(out, R"(,"body":)", observation.body);
    append_member(out, R"(,"digest":)", to_hex(observation.digest));
    out += '}';
}

BatchWork csv_lines(bool raw_cells) {
    return [raw_cells](std::string& out, const StoredBatch& batch) {
        append_csv_line(out, batch, raw_cells, batch.absent_since_us);
        out += '\n';
    };
}

void append_json_line(std::string& out, const StoredBatch& batch) {
    append_json_text(out, batch);
    out += '\n';
}

/// What of a batch is written.
std::vector<std::string> written_fields() {
    std::vector<std::string> fields{"id", "extra", "absent_since_us"};
    for_each_column(batch_columns, [&](const auto& column) { fields.emplace_back(column.name); });
    return fields;
}

}  // namespace

void dump_batches(const BatchReader& repository, const Write& write, const DumpOptions& options) {
    const bool csv = options.format == DumpFormat::csv;
    if (csv && !write(batch_csv_titles() + "\n")) {
        return;
    }
    BatchThread formatting(csv ? csv_lines(options.raw_cells) : append_json_line);
    BatchChunk lines;
    bool wanted = true;
    const auto pass_on = [&] {
        formatting.exchange(lines);
        wanted = lines.text().empty() || write(lines.text());
        return wanted;
    };
    const auto take = [&](StoredBatch& batch) { return lines.add(batch) || pass_on(); };
    Query query = options.query;
    query.only = written_fields();
    repository.store().each_batch(take, query, options.by_id ? WalkOrder::id : WalkOrder::stored);
    // What was being gathered, and then what was being formatted meanwhile.
    if (wanted && pass_on()) {
        pass_on();
    }
}

void dump_observations(const BatchReader& repository, const Write& write) {
    LineWriter writer(write);
    bool wanted = true;
    repository.store().each_observation([&](const Observation& observation) {
        append_json(writer.line(), observation);
        wanted = writer.end_line();
        return wanted;
    });
    if (wanted) {
        writer.flush();
    }
}

void dump_observations(const BatchReader& repository, const Write& write, const Query& query) {
    LineWriter writer(write);
    bool wanted = true;
    const auto take = [&](const StoredBatch&, std::span<const Observation> history) {
        for (const Observation& observation : history) {
            append_json(writer.line(), observation);
            wanted = wanted && writer.end_line();
        }
        return wanted;
    };
    repository.store().each_history(take, query);
    if (wanted) {
        writer.flush();
    }
}

std::string to_json_text(const Observation& observation) {
    std::string text;
    append_json(text, observation);
    return text;
}

}  // namespace batchstore
