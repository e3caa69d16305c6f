// The limit: what SQLite allows on this machine. Writes and reads exactly the rows of a store that batchstore
// made, with the same schema and settings, by the plain sqlite3 C interface from values that are in memory
// already.
//
//     limit write SOURCE TARGET [options]            new rows into a new file
//     limit again SOURCE TARGET [options]            every batch found and marked as seen once more
//     limit compare FILE SOURCE                      the records of a JSON Lines file read by the library, in
//     a
//                                                    second thread, and the digest of each held against the
//                                                    stored one of the batch with its id; nothing is written
//     limit change SOURCE AFTER TARGET [options]     TARGET, a copy of SOURCE, brought to the state of AFTER
//     limit single SOURCE AFTER TARGET COUNT         new, changed and unchanged, a transaction each.
//                                                    TARGET is a copy of SOURCE
//     limit get SOURCE COUNT                         whole batches by random ids
//     limit page SOURCE COUNT                        pages of 100 whole failed batches, newest first
//     limit page-time SOURCE COUNT                   pages of 100 whole batches of a random week
//     limit open SOURCE COUNT                        opening, with the settings and one look at the file
//     limit read SOURCE                              every row of every batch
//     limit version                                  of SQLite
//
// Options: --per-transaction N (10000), --cache-mb N (64), --checkpoint-pages N (1000), --state-only,
// --indexes-last. Each prints seconds, closing the file included, or lines `NAME p50 p99` in microseconds.
#include "comparing.hpp"
#include "random.hpp"
#include "reading.hpp"
#include "timing.hpp"
#include "writing.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace limit;

using timing::microseconds;
using timing::print_percentiles;

constexpr std::int64_t week = std::int64_t{7} * 86'400;

/// What was read must not be optimized away.
std::int64_t sum_of_all = 0;

/// Runs `work(i)` for each of `count`, so many a transaction.
void in_transactions(const Database& target, std::size_t count, const Options& options,
                     const std::function<void(std::size_t)>& work) {
    for (std::size_t i = 0; i < count; ++i) {
        if (i % static_cast<std::size_t>(options.per_transaction) == 0) {
            target.execute(i == 0 ? "BEGIN IMMEDIATE" : "COMMIT; BEGIN IMMEDIATE");
        }
        work(i);
    }
    target.execute("COMMIT");
}

void create_all(const Database& target, const std::vector<std::string>& statements) {
    for (const std::string& sql : statements) {
        target.execute(sql);
    }
}

void write(const std::string& from, const std::string& to, const Options& options) {
    const Database source(from);
    const std::vector<BatchRows> all = load(source, !options.state_only);
    const auto tables = schema(source, "type = 'table' AND name NOT LIKE 'sqlite_%'");
    const auto rest = schema(source, "type IN ('index', 'trigger')");
    std::printf("%.3f\n", timing::seconds([&] {
                    const Database target(to);
                    set_up(target, options);
                    create_all(target, tables);
                    if (!options.indexes_last) {
                        create_all(target, rest);
                    }
                    Writer writer(target, options);
                    in_transactions(target, all.size(), options,
                                    [&](std::size_t i) { writer.insert(all[i]); });
                    if (options.indexes_last) {
                        create_all(target, rest);
                    }
                }));
}

void again(const std::string& from, const std::string& to, const Options& options) {
    const Database source(from);
    const auto all = load(source, false);
    std::printf("%.3f\n", timing::seconds([&] {
                    const Database target(to);
                    set_up(target, options);
                    Seer seer(target);
                    in_transactions(target, all.size(), options, [&](std::size_t i) { seer.see(all[i]); });
                }));
}

void compare(const std::string& file, const std::string& from, const Options& options) {
    std::size_t changed = 0;
    std::printf("%.3f\n", timing::seconds([&] {
                    const Database source(from);
                    source.execute("PRAGMA cache_size = -" + std::to_string(options.cache_mb * 1024));
                    source.execute("BEGIN");
                    Comparer comparer(source);
                    AnswersAhead ahead(file);
                    for (auto answers = ahead.take(); !answers.empty(); answers = ahead.take()) {
                        for (const batchstore::Answer& answer : answers) {
                            changed += comparer.is_unchanged(answer) ? 0U : 1U;
                        }
                    }
                }));
    if (changed > 0) {
        std::fprintf(stderr, "limit: %zu records are not as stored\n", changed);
        std::exit(1);
    }
}

