#include "catch.hpp"
#include "contract/backends.hpp"

using namespace batchstore;
using namespace batchstore::testing;
using Ids = std::vector<std::string>;

namespace {

void store_ids(BatchRepository& repository, const Ids& ids) {
    for (const std::string& id : ids) {
        Batch batch;
        batch.id = id;
        batch.status = Status::failed;
        repository.refresh(batch);
    }
}

}  // namespace

TEST_CASE("ids are found by how they begin, in the order of their bytes", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store_ids(*store.repository, {"batch_b", "batch", "batch_a2", "Batch_a", "batch_a", "batcx", "b"});
    CHECK(store->store().ids_with_prefix("batch_a", 10) == Ids{"batch_a", "batch_a2"});
    CHECK(store->store().ids_with_prefix("batch", 10) == Ids{"batch", "batch_a", "batch_a2", "batch_b"});
    CHECK(store->store().ids_with_prefix("batch", 2) == Ids{"batch", "batch_a"});
    CHECK(store->store().ids_with_prefix("", 10).size() == 7);
    CHECK(store->store().ids_with_prefix("batch_c", 10).empty());
    CHECK(store->store().ids_with_prefix("batch_a", 0).empty());
}

TEST_CASE("no character of an id means anything but itself", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string greatest = "x\U0010FFFF\U0010FFFF";
    store_ids(*store.repository, {"a%b", "a_b", "a*b", "a'b", "a\\b", greatest, "a\tb", "批次一"});
    CHECK(store->store().ids_with_prefix("a%", 10) == Ids{"a%b"});
    CHECK(store->store().ids_with_prefix("a_", 10) == Ids{"a_b"});
    CHECK(store->store().ids_with_prefix("a'", 10) == Ids{"a'b"});
    CHECK(store->store().ids_with_prefix("' OR 1=1 --", 10).empty());
    CHECK(store->store().ids_with_prefix("a\t", 10) == Ids{"a\tb"});
    CHECK(store->store().ids_with_prefix(std::string_view("a\0", 2), 10).empty());
    CHECK(store->store().ids_with_prefix("x\U0010FFFF", 10) == Ids{greatest});
    CHECK(store->store().ids_with_prefix("批", 10) == Ids{"批次一"});
    CHECK(store->store().ids_with_prefix("\xff", 10).empty());
}

TEST_CASE("history tells both values of each change", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"in_progress","request_counts":{"total":3,"completed":1})"), at(1));
    store->refresh(answer(R"("status":"completed","request_counts":{"total":3,"completed":3})"), at(2));
    store->refresh(answer(R"("status":"in_progress","in_progress_at":110)"), at(3));
    const auto history = store->history("b");
    REQUIRE(history.size() == 3);
    CHECK(history[0].changes.front() == FieldChange{"endpoint", "null", R"("/v1/chat/completions")"});
    CHECK(history[1].changes == std::vector<FieldChange>{{"status", R"("in_progress")", R"("completed")"},
                                                         {"request_counts.completed", "1", "3"}});
    CHECK(history[2].changes == std::vector<FieldChange>{{"in_progress_at", "null", "110"}});
}
