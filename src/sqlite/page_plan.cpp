#include "sqlite/page_plan.hpp"

#include "repository/condition_text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

/// How a sort stands in SQL.
struct Order {
    std::string_view field;   ///< a column of `batches`
    std::string_view index;   ///< has it alone, or behind the phase
    bool always_set = false;  ///< every batch has it
};

constexpr Order order_of(Sort sort) {
    switch (sort) {
        case Sort::ended:
            return {"ended_at", "batches_by_ended_at"};
        case Sort::last_seen:
            return {"last_seen_at_us", "batches_by_last_seen", true};
        case Sort::id:
            return {"id", "batches_by_id", true};
        default:
            return {"created_at", "batches_by_created_at"};
    }
}

/// Indexes that have the creation times behind a field.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> by_field_and_creation{
    {{"status", "batches_by_status"}, {"endpoint", "batches_by_endpoint"}, {"model", "batches_by_model"}}};

/// More parts of an index than this are not merged.
constexpr std::size_t most_branches = 8;

bool chooses_branches(const Condition& part, std::string_view field) {
    return part.kind == Condition::Kind::test && part.field == field && part.comparison == Operator::equal &&
           !part.values.empty() && part.values.size() <= most_branches;
}

SqlText equals(std::string_view field, const FieldValue& value) {
    return {fmt::format("b.{} = ?", field), {value}};
}

}  // namespace

std::optional<FieldValue> sort_value(const StoredBatch& batch, Sort sort) {
    switch (sort) {
        case Sort::ended:
            return ended_at(batch);
        case Sort::last_seen:
            return batch.last_seen_at_us;
        case Sort::id:
            return batch.id;
        default:
            return batch.created_at;
    }
}

PagePlan::PagePlan(const Query& query, Condition condition,
                   const std::function<std::int64_t(const SqlText&)>& count)
    : sort_(query.sort), descending_(query.descending), condition_(std::move(condition)) {
    choose_walk();
    if (!tested().empty()) choose_candidates(count);
}

void PagePlan::choose_walk() {
    index_ = order_of(sort_).index;
    const auto branch = [&](std::string_view field, std::string_view index) {
        const auto part = std::find_if(condition_.parts.begin(), condition_.parts.end(),
                                       [&](const Condition& test) { return chooses_branches(test, field); });
        if (part == condition_.parts.end()) return false;
        chosen_by_ = &*part;
        index_ = index;
        std::vector<FieldValue> values = part->values;
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        for (const FieldValue& value : values) branches_.push_back(equals(field, value));
        return true;
    };
    if (sort_ == Sort::last_seen && !branch("phase", index_)) {
        for (const char* phase : {"waiting", "running", "finalizing", "cancelling", "ended"}) {
            branches_.push_back(equals("phase", std::string(phase)));
        }
    }
    if (sort_ != Sort::created) return;
    for (const auto& [field, index] : by_field_and_creation) {
        if (branch(field, index)) return;
    }
    for (const Condition& part : condition_.parts) {
        if (part.kind == Condition::Kind::test && part.field == "errors") {
            chosen_by_ = &part;
            index_ = "batches_with_errors";
            branches_.push_back({"b.error_count > 0"});
            return;
        }
    }
}

std::vector<const Condition*> PagePlan::tested() const {
    std::vector<const Condition*> parts;
    for (const Condition& part : condition_.parts) {
        const bool on_order = part.kind == Condition::Kind::test && part.field == order_of(sort_).field;
        if (&part != chosen_by_ && !on_order) parts.push_back(&part);
    }
    return parts;
}

void PagePlan::choose_candidates(const std::function<std::int64_t(const SqlText&)>& count) {
    for (const Condition& part : condition_.parts) {
        SqlText keys = keys_where(part);
        if (keys.sql.empty()) continue;
        SqlText some{"SELECT count(*) FROM ("};
        (some += keys) += fmt::format(" LIMIT {})", most_candidates + 1);
        if (count(some) <= most_candidates) {
            candidates_ = std::move(keys);
            candidates_by_ = &part;
            return;
        }
    }
}

