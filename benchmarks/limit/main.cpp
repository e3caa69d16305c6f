// The limit: what SQLite allows on this machine. Writes and reads exactly the rows of a store that batchstore
// made, with the same schema and settings, by the plain sqlite3 C interface from values that are in memory
// already.
//
//     limit write SOURCE TARGET [options]            new rows into a new file
//     limit again SOURCE TARGET [options]            every batch found and marked as seen once more
//     limit change SOURCE AFTER TARGET [options]     TARGET, a copy of SOURCE, brought to the state of AFTER
//     limit single SOURCE AFTER TARGET COUNT         new, changed and unchanged, a transaction each
//     limit get SOURCE COUNT                         whole batches by id
//     limit page SOURCE COUNT                        pages of 100 whole failed batches
//     limit read SOURCE                              every row of every batch
//
// Options: --per-transaction N (10000), --cache-mb N (64), --checkpoint-pages N (1000), --state-only,
// --indexes-last. Each prints seconds, or microseconds as `p50 p99`, on a line of its own.
#include "writing.hpp"

#include <algorithm>
#include <chrono>
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

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Runs `work(i)` for each of `count`, so many a transaction. @returns seconds
double in_transactions(const Database& target, std::size_t count, const Options& options,
                       const std::function<void(std::size_t)>& work) {
    const auto start = Clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        if (i % static_cast<std::size_t>(options.per_transaction) == 0) {
            target.execute(i == 0 ? "BEGIN IMMEDIATE" : "COMMIT; BEGIN IMMEDIATE");
        }
        work(i);
    }
    target.execute("COMMIT");
    return seconds_since(start);
}

void write(const std::string& from, const std::string& to, const Options& options) {
    const Database source(from);
    const std::vector<BatchRows> all = load(source, !options.state_only);
    const auto start = Clock::now();
    {
        const Database target(to);
        set_up(target, options);
        for (const std::string& sql : schema(source, "type = 'table' AND name NOT LIKE 'sqlite_%'")) {
            target.execute(sql);
        }
        const auto rest = schema(source, "type IN ('index', 'trigger')");
        if (!options.indexes_last) {
            for (const std::string& sql : rest) {
                target.execute(sql);
            }
        }
        Writer writer(target, options);
        in_transactions(target, all.size(), options, [&](std::size_t i) { writer.insert(all[i]); });
        if (options.indexes_last) {
            for (const std::string& sql : rest) {
                target.execute(sql);
            }
        }
    }
    std::printf("%.3f\n", seconds_since(start));
}

void again(const std::string& from, const std::string& to, const Options& options) {
    const Database source(from);
    const auto all = load(source, false);
    const Database target(to);
    set_up(target, options);
    Seer seer(target);
    std::printf("%.3f\n",
                in_transactions(target, all.size(), options, [&](std::size_t i) { seer.see(all[i]); }));
}

void change(const std::string& from, const std::string& later, const std::string& to,
            const Options& options) {
    const Database source(from);
    const Database after(later);
    const auto old_rows = load(source, !options.state_only);
    const auto new_rows = load(after, !options.state_only);
    const Database target(to);
    set_up(target, options);
    Seer seer(target);
    Changer changer(target, options);
    std::printf("%.3f\n", in_transactions(target, new_rows.size(), options, [&](std::size_t i) {
                    // A changed batch has another digest: one look at the row tells.
                    if (old_rows[i].batch.back() == new_rows[i].batch.back()) {
                        seer.see(new_rows[i]);
                    } else {
                        seer.find(new_rows[i]);
                        changer.change(old_rows[i], new_rows[i]);
                    }
                }));
}

/// Prints the median and the 99th percentile of times in microseconds.
void print_percentiles(const char* name, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    std::printf("%s %.1f %.1f\n", name, at(0.5), at(0.99));
}

template <class Work>
double microseconds(Work&& work) {
    const auto start = Clock::now();
    work();
    return seconds_since(start) * 1e6;
}

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
    std::int64_t next_key = 1'000'000'000;
    std::map<std::string, std::vector<double>> times;
    for (std::size_t i = 0; i < new_rows.size() && times["changed"].size() < count; ++i) {
        if (old_rows[i].batch.back() == new_rows[i].batch.back()) {
            continue;
        }
        times["changed"].push_back(transaction([&] {
            seer.find(new_rows[i]);
            changer.change(old_rows[i], new_rows[i]);
        }));
        const BatchRows& same = new_rows[i * 7919 % new_rows.size()];
        times["unchanged"].push_back(transaction([&] { seer.see(same); }));
        BatchRows fresh = old_rows[i];
        rename(fresh, ++next_key);
        times["new"].push_back(transaction([&] {
            seer.find(fresh);
            writer.insert(fresh);
        }));
    }
    for (const auto& [name, measured] : times) {
        print_percentiles(name.c_str(), measured);
    }
}

