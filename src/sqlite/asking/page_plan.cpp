#include "sqlite/asking/page_plan.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

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
        case Sort::expires:
            return {"expires_at", "batches_by_expires_at"};
        case Sort::last_seen:
            return {"last_seen_at_us", "batches_by_last_seen", true};
        case Sort::changed:
            return {"changed_at_us", "batches_by_changed_at", true};
        case Sort::id:
            return {"id", "batches_by_id", true};
        default:
            return {"created_at", "batches_by_created_at"};
    }
}

/// Indexes that have the times of creation behind a field.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> by_field_and_creation{
    {{"status", "batches_by_status"}, {"endpoint", "batches_by_endpoint"}, {"model", "batches_by_model"}}};

bool is_test_of(const Condition& part, std::string_view field) {
    return part.kind == Condition::Kind::test && part.field == field;
}

/// Whether a test names few values, each of them a part of an index.
bool chooses_parts(const Condition& part, std::string_view field) {
    constexpr std::size_t most_parts = 8;
    return is_test_of(part, field) && part.comparison == Operator::equal && !part.values.empty() &&
           part.values.size() <= most_parts;
}

/// The phases that a test of the status leaves: a merge waits for each of its parts, even for one without a
/// match.
std::set<Phase> possible_phases(const Condition& all) {
    const auto test =
        std::ranges::find_if(all.parts, [](const Condition& part) { return chooses_parts(part, "status"); });
    if (test == all.parts.end()) return {every_phase.begin(), every_phase.end()};
    std::set<Phase> phases;
    for (const FieldValue& status : test->values) phases.insert(phase_of(std::get<std::string>(status)));
    return phases;
}

}  // namespace

std::string in_words(const std::vector<const Condition*>& conditions) {
    Condition all;
    for (const Condition* condition : conditions) all.parts.push_back(*condition);
    return to_text(all);
}

PagePlan::PagePlan(const Query& query, Condition condition)
    : sort_(query.sort), descending_(query.descending), condition_(std::move(condition)) {
    choose_parts();
    sources_ = key_sources(condition_);
}

void PagePlan::choose_parts() {
    index_ = order_of(sort_).index;
    const auto choose = [&](std::string_view field, std::string_view index) {
        const auto part = std::ranges::find_if(
            condition_.parts, [&](const Condition& test) { return chooses_parts(test, field); });
        if (part == condition_.parts.end()) return false;
        chosen_by_ = &*part;
        index_ = index;
        for (const FieldValue& value : part->values) {
            parts_.push_back({fmt::format("b.{} = ?", field), {value}});
        }
        return true;
    };
    const bool is_behind_phase = sort_ == Sort::expires || sort_ == Sort::last_seen || sort_ == Sort::changed;
    if (is_behind_phase && !choose("phase", index_)) {
        for (const Phase phase : possible_phases(condition_)) {
            parts_.push_back({"b.phase = ?", {std::string(to_string(phase))}});
        }
    }
    if (sort_ != Sort::created) return;
    for (const auto& [field, index] : by_field_and_creation) {
        if (choose(field, index)) return;
    }
    const auto errors = std::ranges::find_if(
        condition_.parts, [](const Condition& part) { return is_test_of(part, "errors"); });
    if (errors == condition_.parts.end()) return;
    chosen_by_ = &*errors;
    index_ = "batches_with_errors";
    parts_.push_back({"b.error_count > 0"});
}

std::vector<const Condition*> PagePlan::tested() const {
    std::vector<const Condition*> tested;
    for (const Condition& part : condition_.parts) {
        const bool is_range =
            is_test_of(part, order_of(sort_).field) && part.comparison != Operator::contains;
        if (&part != chosen_by_ && !is_range) tested.push_back(&part);
    }
    return tested;
}

std::vector<PagePlan::Range> PagePlan::ranges(const std::optional<PagePosition>& after) const {
    if (!after) return {{{"1"}}};
    const Order order = order_of(sort_);
    const std::string_view behind = descending_ ? "<" : ">";
    std::vector<Range> ranges;
    if (sort_ != Sort::id) {
        SqlText same{fmt::format("b.{} IS NULL", order.field)};
        if (after->sort_value) same = {fmt::format("b.{} = ?", order.field), {*after->sort_value}};
        same += SqlText{fmt::format(" AND b.batch_key {} ?", behind), {after->batch_key}};
        ranges.push_back({std::move(same), Range::Place::at_position});
    }
    if (after->sort_value) {
        ranges.push_back({{fmt::format("b.{} {} ?", order.field, behind), {*after->sort_value}},
                          Range::Place::behind_position});
    }
    // What is not set comes last when descending, else first.
    const bool all_set =
        order.always_set || std::ranges::any_of(condition_.parts, [&](const Condition& part) {
            return is_test_of(part, order.field);
        });
    if (after->sort_value.has_value() == descending_ && !all_set) {
        ranges.push_back({{fmt::format("b.{} IS {}NULL", order.field, descending_ ? "" : "NOT ")}});
    }
    return ranges;
}

bool PagePlan::holds_in(const Range& range, const Condition& part) const {
    using enum Operator;
    if (range.place == Range::Place::anywhere || !is_test_of(part, order_of(sort_).field)) return false;
    if (range.place == Range::Place::at_position || part.comparison == is_set) return true;
    return descending_ ? part.comparison == less || part.comparison == less_equal
                       : part.comparison == greater || part.comparison == greater_equal;
}

std::string PagePlan::select(std::string_view from) const {
    return fmt::format("SELECT b.batch_key, b.{} FROM batches AS b {} WHERE ", order_of(sort_).field, from);
}

std::string PagePlan::order() const {
    return fmt::format(" ORDER BY 2 {0}, 1 {0} LIMIT ?", descending_ ? "DESC" : "ASC");
}

std::vector<SqlText> PagePlan::walk(const std::optional<PagePosition>& after, bool named) const {
    std::vector<SqlText> statements;
    for (const Range& range : ranges(after)) statements.push_back(walk_of(range, named));
    return statements;
}

SqlText PagePlan::walk_of(const Range& range, bool named) const {
    std::vector<const Condition*> rest;
    for (const Condition& part : condition_.parts) {
        if (&part != chosen_by_ && !holds_in(range, part)) rest.push_back(&part);
    }
    SqlText statement;
    const std::vector<SqlText> whole{{"1"}};
    for (const SqlText& part : parts_.empty() ? whole : parts_) {
        statement += statement.sql.empty() ? "" : " UNION ALL ";
        statement += select(named ? "INDEXED BY " + index_ : "");
        ((statement += part) += " AND ") += range.where;
        (statement += " AND ") += sql_of_all(rest);
    }
    return statement += order();
}

std::vector<SqlText> PagePlan::among(const KeySource& candidates,
                                     const std::optional<PagePosition>& after) const {
    std::vector<SqlText> statements;
    for (const Range& range : ranges(after)) {
        SqlText& statement = statements.emplace_back(SqlText{select("NOT INDEXED")});
        ((statement += "b.batch_key IN (") += candidates.keys) += ") AND ";
        ((statement += range.where) += " AND ") += sql_of(condition_);
        statement += order();
    }
    return statements;
}

std::string PagePlan::walk_in_words() const {
    std::string words = fmt::format("walks the index {}", index_);
    if (chosen_by_ != nullptr) words += fmt::format(" where {}", to_text(*chosen_by_));
    if (parts_.size() > 1) words += fmt::format(", merging {} parts of it", parts_.size());
    return words + ", which has the order asked for, until the page is full";
}

}  // namespace batchstore::sqlite
