#pragma once

#include "repository/page_token.hpp"
#include "sqlite/asking/condition_sql.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace batchstore::sqlite {

/// The two ways to the rows of a page in the order of a query.
///
/// Either the index of the order is walked, those parts of it alone that a test on its first column chooses,
/// and what else is asked is tested on each batch until the page is full. Or the batches for which one part
/// of the condition holds are taken from its index, tested and sorted. `chosen_rows` decides.
class PagePlan {
public:
    /// @param condition what `condition_of` made, and perhaps more
    PagePlan(const Query& query, Condition condition);
    PagePlan(const PagePlan&) = delete;
    PagePlan& operator=(const PagePlan&) = delete;
    ~PagePlan() = default;

    /// Statements that give the keys of batches behind a position, to be run one after the other until there
    /// are enough; the mark that is left takes how many are wanted.
    /// @param named name the index, which must be there
    std::vector<SqlText> walk(const std::optional<PagePosition>& after, bool named = true) const;
    std::vector<SqlText> among(const KeySource& candidates, const std::optional<PagePosition>& after) const;

    /// The parts of the condition that a walk does not answer by itself.
    std::vector<const Condition*> tested() const;
    /// The indexes from which candidates may be taken.
    const std::vector<KeySource>& sources() const { return sources_; }
    const Condition& condition() const { return condition_; }

    std::string walk_in_words() const;

private:
    /// A range of the order.
    struct Range {
        SqlText where{};
        enum class Place { anywhere, at_position, behind_position } place = Place::anywhere;
    };

    void choose_parts();
    /// Those that together hold what lies behind a position, one after the other.
    std::vector<Range> ranges(const std::optional<PagePosition>& after) const;
    /// Whether a part of the condition holds in all of a range, as it did at the position. SQLite might
    /// prefer it to what the range says, and begin elsewhere.
    bool holds_in(const Range& range, const Condition& part) const;
    SqlText walk_of(const Range& range, bool named) const;
    std::string select(std::string_view from) const;
    std::string order() const;

    Sort sort_;
    bool descending_;
    Condition condition_;
    std::string index_;                     ///< that has the order
    std::vector<SqlText> parts_;            ///< what chooses the parts of it that are walked; none: all of it
    const Condition* chosen_by_ = nullptr;  ///< the test that did
    std::vector<KeySource> sources_;
};

/// Conditions in words, with `and` between them.
std::string in_words(const std::vector<const Condition*>& conditions);

}  // namespace batchstore::sqlite
