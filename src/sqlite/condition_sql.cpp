#include "sqlite/condition_sql.hpp"

#include "sqlite/batch_rows.hpp"

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

std::string_view symbol(Operator comparison) {
    switch (comparison) {
        case Operator::less:
            return "<";
        case Operator::less_equal:
            return "<=";
        case Operator::greater:
            return ">";
        case Operator::greater_equal:
            return ">=";
        default:
            return "=";
    }
}

/// An expression compared as a test says.
SqlText compared(std::string_view expression, const Condition& test) {
    if (test.comparison == Operator::is_set) return {fmt::format("{} IS NOT NULL", expression)};
    if (test.comparison == Operator::equal && test.values.size() != 1) {
        return {fmt::format("{} IN ({})", expression, placeholders(test.values.size())), test.values};
    }
    return {fmt::format("{} {} ?", expression, symbol(test.comparison)), test.values};
}

/// Keys from a table with a row for each value that a batch has.
SqlText keys_from(std::string_view table, std::string_view column, const Condition& test) {
    SqlText keys{fmt::format("SELECT batch_key FROM {} WHERE ", table)};
    return keys += compared(column, test);
}

SqlText pairs_where(const Condition& test) {
    SqlText keys{"SELECT batch_key FROM metadata WHERE key = ?", {test.key}};
    if (test.comparison != Operator::is_set) (keys += " AND ") += compared("value", test);
    return keys;
}

bool is_positive(const Condition& test) {
    const auto* number = test.values.empty() ? nullptr : std::get_if<std::int64_t>(&test.values.front());
    return number != nullptr && ((test.comparison == Operator::greater && *number >= 0) ||
                                 (test.comparison == Operator::greater_equal && *number >= 1));
}

SqlText belongs(const SqlText& keys, std::string_view table) {
    SqlText exists{"EXISTS ("};
    ((exists += keys) += fmt::format(" AND {}.batch_key = b.batch_key)", table));
    return exists;
}

SqlText sql_of_test(const Condition& test) {
    const std::string& field = test.field;
    if (field == metadata_field) return belongs(pairs_where(test), "metadata");
    if (field == "error.code") return belongs(keys_from("errors", "code", test), "errors");
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

SqlText joined(const std::vector<Condition>& parts, std::string_view word, std::string_view without_parts) {
    if (parts.empty()) return {std::string(without_parts)};
    SqlText all{"("};
    for (const Condition& part : parts) {
        if (&part != &parts.front()) all += word;
        all += sql_of(part);
    }
    return all += ")";
}

}  // namespace

void SqlText::bind(Run& run) const {
    for (const FieldValue& value : values) {
        std::visit([&](const auto& typed) { run.bind(typed); }, value);
    }
}

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

SqlText keys_where(const Condition& test) {
    if (test.kind != Condition::Kind::test) return {};
    const std::string& field = test.field;
    if (field == metadata_field) return pairs_where(test);
    if (field == "error.code") return keys_from("errors", "code", test);
    if (field == "source") return keys_from("observations", "source", test);
    if (field == "errors") return {"SELECT batch_key FROM batches WHERE error_count > 0"};
    if (field == "request_counts.failed" && is_positive(test)) {
        // Said in full, because the index has only these rows.
        SqlText keys{"SELECT batch_key FROM request_counts WHERE failed > 0 AND "};
        return keys += compared("failed", test);
    }
    for (const char* indexed : {"id", "status", "phase", "endpoint", "model", "input_file_id",
                                "output_file_id", "error_file_id", "created_at", "ended_at", "expires_at"}) {
        if (field == indexed) return keys_from("batches", field, test);
    }
    return {};
}

}  // namespace batchstore::sqlite
