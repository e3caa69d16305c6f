#include "sqlite/asking/condition_sql.hpp"

#include "sqlite/rows/batch_rows.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

constexpr std::string_view counts = "request_counts";
constexpr std::string_view usage = "usage";

/// What stands behind the dot in `request_counts.failed`; empty for another field.
std::string_view member_of(std::string_view record, std::string_view field) {
    return field.starts_with(record) && field.size() > record.size() ? field.substr(record.size() + 1)
                                                                     : std::string_view();
}

/// An expression compared as a test says.
SqlText compared(std::string_view expression, const Condition& test) {
    if (test.comparison == Operator::is_set) return {fmt::format("{} IS NOT NULL", expression)};
    if (test.comparison == Operator::equal && test.values.size() != 1) {
        return {fmt::format("{} IN ({})", expression, placeholders(test.values.size())), test.values};
    }
    if (test.comparison == Operator::contains) {
        // lower() knows the letters of ASCII, and of blobs the bytes are compared.
        return {fmt::format("instr(CAST(lower({}) AS BLOB), CAST(? AS BLOB)) > 0", expression), test.values};
    }
    return {fmt::format("{} {} ?", expression, symbol(test.comparison)), test.values};
}

/// Keys from a table with a row for each value that a batch has.
SqlText keys_from(std::string_view table, std::string_view column, const Condition& test) {
    SqlText keys{fmt::format("SELECT batch_key FROM {} WHERE ", table)};
    return keys += compared(column, test);
}

/// The same from the errors: of a code, of a message, or of either.
SqlText errors_where(const Condition& test) {
    if (test.field == "error.code") return keys_from("errors", "code", test);
    if (test.field == "error.message") return keys_from("errors", "message", test);
    SqlText keys{"SELECT batch_key FROM errors WHERE ("};
    keys += compared("code", test);
    return ((keys += " OR ") += compared("message", test)) += ")";
}

SqlText pairs_where(const Condition& test) {
    SqlText keys{"SELECT batch_key FROM metadata WHERE key = ?", {test.key}};
    if (test.comparison != Operator::is_set) (keys += " AND ") += compared("value", test);
    return keys;
}

bool is_positive(const Condition& test) {
    // The first value is the least.
    const auto* number = test.values.empty() ? nullptr : std::get_if<std::int64_t>(&test.values.front());
    if (number == nullptr) return false;
    return (test.comparison == Operator::greater && *number >= 0) ||
           ((test.comparison == Operator::greater_equal || test.comparison == Operator::equal) &&
            *number >= 1);
}

SqlText belongs(const SqlText& keys, std::string_view table) {
    SqlText exists{"EXISTS ("};
    ((exists += keys) += fmt::format(" AND {}.batch_key = b.batch_key)", table));
    return exists;
}

SqlText sql_of_test(const Condition& test) {
    const std::string& field = test.field;
    if (field == metadata_field) return belongs(pairs_where(test), "metadata");
    if (field == "error" || field.starts_with("error.")) return belongs(errors_where(test), "errors");
    if (field == "source") return belongs(keys_from("observations", "source", test), "observations");
    if (field == "errors") return {"b.error_count > 0"};
    if (field == counts)
        return {"EXISTS (SELECT 1 FROM request_counts AS r WHERE r.batch_key = b.batch_key)"};
    if (field == usage) return {"EXISTS (SELECT 1 FROM token_usage AS u WHERE u.batch_key = b.batch_key)"};
    for (const auto& [record, table] :
         {std::pair{counts, "request_counts"}, std::pair{usage, "token_usage"}}) {
        if (const auto member = member_of(record, field); !member.empty()) {
            return compared(
                fmt::format("(SELECT c.{} FROM {} AS c WHERE c.batch_key = b.batch_key)", member, table),
                test);
        }
    }
    return compared("b." + field, test);
}

int levels_of(const Condition& condition) {
    int most = 0;
    for (const Condition& part : condition.parts) most = std::max(most, levels_of(part));
    return most + 1;
}

/// The deepest part comes first: SQLite's parser, whose pile holds 100 things, then keeps only a parenthesis
/// for each level of it.
SqlText joined(const std::vector<Condition>& parts, std::string_view word, std::string_view without_parts) {
    if (parts.empty()) return {std::string(without_parts)};
    std::vector<const Condition*> ordered;
    ordered.reserve(parts.size());
    for (const Condition& part : parts) ordered.push_back(&part);
    std::ranges::stable_sort(ordered, std::greater<>(),
                             [](const Condition* part) { return levels_of(*part); });
    SqlText all{"("};
    for (const Condition* part : ordered) {
        if (part != ordered.front()) all += word;
        all += sql_of(*part);
    }
    return all += ")";
}

/// The fields that stand behind the phase in their indexes.
constexpr std::array<std::string_view, 3> behind_phase{"last_seen_at_us", "changed_at_us", "expires_at"};

