#include "model/required_fields.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace batchstore {

namespace {

void note_absence(std::vector<Finding>& findings, std::string_view name, Presence presence) {
    switch (presence) {
        case Presence::absent:
            findings.push_back({std::string(name), Oddity::missing});
            break;
        case Presence::null:
            findings.push_back({std::string(name), Oddity::null_value});
            break;
        case Presence::empty:
            findings.push_back({std::string(name), Oddity::empty});
            break;
        case Presence::given:
            break;
    }
}

}  // namespace

void find_missing(const Identity& identity, const ColumnPresence& columns, std::vector<Finding>& findings) {
    constexpr std::array<std::string_view, 5> required{"endpoint", "input_file_id", "completion_window",
                                                       "status", "created_at"};
    note_absence(findings, "object", identity.object_presence);
    std::size_t index = 0;
    for_each_column(batch_columns, [&](const auto& column) {
        if (std::find(required.begin(), required.end(), column.name) != required.end()) {
            note_absence(findings, column.name, columns[index]);
        }
        ++index;
    });
}

}  // namespace batchstore
