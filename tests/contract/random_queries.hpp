#pragma once

#include <batchstore/batchstore.hpp>

#include <random>
#include <string>
#include <vector>

/// Random batches of few values, and random questions about them that often find some.
namespace batchstore::testing {

class RandomQueries {
public:
    explicit RandomQueries(unsigned seed) : random_(seed) {}

    int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
    bool one_in(int count) { return number(1, count) == 1; }
    std::mt19937& random() { return random_; }

    std::string id() { return "b" + std::to_string(number(1, 40)); }
    std::string source() { return pick({"", "list", "poller-1", "poller-2"}); }

    /// What a server might say about a batch; much may be missing.
    Batch batch() {
        Batch batch{.id = id()};
        maybe(batch.status, status());
        maybe(batch.endpoint, endpoint());
        maybe(batch.model, model());
        maybe(batch.input_file_id, file());
        maybe(batch.output_file_id, file());
        maybe(batch.error_file_id, file());
        maybe(batch.created_at, time());
        maybe(batch.in_progress_at, time());
        maybe(batch.expires_at, time());
        maybe(batch.completed_at, time());
        maybe(batch.failed_at, time());
        if (one_in(3)) batch.expired_at = time();
        maybe(batch.cancelled_at, time());
        maybe(batch.request_counts, counts());
        maybe(batch.usage, Usage{.input_tokens = number(0, 3), .total_tokens = number(0, 5)});
        if (one_in(2)) batch.metadata = Metadata{{key(), value()}, {key(), value()}};
        if (one_in(4)) batch.metadata = Metadata{};
        if (one_in(3)) batch.errors = {{.code = code(), .message = message()}, {.code = code()}};
        if (one_in(9)) batch.errors.push_back({.message = message()});
        return batch;
    }

    std::string words() { return pick({"", "gone", R"({"error":{"message":"not found"}})"}); }

    /// Stores so many answers about fewer batches, seen by several and some of them again; some are absent.
    void fill(BatchRepository& repository, int answers) {
        repository.transaction([&](BatchRepository& part) {
            for (int i = 0; i < answers; ++i) {
                const Batch said = batch();
                part.refresh(said, {.observed_at_us = number(1, 9) * 1'000'000, .source = source()});
                if (!one_in(4)) continue;
                part.note_absence(said.id, words(),
                                  {.observed_at_us = number(1, 9) * 1'000'000, .source = source()});
            }
        });
    }

    Query query() {
        Query query;
        if (one_in(4)) query.status = {status(), status()};
        if (one_in(4)) query.phase = {phase(), phase()};
        if (one_in(12)) query.id = {id(), id(), id()};
        if (one_in(8)) query.endpoint = {endpoint()};
        if (one_in(8)) query.model = {model(), model()};
        if (one_in(8)) query.metadata = {{.key = key(), .value = value()}};
        if (one_in(8)) query.metadata.push_back({.key = key()});
        if (one_in(10)) query.error_code = {code()};
        if (one_in(12)) query.input_file_id = {file(), file()};
        if (one_in(12)) query.output_file_id = {file(), file()};
        if (one_in(12)) query.error_file_id = {file(), file()};
        if (one_in(8)) query.source = {source()};
        query.with_failures = one_in(10);
        query.with_errors = one_in(10);
        query.absent = one_in(10);
        range(query.created_from, query.created_to, 1);
        range(query.ended_from, query.ended_to, 1);
        range(query.expires_from, query.expires_to, 1);
        range(query.last_seen_from_us, query.last_seen_to_us, 1'000'000);
        range(query.changed_from_us, query.changed_to_us, 1'000'000);
        if (one_in(2)) query.where = condition(3);
        query.sort =
            pick({Sort::created, Sort::ended, Sort::expires, Sort::last_seen, Sort::changed, Sort::id});
        query.descending = one_in(2);
        query.limit = pick<std::int64_t>({1, 3, 10, 100});
        return query;
    }

