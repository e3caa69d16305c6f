#include "report/figures/grouping.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace batchstore {

namespace {

/// Appends a value so that no two lists of values give the same text.
void append_value(std::string& text, const std::optional<std::string>& value) {
    text += value ? std::to_string(value->size()) : "-";
    text += ':';
    if (value) text += *value;
}

/// Where a value stands among those of its key: an empty one behind all others.
class Place {
public:
    Place(bool by_time, const std::optional<std::string>& value, std::int64_t batches)
        : place_(by_time ? 0 : -batches, !value.has_value(), value) {
        if (by_time && !value) std::get<0>(place_) = 1;
    }

    auto operator<=>(const Place&) const = default;

private:
    std::tuple<std::int64_t, bool, std::optional<std::string>> place_;
};

}  // namespace

Grouping::Grouping(const std::vector<GroupKey>& by) : by_(by), readers_(by.begin(), by.end()) {}

void Grouping::add(const StoredBatch& batch, const std::optional<CostFigures>& cost,
                   const std::optional<std::string>& source) {
    const std::vector<Value> given{source};
    std::vector<const std::vector<Value>*> values;
    for (std::size_t i = 0; i < by_.size(); ++i) {
        const bool by_source = by_[i].field == GroupKey::Field::source;
        values.push_back(by_source ? &given : &readers_[i].values_of(batch));
    }
    if (values.size() == 1) {
        for (const Value& value : *values[0]) group_of({&value}).figures.add(batch, cost);
    } else {
        for (const Value& first : *values[0]) {
            for (const Value& second : *values[1]) group_of({&first, &second}).figures.add(batch, cost);
        }
    }
}

Grouping::Counted& Grouping::group_of(const std::vector<const Value*>& values) {
    values_text_.clear();
    for (const Value* value : values) append_value(values_text_, *value);
    const auto [position, is_new] = positions_.try_emplace(values_text_, groups_.size());
    if (is_new) {
        Counted& counted = groups_.emplace_back();
        for (const Value* value : values) counted.values.push_back(*value);
    }
    return groups_[position->second];
}

std::vector<Group> Grouping::groups() const {
    std::map<Value, std::int64_t> with_first_value;
    for (const Counted& counted : groups_) {
        with_first_value[counted.values.front()] += counted.figures.batches();
    }
    std::vector<std::pair<std::vector<Place>, const Counted*>> ordered;
    for (const Counted& counted : groups_) {
        std::vector<Place> places;
        for (std::size_t i = 0; i < by_.size(); ++i) {
            const std::int64_t batches =
                i == 0 ? with_first_value[counted.values.front()] : counted.figures.batches();
            places.emplace_back(is_time(by_[i]), counted.values[i], batches);
        }
        ordered.emplace_back(std::move(places), &counted);
    }
    std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Group> groups;
    groups.reserve(ordered.size());
    for (const auto& [places, counted] : ordered) {
        groups.push_back({counted->values, counted->figures.figures()});
    }
    return groups;
}

}  // namespace batchstore
