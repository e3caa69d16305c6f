#include "catch.hpp"
#include "contract/random_queries.hpp"
#include "repository/conditions/of_query.hpp"
#include "sqlite/asking/page_rows.hpp"
#include "temporary_folder.hpp"
#include "test_seed.hpp"

#include <batchstore/batchstore.hpp>

using namespace batchstore;
using namespace batchstore::sqlite;
using namespace batchstore::testing;

namespace {

/// The tables of a store with random batches.
struct Tables {
    TemporaryFolder folder;
    std::string file = (folder.path() / "it.db").string();
    std::unique_ptr<Connection> connection;
    std::unique_ptr<StateTables> states;

    explicit Tables(RandomQueries& make) {
        make.fill(*open(file), 80);
        connection = std::make_unique<Connection>(file, OpenOptions{});
        states = std::make_unique<StateTables>(*connection);
        connection->begin_read();
    }

    std::vector<std::string> ids(const std::vector<SqlText>& statements) const {
        std::vector<BatchRow> rows;
        for (const SqlText& statement : statements) {
            states->load_page(statement, 1'000, rows);
        }
        return ids(rows);
    }

    static std::vector<std::string> ids(const std::vector<BatchRow>& rows) {
        std::vector<std::string> ids;
        for (const BatchRow& row : rows) {
            ids.push_back(row.batch.id);
        }
        return ids;
    }

    /// Somewhere in the order of a query, or at its beginning.
    std::optional<PagePosition> position(RandomQueries& make, const PagePlan& plan, Sort sort) const {
        std::vector<BatchRow> rows;
        for (const SqlText& statement : plan.walk(std::nullopt)) {
            states->load_page(statement, make.number(1, 40), rows);
        }
        if (rows.empty() || make.one_in(3)) {
            return std::nullopt;
        }
        return PagePosition{sort_value(rows.back().batch, sort), rows.back().batch_key};
    }
};

}  // namespace

TEST_CASE("a page is the same whichever way its rows are found", "[property]") {
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 5; ++round) {
        RandomQueries make(first_seed + round);
        const Tables tables(make);
        for (int asked = 0; asked < 40; ++asked) {
            const Query query = make.query();
            const PagePlan plan(query, condition_of(query));
            if (to_text(plan.condition()) == "id in ()") continue;  // no index can be named for it
            const auto after = tables.position(make, plan, query.sort);
            CAPTURE(first_seed, round, to_text(plan.condition()), to_string(query.sort), query.descending);
            const std::vector<std::string> expected = tables.ids(plan.walk(after));
            CHECK(tables.ids(plan.walk(after, false)) == expected);
            for (const KeySource& source : plan.sources()) {
                CHECK(tables.ids(plan.among(source, after)) == expected);
            }
            for (const Effort& effort :
                 {Effort{}, Effort{.few = 0, .many = 0}, Effort{.few = 0, .instructions = 0},
                  Effort{.few = 0, .many = 0, .instructions = 0}}) {
                CHECK(Tables::ids(page_rows(*tables.connection, *tables.states, plan, after, 1'000,
                                            effort)) == expected);
            }
        }
    }
}

TEST_CASE("the keys of a source are those of the batches for which its parts hold", "[property]") {
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 5; ++round) {
        RandomQueries make(first_seed + round);
        const Tables tables(make);
        for (int asked = 0; asked < 40; ++asked) {
            const Condition condition = condition_of(make.query());
            for (const KeySource& source : key_sources(condition)) {
                CAPTURE(first_seed, round, in_words(source.answered), source.keys.sql);
                SqlText keys{"SELECT count(*) FROM (SELECT DISTINCT batch_key FROM ("};
                const std::int64_t named = counted(*tables.states, (keys += source.keys) += "))");
                SqlText matching{"SELECT count(*) FROM batches AS b WHERE "};
                const std::int64_t held = counted(*tables.states, matching += sql_of_all(source.answered));
                CHECK((source.exact ? named == held : named >= held));
            }
        }
    }
}