/// Whether two states of a batch rest on the same answer: its digest is the last column.
bool is_same(const BatchRows& before, const BatchRows& after) {
    return before.batch.back() == after.batch.back();
}

/// What must be known of a batch before it is changed: its state, and whether the log has the answer.
class Looker {
public:
    explicit Looker(const Database& target)
        : seer_(target),
          getter_(target),
          twins_(target,
                 "SELECT min(observed_at_us) FROM observations WHERE batch_key = ? AND answer_digest = ?") {}

    void look(const BatchRows& after) {
        sum_of_all += getter_.load(seer_.find(after));
        twins_.run({after.batch.front(), after.batch.back()});
    }

private:
    Seer seer_;
    Getter getter_;
    Statement twins_;
};

void change(const std::string& from, const std::string& later, const std::string& to,
            const Options& options) {
    const Database source(from);
    const Database after(later);
    const auto old_rows = load(source, !options.state_only);
    const auto new_rows = load(after, !options.state_only);
    std::printf("%.3f\n", timing::seconds([&] {
                    const Database target(to);
                    set_up(target, options);
                    Seer seer(target);
                    Looker looker(target);
                    Changer changer(target, options);
                    in_transactions(target, new_rows.size(), options, [&](std::size_t i) {
                        if (is_same(old_rows[i], new_rows[i])) {
                            seer.see(new_rows[i]);
                        } else {
                            looker.look(new_rows[i]);
                            changer.change(old_rows[i], new_rows[i]);
                        }
                    });
                }));
}

/// Which batches changed and which did not, from everywhere in the store, in random order.
struct Chosen {
    Chosen(const std::vector<BatchRows>& before, const std::vector<BatchRows>& after, std::size_t count) {
        const std::size_t step = step_between_changes(after.size(), count);
        for (std::size_t i = 0; i < after.size() && changed.size() < count; i += step) {
            (is_same(before[i], after[i]) ? unchanged : changed).push_back(i);
        }
        Random random(1);
        random.shuffle(changed);
        random.shuffle(unchanged);
    }
    std::vector<std::size_t> changed;
    std::vector<std::size_t> unchanged;
};

/// New, changed and unchanged batches in a transaction each, in turn.
void single(const std::string& from, const std::string& later, const std::string& to, std::size_t count,
            const Options& options) {
    const Database source(from);
    const Database after(later);
    const auto old_rows = load(source, true);
    const auto new_rows = load(after, true);
    const Database target(to);
    set_up(target, options);
    Writer writer(target, options);
    Seer seer(target);
    Looker looker(target);
    Changer changer(target, options);
    Statement begin(target, "BEGIN IMMEDIATE");
    Statement commit(target, "COMMIT");
    Statement tail(target, "SELECT seq, digest, recorded_at_us FROM observations ORDER BY seq DESC LIMIT 1");
    const auto transaction = [&](const std::function<void()>& work) {
        return microseconds([&] {
            begin.run({});
            tail.run({});
            work();
            commit.run({});
        });
    };
    const Chosen chosen(old_rows, new_rows, count);
    std::int64_t last_key = old_rows.back().batch[0].integer;
    std::int64_t last_seq = old_rows.back().observations.back()[0].integer;
    std::map<std::string, std::vector<double>> times;
    for (std::size_t i = 0; i < std::min(chosen.changed.size(), chosen.unchanged.size()); ++i) {
        const BatchRows& before = old_rows[chosen.changed[i]];
        BatchRows changed = new_rows[chosen.changed[i]];
        continue_log(changed, before.observations.size(), last_seq);
        times["changed"].push_back(transaction([&] {
            looker.look(changed);
            changer.change(before, changed);
        }));
        const BatchRows& same = new_rows[chosen.unchanged[i]];
        times["unchanged"].push_back(transaction([&] { seer.see(same); }));
        BatchRows fresh = before;
        rename(fresh, ++last_key);
        continue_log(fresh, 0, last_seq);
        times["new"].push_back(transaction([&] {
            seer.find(fresh);
            writer.insert(fresh);
        }));
    }
    for (const auto& [name, measured] : times) {
        print_percentiles(name.c_str(), measured);
    }
}