/// Keys from the index that serves a test; empty if there is none. Of texts that have others in them none
/// does, but there is one of the keys of pairs.
SqlText keys_of_test(const Condition& test) {
    const std::string& field = test.field;
    if (field == metadata_field) return pairs_where(test);
    if (test.comparison == Operator::contains) return {};
    if (field == "error.code") return errors_where(test);
    // Acts are of no batch.
    if (field == "source") return keys_from("observations", "source", test) += " AND batch_key IS NOT NULL";
    if (field == "errors") return {"SELECT batch_key FROM batches WHERE error_count > 0"};
    if (field == "request_counts.failed" && is_positive(test)) {
        // Said in full, because the index has only these rows.
        SqlText keys{"SELECT batch_key FROM request_counts WHERE failed > 0 AND "};
        return keys += compared("failed", test);
    }
    if (std::ranges::find(behind_phase, field) != behind_phase.end()) {
        // Behind the phase in its index, and so found through each.
        SqlText keys{fmt::format("SELECT batch_key FROM batches WHERE phase IN ({}) AND ",
                                 placeholders(every_phase.size()))};
        for (const Phase phase : every_phase) keys.values.emplace_back(std::string(to_string(phase)));
        return keys += compared(field, test);
    }
    for (const char* indexed : {"id", "status", "phase", "endpoint", "model", "input_file_id",
                                "output_file_id", "error_file_id", "created_at", "ended_at"}) {
        if (field == indexed) return keys_from("batches", field, test);
    }
    return {};
}

/// The same for any condition: of several one of which must hold, each needs an index; of several that must
/// all hold, one does, and then some keys are of batches for which the others do not.
KeySource source_for(const Condition& condition) {
    KeySource source{{}, {&condition}};
    if (condition.kind == Condition::Kind::test) {
        source.keys = keys_of_test(condition);
    } else if (condition.kind == Condition::Kind::all) {
        const auto sources = key_sources(condition);
        if (sources.empty()) return source;
        source.keys = sources.front().keys;
        source.exact = sources.front().exact && sources.front().answered.size() == condition.parts.size();
    } else if (condition.kind == Condition::Kind::any) {
        // An index that is named cannot be used for what is never true.
        if (condition.parts.empty()) source.keys = {"SELECT batch_key FROM batches WHERE 0"};
        for (const Condition& part : condition.parts) {
            const KeySource more = source_for(part);
            if (more.keys.sql.empty()) return {};
            source.keys += source.keys.sql.empty() ? "" : " UNION ALL ";
            source.keys += more.keys;
            source.exact = source.exact && more.exact;
        }
    }
    return source;
}

bool is_range_of(const Condition& condition, std::string_view field) {
    return condition.kind == Condition::Kind::test && condition.field == field &&
           condition.comparison != Operator::equal && condition.comparison != Operator::is_set &&
           condition.comparison != Operator::contains;
}

/// The field whose ranges an index that serves a test finds too: the one behind it, or of times itself.
std::string_view field_behind(const Condition& part, const Condition& all) {
    if (part.kind != Condition::Kind::test) return {};
    for (const char* field : {"status", "endpoint", "model", "errors"}) {
        if (part.field == field) return "created_at";
    }
    if (part.field == "phase") {
        const auto has_range = [&](std::string_view field) {
            return std::ranges::any_of(all.parts,
                                       [&](const Condition& other) { return is_range_of(other, field); });
        };
        const auto found = std::ranges::find_if(behind_phase, has_range);
        return found == behind_phase.end() ? std::string_view() : *found;
    }
    return is_range_of(part, part.field) ? std::string_view(part.field) : std::string_view();
}

bool answers(const KeySource& source, const Condition& part) {
    return source.answered.front()->field == part.field &&
           std::ranges::find(source.answered, &part) != source.answered.end();
}

}  // namespace

SqlText sql_of(const Condition& condition) {
    switch (condition.kind) {
        case Condition::Kind::all:
            return joined(condition.parts, " AND ", "1");
        case Condition::Kind::any:
            return joined(condition.parts, " OR ", "0");
        case Condition::Kind::negation: {
            // A test of what is not set is null in SQL; for us it is false.
            SqlText negation{"(("};
            return (negation += sql_of(condition.parts.front())) += ") IS NOT TRUE)";
        }
        case Condition::Kind::test:
            break;
    }
    return sql_of_test(condition);
}

SqlText sql_of_all(const std::vector<const Condition*>& conditions) {
    SqlText all;
    for (const Condition* condition : conditions) {
        all += all.sql.empty() ? "" : " AND ";
        all += sql_of(*condition);
    }
    return all.sql.empty() ? SqlText{"1"} : all;
}

std::vector<KeySource> key_sources(const Condition& all) {
    std::vector<KeySource> sources;
    for (const Condition& part : all.parts) {
        const bool is_read =
            std::ranges::any_of(sources, [&](const KeySource& source) { return answers(source, part); });
        if (is_range_of(part, part.field) && is_read) continue;
        KeySource source = source_for(part);
        if (source.keys.sql.empty()) continue;
        for (const Condition& other : all.parts) {
            if (&other == &part || !is_range_of(other, field_behind(part, all))) continue;
            (source.keys += " AND ") += compared(other.field, other);
            source.answered.push_back(&other);
        }
        sources.push_back(std::move(source));
    }
    return sources;
}

}  // namespace batchstore::sqlite
