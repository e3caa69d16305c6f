#pragma once

#include "repository/page_token.hpp"
#include "sqlite/condition_sql.hpp"
#include "sqlite/connection.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace batchstore::sqlite {

/// How the rows of a page are found in the order of a query.
///
/// Either the index of the order is walked, those parts of it alone that a test on its first column chooses,
/// and what else is asked is tested on each batch until the page is full. Or, when some test holds for few
/// batches only, these are taken from its index, tested and sorted. What holds for few is counted, up to a
/// bound, as SQLite does not know how common a value is.
class PagePlan {
public:
    /// More candidates than this are not sorted.
    static constexpr std::int64_t most_candidates = 2'000;

    /// @param count counts the rows of a statement
    PagePlan(const Query& query, Condition condition,
             const std::function<std::int64_t(const SqlText&)>& count);
    PagePlan(const PagePlan&) = delete;
    PagePlan& operator=(const PagePlan&) = delete;
    ~PagePlan() = default;

    /// Statements that give the keys of batches behind a position, to be run one after the other until there
    /// are enough; the mark that is left takes how many are wanted. `hinted`: name the indexes, which must be
    /// there.
    std::vector<SqlText> statements(const std::optional<PagePosition>& after, bool hinted = true) const;

    /// Keys of the few batches among which all that match are; empty if they are not few.
    const SqlText& candidates() const { return candidates_; }
    const Condition& condition() const { return condition_; }

    /// In words; `backend` stays empty.
    QueryPlan described() const;

private:
    /// A range of the order: what its rows satisfy.
    struct Segment {
        SqlText where{};
        bool unset = false;  ///< they have no value to sort by
    };

    void choose_walk();
    void choose_candidates(const std::function<std::int64_t(const SqlText&)>& count);
    std::vector<Segment> segments(const std::optional<PagePosition>& after) const;
    SqlText statement(const Segment& segment, bool hinted) const;
    /// The parts of the condition that the walk does not answer by itself.
    std::vector<const Condition*> tested() const;

    Sort sort_;
    bool descending_;
    Condition condition_;
    std::string index_;                     ///< that has the order
    std::vector<SqlText> branches_;         ///< what chooses the parts of it that are walked; none: all of it
    const Condition* chosen_by_ = nullptr;  ///< the test that did
    SqlText candidates_{};
    const Condition* candidates_by_ = nullptr;
};

/// What a batch is sorted by.
std::optional<FieldValue> sort_value(const StoredBatch& batch, Sort sort);

}  // namespace batchstore::sqlite