/// Whole batches by statements that fetch the rows of all tables.
class Getter {
public:
    explicit Getter(const Database& source)
        : begin_(source, "BEGIN"),
          commit_(source, "COMMIT"),
          batch_(source,
                 "SELECT * FROM batches AS b LEFT JOIN request_counts AS r ON r.batch_key = b.batch_key "
                 "LEFT JOIN token_usage AS u ON u.batch_key = b.batch_key WHERE b.id = ?"),
          page_(source,
                "SELECT * FROM batches AS b LEFT JOIN request_counts AS r ON r.batch_key = b.batch_key "
                "LEFT JOIN token_usage AS u ON u.batch_key = b.batch_key "
                "WHERE status = 'failed' AND created_at < ? ORDER BY created_at DESC, b.batch_key DESC LIMIT "
                "100"),
          metadata_(source, "SELECT * FROM metadata WHERE batch_key = ?"),
          errors_(source, "SELECT * FROM errors WHERE batch_key = ?") {}

    std::int64_t get(const Value& id) {
        begin_.run({});
        std::int64_t sum = 0;
        batch_.bind(1, id);
        while (batch_.step()) {
            sum += batch_.touch() + children(sqlite3_column_int64(batch_.handle, 0));
        }
        sqlite3_reset(batch_.handle);
        commit_.run({});
        return sum;
    }
    std::int64_t page(std::int64_t created_before) {
        begin_.run({});
        std::int64_t sum = 0;
        page_.bind(1, created_before);
        while (page_.step()) {
            sum += page_.touch() + children(sqlite3_column_int64(page_.handle, 0));
        }
        sqlite3_reset(page_.handle);
        commit_.run({});
        return sum;
    }

private:
    std::int64_t children(std::int64_t batch_key) {
        std::int64_t sum = 0;
        for (Statement* statement : {&metadata_, &errors_}) {
            statement->bind(1, batch_key);
            while (statement->step()) {
                sum += statement->touch();
            }
            sqlite3_reset(statement->handle);
        }
        return sum;
    }
    Statement begin_;
    Statement commit_;
    Statement batch_;
    Statement page_;
    Statement metadata_;
    Statement errors_;
};

std::int64_t sum_of_all = 0;

void get(const std::string& from, std::size_t count, bool pages, const Options& options) {
    const Database source(from);
    source.execute("PRAGMA cache_size = -" + std::to_string(options.cache_mb * 1024));
    std::vector<Row> all;
    Statement statement(source, "SELECT id, created_at FROM batches");
    while (statement.step()) {
        all.push_back(statement.row());
    }
    Getter getter(source);
    std::vector<double> times;
    for (std::size_t i = 0; i < count; ++i) {
        const Row& row = all[i * 7919 % all.size()];
        times.push_back(
            microseconds([&] { sum_of_all += pages ? getter.page(row[1].integer) : getter.get(row[0]); }));
    }
    print_percentiles(pages ? "page" : "get", times);
}

/// Every row of every batch, in the order of keys, by cursors that move along.
void read(const std::string& from, const Options& options) {
    const Database source(from);
    source.execute("PRAGMA cache_size = -" + std::to_string(options.cache_mb * 1024));
    const auto start = Clock::now();
    source.execute("BEGIN");
    for (const std::string& table :
         {std::string("batches"), std::string("request_counts"), std::string("token_usage"),
          std::string("metadata"), std::string("errors")}) {
        Statement statement(source, "SELECT * FROM " + table + " ORDER BY batch_key");
        while (statement.step()) {
            sum_of_all += statement.touch();
        }
    }
    std::printf("%.3f\n", seconds_since(start));
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
    const auto is = [&](const char* name, std::size_t count) {
        return words.size() == count && words[0] == name;
    };
    const auto count = [&] {
        return static_cast<std::size_t>(std::max(1LL, std::atoll(words.back().c_str())));
    };
    if (is("write", 3)) {
        write(words[1], words[2], options);
    } else if (is("again", 3)) {
        again(words[1], words[2], options);
    } else if (is("change", 4)) {
        change(words[1], words[2], words[3], options);
    } else if (is("single", 5)) {
        single(words[1], words[2], words[3], count(), options);
    } else if (is("get", 3) || is("page", 3)) {
        get(words[1], count(), words[0] == "page", options);
    } else if (is("read", 2)) {
        read(words[1], options);
    } else {
        std::fputs("usage: see the first lines of limit/main.cpp\n", stderr);
        return 2;
    }
    return sum_of_all == 42 ? 3 : 0;  // what was read must not be optimized away
}
