#include "repository/thinning/said_values.hpp"

#include "model/columns.hpp"
#include "model/json_text.hpp"

#include <optional>
#include <tuple>
#include <type_traits>

namespace batchstore {

namespace {

constexpr std::size_t own_values = batch_column_count +
                                   std::tuple_size_v<std::remove_cvref_t<decltype(request_count_columns)>> +
                                   std::tuple_size_v<std::remove_cvref_t<decltype(usage_columns)>>;

/// Numbers the fields in their order, and the members of a record behind it.
class OwnValues {
public:
    explicit OwnValues(std::vector<std::size_t>& said) : said_(said) {}

    template <class Value>
    void add(const Value& value) {
        if (is_set(value)) said_.push_back(next_);
        ++next_;
    }
    void add(const std::optional<RequestCounts>& counts) { add_record(counts); }
    void add(const std::optional<Usage>& usage) { add_record(usage); }

private:
    template <class Record>
    void add_record(const std::optional<Record>& record) {
        if (record) said_.push_back(next_);
        ++next_;
        for_each_column(columns_of<Record>, [&](const auto& column) {
            if (record && is_set((*record).*column.member)) said_.push_back(next_);
            ++next_;
        });
    }

    std::vector<std::size_t>& said_;
    std::size_t next_ = 0;
};

}  // namespace

std::vector<std::size_t> SaidValues::of(const Batch& answer) {
    std::vector<std::size_t> said;
    OwnValues own(said);
    for_each_column(batch_columns, [&](const auto& column) { own.add(answer.*column.member); });
    for (const auto& [key, json] : answer.extra) {
        said.push_back(number_of(key));
        if ((key != "request_counts" && key != "usage") || !json.starts_with('{')) continue;
        for (const auto& [member, value] : json_members(json)) said.push_back(number_of(key + '.' + member));
    }
    return said;
}

std::size_t SaidValues::count() const {
    return own_values + extra_.size();
}

std::size_t SaidValues::number_of(const std::string& name) {
    return extra_.try_emplace(name, count()).first->second;
}

}  // namespace batchstore