/// Calls of `look` with the id and the time of creation of random batches.
void look(const char* name, const std::string& from, std::size_t count, const Options& options,
          const std::function<std::int64_t(Getter&, const Value&, std::int64_t)>& look_at) {
    const Database source(from);
    source.execute("PRAGMA cache_size = -" + std::to_string(options.cache_mb * 1024));
    std::vector<Row> all;
    Statement statement(source, "SELECT id, created_at FROM batches ORDER BY batch_key");
    while (statement.step()) {
        all.push_back(statement.row());
    }
    Getter getter(source);
    Random random(1);
    std::vector<double> times;
    for (std::size_t i = 0; i < count; ++i) {
        const Row& row = random.one_of(all);
        times.push_back(microseconds([&] { sum_of_all += look_at(getter, row[0], row[1].integer); }));
    }
    print_percentiles(name, times);
}

/// Opening alone; the file is closed again between two measurements.
void open(const std::string& from, std::size_t count, const Options& options) {
    std::vector<double> times;
    for (std::size_t i = 0; i < count; ++i) {
        std::unique_ptr<Database> source;
        times.push_back(microseconds([&] {
            source = std::make_unique<Database>(from);
            set_up(*source, options);
            sum_of_all += Statement(*source, "SELECT count(*) FROM sqlite_schema").step() ? 1 : 0;
        }));
    }
    print_percentiles("open", times);
}

/// Every row of every batch, in the order of keys, by cursors that move along.
void read(const std::string& from, const Options& options) {
    const Database source(from);
    source.execute("PRAGMA cache_size = -" + std::to_string(options.cache_mb * 1024));
    const double seconds = timing::seconds([&] {
        source.execute("BEGIN");
        for (const char* table : {"batches", "request_counts", "token_usage", "metadata", "errors"}) {
            Statement statement(source, "SELECT " + joined(columns_of(source, table)) + " FROM " + table +
                                            " ORDER BY batch_key");
            while (statement.step()) {
                sum_of_all += statement.touch();
            }
        }
    });
    std::printf("%.3f\n", seconds);
}

/// Runs the command that `words` say. @returns the exit code.
int run(const std::vector<std::string>& words, const Options& options) {
    const auto is = [&](const char* name, std::size_t size) {
        return words.size() == size && words[0] == name;
    };
    const std::size_t count = words.empty() ? 0 : std::strtoull(words.back().c_str(), nullptr, 10);
    if (is("write", 3)) {
        write(words[1], words[2], options);
    } else if (is("again", 3)) {
        again(words[1], words[2], options);
    } else if (is("compare", 3)) {
        compare(words[1], words[2], options);
    } else if (is("change", 4)) {
        change(words[1], words[2], words[3], options);
    } else if (count > 0 && is("single", 5)) {
        single(words[1], words[2], words[3], count, options);
    } else if (count > 0 && is("get", 3)) {
        look("get", words[1], count, options,
             [](Getter& getter, const Value& id, std::int64_t) { return getter.get(id); });
    } else if (count > 0 && is("page", 3)) {
        look("page", words[1], count, options,
             [](Getter& getter, const Value&, std::int64_t created_at) { return getter.page(created_at); });
    } else if (count > 0 && is("page-time", 3)) {
        look("page-time", words[1], count, options,
             [](Getter& getter, const Value&, std::int64_t created_at) {
                 return getter.page(created_at - week, created_at);
             });
    } else if (count > 0 && is("open", 3)) {
        open(words[1], count, options);
    } else if (is("read", 2)) {
        read(words[1], options);
    } else if (is("version", 1)) {
        std::printf("%s\n", sqlite3_libversion());
    } else {
        std::fputs("usage: see the first lines of limit/main.cpp\n", stderr);
        return 2;
    }
    return sum_of_all == 42 ? 3 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    std::vector<std::string> words;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const auto number = [&] { return i + 1 < argc ? std::atoll(argv[++i]) : 0; };
        if (word == "--per-transaction") {
            options.per_transaction = std::max<std::int64_t>(1, number());
        } else if (word == "--cache-mb") {
            options.cache_mb = number();
        } else if (word == "--checkpoint-pages") {
            options.checkpoint_pages = number();
        } else if (word == "--state-only") {
            options.state_only = true;
        } else if (word == "--indexes-last") {
            options.indexes_last = true;
        } else {
            words.emplace_back(word);
        }
    }
    return run(words, options);
}