std::vector<PagePlan::Segment> PagePlan::segments(const std::optional<PagePosition>& after) const {
    const Order order = order_of(sort_);
    const auto row = [&](std::string_view condition) {
        return fmt::format(fmt::runtime(condition), order.field);
    };
    const std::string_view behind = descending_ ? "<" : ">";
    const bool asks_for_value =
        std::any_of(condition_.parts.begin(), condition_.parts.end(), [&](const Condition& part) {
            return part.kind == Condition::Kind::test && part.field == order.field;
        });
    const bool all_set = order.always_set || asks_for_value;
    const Segment unset{{row("b.{} IS NULL")}, true};
    const Segment set{{row("b.{} IS NOT NULL")}};
    if (!after) {
        // An index that leaves out what is not set cannot give both at once.
        if (all_set || sort_ != Sort::ended) return {Segment{{"1"}}};
        return descending_ ? std::vector{set, unset} : std::vector{unset, set};
    }
    const auto from_key = [&](Segment segment) {
        segment.where += SqlText{fmt::format(" AND b.batch_key {} ?", behind), {after->batch_key}};
        return segment;
    };
    std::vector<Segment> segments;
    if (!after->sort_value) {
        segments.push_back(from_key(unset));
        if (!descending_) segments.push_back(set);
        return segments;
    }
    if (sort_ != Sort::id) segments.push_back(from_key({{row("b.{} = ?"), {*after->sort_value}}}));
    segments.push_back({{fmt::format("b.{} {} ?", order.field, behind), {*after->sort_value}}});
    if (descending_ && !all_set) segments.push_back(unset);
    return segments;
}

std::vector<SqlText> PagePlan::statements(const std::optional<PagePosition>& after, bool hinted) const {
    std::vector<SqlText> statements;
    for (const Segment& segment : segments(after)) statements.push_back(statement(segment, hinted));
    return statements;
}

SqlText PagePlan::statement(const Segment& segment, bool hinted) const {
    const std::string_view direction = descending_ ? "DESC" : "ASC";
    const std::string_view field = order_of(sort_).field;
    SqlText statement;
    const auto select = [&](std::string_view from, const SqlText& chosen, const SqlText& where) {
        statement += fmt::format("SELECT b.batch_key, b.{} FROM batches AS b{} WHERE ", field, from);
        (((statement += chosen) += " AND ") += segment.where) += " AND ";
        statement += where;
    };
    if (!candidates_.sql.empty()) {
        SqlText among{"b.batch_key IN ("};
        select(hinted ? " NOT INDEXED" : "", (among += candidates_) += ")", sql_of(condition_));
    } else if (segment.unset && sort_ == Sort::ended) {
        // They are in the order of their keys in the table itself.
        select(hinted ? " NOT INDEXED" : "", {"1"}, sql_of(condition_));
        return statement += fmt::format(" ORDER BY b.batch_key {} LIMIT ?", direction);
    } else {
        std::vector<const Condition*> rest;
        for (const Condition& part : condition_.parts) {
            if (&part != chosen_by_) rest.push_back(&part);
        }
        const std::string index = hinted ? fmt::format(" INDEXED BY {}", index_) : "";
        const std::vector<SqlText> all{SqlText{"1"}};
        for (const SqlText& branch : branches_.empty() ? all : branches_) {
            if (!statement.sql.empty()) statement += " UNION ALL ";
            select(index, branch, sql_of_all(rest));
        }
    }
    return statement += fmt::format(" ORDER BY 2 {0}, 1 {0} LIMIT ?", direction);
}

QueryPlan PagePlan::described() const {
    QueryPlan plan;
    if (candidates_by_ != nullptr) {
        plan.steps.push_back(
            fmt::format("few batches have {}: takes these from their index", to_text(*candidates_by_)));
        plan.steps.push_back("tests each of them for all that is asked");
        plan.steps.push_back(fmt::format("sorts those that match, at most {} batches", most_candidates));
        return plan;
    }
    std::string walk = fmt::format("walks the index {}", index_);
    if (chosen_by_ != nullptr) walk += fmt::format(" where {}", to_text(*chosen_by_));
    if (branches_.size() > 1) walk += fmt::format(", merging {} parts of it", branches_.size());
    plan.steps.push_back(walk + ", which has the order asked for, until the page is full");
    std::string tests;
    for (const Condition* part : tested()) tests += (tests.empty() ? "" : " and ") + to_text(*part);
    if (tests.empty()) return plan;
    plan.steps.push_back(fmt::format("tests each batch on the way: {}", tests));
    plan.caution =
        "more than 2,000 batches satisfy each part of the condition, or no index has it: if few satisfy all "
        "of it, "
        "most of the index is read before the page is full";
    return plan;
}

}  // namespace batchstore::sqlite