    Condition condition(int depth) {
        const int kind = depth == 0 ? 0 : number(0, 5);
        if (kind <= 2) return test();
        Condition whole{.kind = kind == 3   ? Condition::Kind::negation
                                : kind == 4 ? Condition::Kind::all
                                            : Condition::Kind::any};
        const int parts = kind == 3 ? 1 : number(0, 3);
        for (int i = 0; i < parts; ++i) whole.parts.push_back(condition(depth - 1));
        return whole;
    }

private:
    template <class Value>
    Value pick(std::initializer_list<Value> values) {
        return *(values.begin() + number(0, static_cast<int>(values.size()) - 1));
    }
    std::string pick(std::initializer_list<const char*> words) { return pick<const char*>(words); }

    std::string status() {
        return pick({"validating", "in_progress", "finalizing", "cancelling", "completed", "failed",
                     "cancelled", "expired", "succeeded", "odd one", "queued"});
    }
    RequestCounts counts() {
        RequestCounts counts;
        if (!one_in(6)) counts.total = 9;
        if (!one_in(6)) counts.completed = number(0, 9);
        if (!one_in(6)) counts.failed = number(0, 2);
        return counts;
    }
    std::string phase() { return pick({"waiting", "running", "finalizing", "cancelling", "ended"}); }
    std::string endpoint() { return pick({"/v1/a", "/v1/b"}); }
    std::string model() { return pick({"m-1", "m 2", "M-1"}); }
    std::string key() { return pick({"team", "a key", "k'\"", "x.y"}); }
    std::string value() { return pick({"1", "eval", "a \"b\"", "ü"}); }
    std::string code() { return pick({"c1", "c2", "3"}); }
    std::string message() { return pick({"m", "Quota of M-1", "100%_ \\", "c1 \"ÜBER\"", ""}); }
    /// Of texts that there are, and of none.
    std::string part() {
        return pick({"",  "m", "quota of", "%",   "_",  "\\", "\"",   "A",    "e", "EVAL", "-1",
                     "ü", "Ü", "\xbc",     "/V1", "b1", "c",  "LIST", "file", "*", "ende", "none at all"});
    }
    std::string file() { return pick({"f1", "f2", "f3", "f4"}); }
    std::int64_t time() { return 100 + number(0, 6); }

    template <class Value>
    void maybe(std::optional<Value>& field, Value value) {
        if (!one_in(4)) field = std::move(value);
    }

    void range(std::optional<std::int64_t>& from, std::optional<std::int64_t>& to, std::int64_t unit) {
        const std::int64_t least = unit == 1 ? 100 : 0;
        const std::int64_t first = least + number(0, 9);
        if (one_in(8)) from = first * unit;
        if (one_in(8)) to = (first + number(0, 6)) * unit;
    }

    Condition test() {
        const auto fields = condition_fields();
        const ConditionField& field =
            fields[static_cast<std::size_t>(number(0, static_cast<int>(fields.size()) - 1))];
        Condition test{.kind = Condition::Kind::test, .field = std::string(field.name)};
        if (field.name == "metadata") test.key = key();
        if (field.type == FieldType::presence || one_in(6)) {
            test.comparison = Operator::is_set;
            return test;
        }
        if (field.type != FieldType::text && !one_in(3)) {
            test.comparison =
                pick({Operator::less, Operator::less_equal, Operator::greater, Operator::greater_equal});
        }
        if (field.type == FieldType::text && one_in(2)) {
            test.comparison = Operator::contains;
            test.values = {part()};
            return test;
        }
        const int values = test.comparison == Operator::equal ? number(0, 3) : 1;
        for (int i = 0; i < values; ++i) test.values.push_back(value_of(field));
        return test;
    }

    std::variant<std::int64_t, std::string> value_of(const ConditionField& field) {
        if (field.type == FieldType::seconds) return time();
        if (field.type == FieldType::microseconds) return std::int64_t{number(1, 9)} * 1'000'000;
        if (field.type == FieldType::number) return std::int64_t{number(0, 9)};
        if (field.name == "id") return id();
        if (field.name == "status") return status();
        if (field.name == "phase") return phase();
        if (field.name == "endpoint") return endpoint();
        if (field.name == "model") return model();
        if (field.name == "source") return source();
        if (field.name == "error.code") return code();
        if (field.name == "error.message") return message();
        if (field.name == "error") return one_in(2) ? message() : code();
        return field.name == "metadata" ? value() : file();
    }

    std::mt19937 random_;
};

}  // namespace batchstore::testing
