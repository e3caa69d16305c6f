#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

/// The fields of batches that a visitor needs: `Query::only`.
class WantedFields {
public:
    /// All of them.
    WantedFields() = default;

    /// @throws Error{invalid} for a name that no field has
    explicit WantedFields(const std::vector<std::string>& only);

    bool all() const { return only_.empty(); }
    bool has(std::string_view field) const;

private:
    std::vector<std::string> only_{};
};

}  // namespace batchstore
