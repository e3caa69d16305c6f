#include "report/figures/changes.hpp"

#include "report/costs/pricing.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <utility>

namespace batchstore {

namespace {

void add_figures(ComparedFigures& sum, const ComparedFigures& more) {
    sum.batches += more.batches;
    sum.failed += more.failed;
    add(sum.cost, more.cost);
}

double units_of(const Amount& amount) {
    return static_cast<double>(amount.whole) + static_cast<double>(amount.atto) * 1e-18;
}

/// What changed in nearly all batches is said by the figures of all.
bool is_nearly_all(const ComparedFigures& group, const ComparedFigures& all) {
    constexpr double nearly = 0.9;
    return static_cast<double>(group.batches) >= nearly * static_cast<double>(all.batches);
}

/// How far apart the periods are, for each of what is compared.
double failed_apart(const ChangedGroup& group) {
    return std::abs(static_cast<double>(group.now.failed - group.before.failed));
}

double batches_apart(const ChangedGroup& group) {
    return std::abs(static_cast<double>(group.now.batches - group.before.batches));
}

double cost_apart(const ChangedGroup& group) {
    return std::abs(units_of(group.now.cost.amount) - units_of(group.before.cost.amount));
}

}  // namespace

void GroupChanges::add(Period period, const Batch& batch, const std::optional<CostFigures>& cost) {
    const ComparedFigures figures{
        .batches = 1, .failed = batch.status == Status::failed ? 1 : 0, .cost = cost.value_or(CostFigures{})};
    add_figures(all_.figures[static_cast<std::size_t>(period)], figures);
    if (batch.model) add_to(keys_["model"], *batch.model, period, figures);
    if (!batch.metadata) return;
    for (const auto& [key, value] : *batch.metadata) add_to(keys_["metadata." + key], value, period, figures);
}

void GroupChanges::add_to(Key& key, const std::string& value, Period period, const ComparedFigures& figures) {
    if (key.has_many_values) return;
    add_figures(key.values[value].figures[static_cast<std::size_t>(period)], figures);
    if (key.values.size() <= most_values_of_a_key) return;
    key.has_many_values = true;
    key.values.clear();
}

std::vector<ChangedGroup> GroupChanges::most_changed(std::size_t most_each) const {
    std::vector<ChangedGroup> groups;
    for (const auto& [name, key] : keys_) {
        for (const auto& [value, periods] : key.values) {
            const auto& [before, now] = periods.figures;
            if (!is_nearly_all(before, all_.figures[0]) || !is_nearly_all(now, all_.figures[1])) {
                groups.push_back({name, value, before, now});
            }
        }
    }
    std::vector<ChangedGroup> chosen;
    std::set<std::pair<std::string, std::string>> taken;
    for (double (*apart)(const ChangedGroup&) : {failed_apart, batches_apart, cost_apart}) {
        auto ordered = groups;
        std::ranges::stable_sort(ordered, std::greater(), apart);
        ordered.resize(std::min(most_each, ordered.size()));
        for (ChangedGroup& group : ordered) {
            const bool changed = apart(group) > 0;
            if (changed && taken.emplace(group.key, group.value).second) chosen.push_back(std::move(group));
        }
    }
    return chosen;
}

}  // namespace batchstore
